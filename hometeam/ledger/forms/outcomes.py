"""What something brought, said by one of its two sides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hometeam.foundation import clock
from hometeam.foundation.money import MoneyField, Purse
from hometeam.foundation.text import one_line
from hometeam.ledger.actions import Amount
from hometeam.ledger.models import Outcome
from hometeam.ledger.queries.measures import COMMON, HOURS, JOY, AnyMeasure, common, is_money, is_whole
from hometeam.members.models import Community

MOST = Decimal("99999999.99")
JOYS = [
    ("1", gettext_lazy("1, not much")),
    ("2", "2"),
    ("3", "3"),
    ("4", "4"),
    ("5", gettext_lazy("5, very glad")),
]


class BroughtForm(forms.Form):
    """One number for each thing that may have come of it, and the days that they are about."""

    joy = forms.ChoiceField(
        label=gettext_lazy("How glad were you of it?"), choices=JOYS, required=False, widget=forms.RadioSelect
    )
    from_on = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}))
    to_on = forms.DateField(label=gettext_lazy("Until"), widget=forms.DateInput(attrs={"type": "date"}))
    source = forms.CharField(
        label=gettext_lazy("Where you have it from"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Such as: the till, my newsletter’s report, counted at the door."),
    )
    is_estimate = forms.BooleanField(label=gettext_lazy("These are good guesses"), required=False)

    def __init__(
        self, *args: Any, measures: Sequence[AnyMeasure], community: Community, since: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.community = community
        self.units: dict[str, str] = {}
        for measure in measures:
            self._ask(measure)
        self.units[JOY] = "of 5"
        self.initial.setdefault("from_on", since)
        self.initial.setdefault("to_on", clock.today(community.timezone))
        self.order_fields([*(_name(one) for one in self.units if one != JOY), "joy", "from_on", "to_on"])

    def _ask(self, measure: AnyMeasure) -> None:
        if measure.id == JOY:
            return
        self.units[measure.id] = measure.unit
        known, label = common(measure.id), _(measure.title) if measure.title else measure.id
        means = str(known.means) if known else ""
        if is_money(measure.id, measure.unit):
            asked: forms.Field = MoneyField(
                purse=self.community.purse, label=label, required=False, help_text=_("Only the two of you see it.")
            )
        else:
            whole = is_whole(measure.id, measure.unit)
            asked = _number(label, 0 if whole else 2, means if measure.id == HOURS else "")
        self.fields[_name(measure.id)] = asked

    @property
    def figures(self) -> list[forms.BoundField]:
        """The fields of the numbers."""
        return [self[_name(one)] for one in self.units if one != JOY]

    def clean_source(self) -> str:
        return one_line(self.cleaned_data["source"])

    def clean_to_on(self) -> date:
        day: date = self.cleaned_data["to_on"]
        if day > clock.today(self.community.timezone):
            raise forms.ValidationError(_("That day is still to come. Pick today or a day before."))
        return day

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last = found.get("from_on"), found.get("to_on")
        if first and last and first > last:
            self.add_error("from_on", _("It begins after it ends. Pick an earlier day."))
        if not self.errors and not self.amounts():
            raise forms.ValidationError(_("Fill in one number at least. Nothing came of it? Then write 0."))
        return found

    def amounts(self) -> list[Amount]:
        """What was filled in, for `actions.say_what_it_brought`."""
        found = []
        for measure, unit in self.units.items():
            said = self.cleaned_data.get(JOY if measure == JOY else _name(measure))
            if said not in (None, ""):
                found.append(Amount(measure, Decimal(said), unit))
        return found


def _number(label: str, digits: int, help_text: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=Decimal(0),
        max_value=MOST,
        decimal_places=digits,
        help_text=help_text,
        widget=forms.NumberInput(attrs={"inputmode": "decimal" if digits else "numeric", "class": "short"}),
    )


def _name(measure: str) -> str:
    return f"m_{measure}"


def asked_measures(own: Iterable[AnyMeasure]) -> list[AnyMeasure]:
    """The measures of a kind, in its own words, then those that everything has."""
    asked: dict[str, Any] = {measure.id: measure for measure in own}
    for one in COMMON:
        asked.setdefault(one.id, one)
    return list(asked.values())


def as_said(outcomes: Iterable[Outcome], purse: Purse) -> Mapping[str, Any]:
    """What one side said before, to fill a form with; an amount in other money than the purse's is left out."""
    initial: dict[str, Any] = {}
    for one in outcomes:
        initial |= {"from_on": one.from_on, "to_on": one.to_on, "source": one.source}
        if one.currency in ("", purse.currency):
            initial[JOY if one.measure == JOY else _name(one.measure)] = _before(one)
    return initial


def _before(one: Outcome) -> Decimal | int | str:
    if one.currency:
        return one.quantity
    return int(one.quantity) if is_whole(one.measure, one.unit) else f"{one.quantity.normalize():f}"
