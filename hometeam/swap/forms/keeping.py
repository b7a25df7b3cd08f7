"""How a community barters, and how much a member wants to be asked."""

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
from hometeam.swap.forms.worth import HoursField, PointsField
from hometeam.swap.models import Pace, Rules

HOURS, POINTS = Rules.Counting.HOURS, Rules.Counting.POINTS
_KEPT = ("counting", "points_one", "points_name", "tolerance", "longest_loop", "nightly")


class RulesForm(forms.Form):
    """What a community counts, and how it looks for loops."""

    counting = forms.ChoiceField(
        label=gettext_lazy("What do you count?"),
        choices=Rules.Counting.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Most communities do best with nothing: nobody keeps a bill among neighbours. Where you count, the count "
            "is shown and never stops anybody. If you change it later, what things count for is asked anew."
        ),
    )
    points_one = forms.CharField(
        label=gettext_lazy("What one of your points is called"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Only if you count points. Such as: acorn"),
    )
    points_name = forms.CharField(
        label=gettext_lazy("What several of them are called"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Such as: acorns"),
    )
    tolerance = forms.IntegerField(
        label=gettext_lazy("A difference that is fine, in percent"),
        min_value=0,
        max_value=100,
        help_text=gettext_lazy(
            "When two sides of a swap count for more or less than each other by more than this, we say so. They may "
            "agree all the same."
        ),
    )
    most_owed_hours = HoursField(
        label=gettext_lazy("A balance from which we say so, in hours"),
        required=False,
        help_text=gettext_lazy("Only if you count hours. Such as 20:00. Leave it empty, and we never do."),
    )
    most_owed_points = PointsField(
        label=gettext_lazy("A balance from which we say so, in points"),
        required=False,
        help_text=gettext_lazy("Only if you count points. Leave it empty, and we never do."),
    )
    longest_loop = forms.TypedChoiceField(
        label=gettext_lazy("The longest loop"),
        coerce=int,
        choices=[
            (2, gettext_lazy("Two: only straight swaps")),
            (3, gettext_lazy("Three members")),
            (4, gettext_lazy("Four members")),
            (5, gettext_lazy("Five members")),
        ],
        help_text=gettext_lazy(
            "In a loop each gives to the next, and the last to the first. Longer loops help more members, and it takes "
            "more people to say yes."
        ),
    )
    nightly = forms.BooleanField(
        label=gettext_lazy("Look for loops every night"),
        required=False,
        help_text=gettext_lazy("Otherwise only when an organiser asks for it."),
    )

    def __init__(self, *args: Any, rules: Rules, **kwargs: Any) -> None:
        initial = {name: getattr(rules, name) for name in _KEPT}
        initial["most_owed_hours"] = rules.most_owed if rules.counting == HOURS else None
        initial["most_owed_points"] = rules.most_owed if rules.counting == POINTS else None
        super().__init__(*args, **kwargs | {"initial": initial})

    def clean_points_one(self) -> str:
        return one_line(self.cleaned_data["points_one"])

    def clean_points_name(self) -> str:
        return one_line(self.cleaned_data["points_name"])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("counting") == POINTS:
            self._ask_for_names(found)
        return found

    def _ask_for_names(self, found: dict[str, Any]) -> None:
        if not found.get("points_one") and "points_one" not in self.errors:
            self.add_error("points_one", _("Give one of your points a name, such as acorn."))
        if not found.get("points_name") and "points_name" not in self.errors:
            self.add_error("points_name", _("Give several of them a name, such as acorns."))

    @property
    def values(self) -> dict[str, Any]:
        """What `actions.keep_rules` takes."""
        found = self.cleaned_data
        owed = {HOURS: found["most_owed_hours"], POINTS: found["most_owed_points"]}
        return {name: found[name] for name in _KEPT} | {"most_owed": owed.get(found["counting"])}


class PaceForm(forms.Form):
    """How many loops may wait, and a rest."""

    most_open = forms.TypedChoiceField(
        label=gettext_lazy("How many loops may wait for your answer at once?"),
        coerce=int,
        choices=[(n, str(n)) for n in range(6)],
        help_text=gettext_lazy("With 0 you are in no loop. Swaps between two you can always be asked about."),
    )
    rests_until_on = forms.DateField(
        label=gettext_lazy("No loops until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Leave it empty to be asked as usual. What you have said yes to stays."),
    )

    def __init__(self, *args: Any, pace: Pace, community: Community, **kwargs: Any) -> None:
        self.today = clock.today(community.timezone)
        rests = pace.rests_until_on
        initial = {"most_open": pace.most_open, "rests_until_on": rests if rests and rests > self.today else None}
        super().__init__(*args, **kwargs | {"initial": initial})

    def clean_rests_until_on(self) -> date | None:
        day: date | None = self.cleaned_data["rests_until_on"]
        if day is not None and day <= self.today:
            raise ValidationError(_("That date is past. Pick a day from tomorrow on."))
        if day is not None and day > self.today + timedelta(days=730):
            raise ValidationError(_("Pick a day within the next two years."))
        return day
