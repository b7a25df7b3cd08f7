"""An offer or a need, in one column, and what is looked for on the board."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hometeam.foundation import clock
from hometeam.foundation.text import one_line
from hometeam.members.models import Community
from hometeam.members.queries import trades
from hometeam.swap.forms.worth import HoursField, PointsField, amount_of, amount_typed
from hometeam.swap.models import Listing, Rules
from hometeam.swap.queries.board import Sought

NONE = "-"
"""Chosen where the words are none of the services that we know."""
FARTHEST = timedelta(days=730)
UNITS = [one for one in Listing.Unit.choices if one[0] != Listing.Unit.MINUTES]
FIELDS = ("words", "scope", "amount", "unit", "how", "often", "times", "by_on", "no_extra_work", "worth")


class ListingForm(forms.Form):
    """One thing to give or to get. What we took its words as stands beside them once they are known."""

    words = forms.CharField(
        label=gettext_lazy("What do you give?"),
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("In your own words, such as: portraits for your website"),
    )
    service = forms.CharField(label=gettext_lazy("We take that as"), required=False, widget=forms.RadioSelect)
    scope = forms.CharField(
        label=gettext_lazy("What is in it, and what is not"),
        max_length=600,
        required=False,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Such as: ten pictures, edited; no printing."),
    )
    amount = forms.CharField(
        label=gettext_lazy("How much"),
        max_length=20,
        initial="1",
        widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off", "size": 8}),
        help_text=gettext_lazy("Part of an hour is fine, too: 1:30 or 1.5."),
    )
    unit = forms.ChoiceField(label=gettext_lazy("Of what"), choices=UNITS, initial=Listing.Unit.HOURS)
    how = forms.ChoiceField(
        label=gettext_lazy("How"), choices=Listing.How.choices, initial=Listing.How.ANY, widget=forms.RadioSelect
    )
    often = forms.ChoiceField(
        label=gettext_lazy("How often"),
        choices=Listing.Often.choices,
        initial=Listing.Often.ONCE,
        widget=forms.RadioSelect,
    )
    times = forms.IntegerField(
        label=gettext_lazy("How many times, if a few"), min_value=1, max_value=99, required=False
    )
    by_on = forms.DateField(
        label=gettext_lazy("By when"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("The last day on which it helps. Leave it empty if there is none."),
    )
    no_extra_work = forms.BooleanField(
        label=gettext_lazy("I am doing this already: no extra work for me"), required=False
    )

    def __init__(
        self, *args: Any, community: Community, side: str, rules: Rules, listing: Listing | None = None, **kwargs: Any
    ) -> None:
        if listing is not None:
            kwargs["initial"] = _as_typed(listing)
        super().__init__(*args, **kwargs)
        self.community, self.listing = community, listing
        if side == Listing.Side.NEED:
            self._ask_for_need()
        self._ask_worth(rules)
        self._propose_services()

    def _ask_for_need(self) -> None:
        self.fields["words"].label = _("What do you need?")
        self.fields["words"].help_text = _("In your own words, such as: somebody to do my books once")
        self.fields["scope"].help_text = _("Such as: 80 receipts, all of last year; no tax return.")
        del self.fields["no_extra_work"]

    def _ask_worth(self, rules: Rules) -> None:
        if rules.counting == Rules.Counting.HOURS:
            label = _("What one time counts for, in hours")
            said = _("Hours and minutes, such as 1:30. Leave it empty to talk about it.")
            self.fields["worth"] = HoursField(label=label, required=False, help_text=said)
        elif rules.counting == Rules.Counting.POINTS:
            label = _("What one time counts for, in %(points)s") % {"points": rules.points_name}
            said = _("A whole number. Leave it empty to talk about it.")
            self.fields["worth"] = PointsField(label=label, required=False, help_text=said)

    def _propose_services(self) -> None:
        """What the words could mean, to choose from; nothing while there are no words."""
        said = one_line(str(self["words"].value() or ""))
        if not said:
            del self.fields["service"]
            return
        taken = trades.take(said)
        now = self.listing.service if self.listing else taken.service
        offered = dict([(now, trades.title(now))] if now else [], **dict(taken.others))
        chosen: Any = self.fields["service"].widget
        chosen.choices = [*offered.items(), (NONE, _("None of these. Keep it in my words"))]
        if self.listing is None:
            self.initial.setdefault("service", taken.service or NONE)

    def clean_words(self) -> str:
        said = one_line(self.cleaned_data["words"])
        if not said:
            raise ValidationError(_("Fill this in."))
        return said

    def clean_by_on(self) -> date | None:
        day: date | None = self.cleaned_data["by_on"]
        today = clock.today(self.community.timezone)
        if day is not None and day < today:
            raise ValidationError(_("That date is in the past. Pick a day from today on."))
        if day is not None and day > today + FARTHEST:
            raise ValidationError(_("Pick a day within the next two years."))
        return day

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        found["service"] = self._service(found.get("words", ""), found.get("service") or "")
        often, times = found.get("often"), found.get("times")
        if often == Listing.Often.TIMES and not times and "times" not in self.errors:
            self.add_error("times", _("Say how many times."))
        found["times"] = times if often == Listing.Often.TIMES and times else 1
        if "amount" in found and "unit" in found:
            self._read_amount(found)
        return found

    def _read_amount(self, found: dict[str, Any]) -> None:
        try:
            found["amount"], found["unit"] = amount_of(found["amount"], found["unit"])
        except ValidationError as why:
            self.add_error("amount", why)

    def _service(self, words: str, chosen: str) -> str:
        """What was chosen; of words that have changed since, what they mean now."""
        before = self.listing
        stale = before is not None and words != before.words and chosen == (before.service or NONE)
        if not chosen or stale:
            return trades.take(words).service
        return chosen if trades.findable(chosen) else ""

    @property
    def values(self) -> dict[str, Any]:
        """What `actions.put_up` and `actions.change_listing` take."""
        return {name: self.cleaned_data[name] for name in (*FIELDS, "service") if name in self.cleaned_data}


def _as_typed(listing: Listing) -> dict[str, Any]:
    amount, unit = amount_typed(listing.amount, listing.unit)
    said = {name: getattr(listing, name) for name in FIELDS}
    return said | {"amount": amount, "unit": unit, "service": listing.service or NONE}


class SoughtForm(forms.Form):
    """What is looked for on the board; anything that is not understood is left out."""

    side = forms.ChoiceField(choices=[*Listing.Side.choices, ("mine", "mine")], required=False)
    q = forms.CharField(
        label=gettext_lazy("Find on the board"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    how = forms.ChoiceField(
        label=gettext_lazy("How"),
        required=False,
        choices=[("", gettext_lazy("Any way")), *[one for one in Listing.How.choices if one[0] != Listing.How.ANY]],
    )
    no_extra = forms.BooleanField(label=gettext_lazy("No extra work for whoever gives it"), required=False)
    of = forms.IntegerField(required=False, min_value=1, max_value=2**53, widget=forms.HiddenInput)

    def sought(self) -> Sought:
        """The parts that were understood."""
        self.is_valid()
        found = self.cleaned_data
        side = found.get("side") or Listing.Side.GIVE
        return Sought(
            side=side,
            words=one_line(found.get("q") or ""),
            how=found.get("how") or "",
            no_extra_work=bool(found.get("no_extra")) and side == Listing.Side.GIVE,
            of=found.get("of"),
        )
