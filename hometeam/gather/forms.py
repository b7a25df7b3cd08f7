"""The shape of input: a date of the community's own, the two questions, a link, thanks."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hometeam.foundation import clock
from hometeam.foundation.text import one_line
from hometeam.gather.models import OwnSeason
from hometeam.gather.queries.seasons import TAGS
from hometeam.members.models import Community

LAST = "last"


class OwnSeasonForm(forms.Form):
    """A date of the community's own: named by its next day, and how it comes round."""

    title = forms.CharField(
        label=gettext_lazy("What is it called"),
        max_length=80,
        help_text=gettext_lazy("Such as: Elm Street fair, Late opening, Our birthday."),
    )
    first_on = forms.DateField(
        label=gettext_lazy("The next time"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    repeats = forms.ChoiceField(
        label=gettext_lazy("Comes round"),
        widget=forms.RadioSelect,
        choices=[
            (OwnSeason.Repeats.YEARLY, gettext_lazy("Every year on that date")),
            (OwnSeason.Repeats.NTH, gettext_lazy("Every year on that weekday, such as the second Saturday of a month")),
            (LAST, gettext_lazy("Every year on the last such weekday of the month")),
            (OwnSeason.Repeats.ONCE, gettext_lazy("Only this once")),
        ],
        initial=OwnSeason.Repeats.YEARLY,
    )
    lasts = forms.IntegerField(label=gettext_lazy("How many days"), min_value=1, max_value=31, initial=1)
    tag = forms.ChoiceField(
        label=gettext_lazy("What it is good for"),
        required=False,
        choices=[("", gettext_lazy("Anything")), *TAGS.items()],
        help_text=gettext_lazy("Kinds of doing something together that fit are shown beside it."),
    )
    weeks = forms.IntegerField(
        label=gettext_lazy("How many weeks before to start planning"),
        min_value=1,
        max_value=26,
        initial=6,
        help_text=gettext_lazy("You are told then; members who did something last year, two weeks later."),
    )

    def __init__(self, *args: Any, community: Community, season: OwnSeason | None = None, **kwargs: Any) -> None:
        if season is not None:
            kwargs["initial"] = _said(season)
        super().__init__(*args, **kwargs)
        self.community = community

    def clean_title(self) -> str:
        return one_line(self.cleaned_data["title"])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        day, repeats = found.get("first_on"), found.get("repeats")
        if day is None or repeats is None:
            return found
        found["nth"] = None
        if repeats == OwnSeason.Repeats.ONCE and day < clock.today(self.community.timezone):
            self.add_error("first_on", _("That date is in the past. Pick a day from today on."))
        elif not 1900 <= day.year <= 2200:
            self.add_error("first_on", _("Pick a year that you will see."))
        elif repeats in (OwnSeason.Repeats.NTH, LAST):
            self._take_weekday(found, day, repeats)
        return found

    def _take_weekday(self, found: dict[str, Any], day: date, repeats: str) -> None:
        is_last = day.day + 7 > calendar.monthrange(day.year, day.month)[1]
        if repeats == OwnSeason.Repeats.NTH and day.day > 28:
            words = _("Not every month has a fifth %(weekday)s. Choose the last one.")
            self.add_error("repeats", words % {"weekday": date_format(day, "l")})
        elif repeats == LAST and not is_last:
            words = _("That is not the last %(weekday)s of its month. Pick the date of the last one.")
            self.add_error("first_on", words % {"weekday": date_format(day, "l")})
        else:
            found["nth"] = -1 if repeats == LAST else (day.day + 6) // 7
            found["repeats"] = OwnSeason.Repeats.NTH.value


def _said(season: OwnSeason) -> dict[str, Any]:
    names = ("title", "first_on", "repeats", "lasts", "tag", "weeks")
    initial = {name: getattr(season, name) for name in names}
    return initial | ({"repeats": LAST} if season.nth == -1 else {})


class FeatureForm(forms.Form):
    """The two questions."""

    why = forms.CharField(
        label=gettext_lazy("Why do you love them?"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One true detail is worth ten adjectives."),
    )
    help = forms.CharField(
        label=gettext_lazy("How might they help whoever reads it?"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Such as: ask her when your website makes you sigh."),
    )


class PostedForm(forms.Form):
    """It is posted, and where."""

    url = forms.URLField(
        label=gettext_lazy("Link to the post"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("With it they can share the post on with one tap."),
    )


class ThanksForm(forms.Form):
    """A word of thanks."""

    words = forms.CharField(label=gettext_lazy("Your thanks"), max_length=600, widget=forms.Textarea(attrs={"rows": 3}))


class WeeklyForm(forms.Form):
    """How a community holds its challenge."""

    is_on = forms.BooleanField(label=gettext_lazy("Hold the weekly challenge"), required=False)
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Its week begins on"), coerce=int, choices=[(day, WEEKDAYS[day]) for day in range(7)]
    )


class PaceForm(forms.Form):
    """One of the small choices about one's own pace."""

    WHAT = ("skip", "unskip", "rest", "again", "notice", "no_notice")

    what = forms.ChoiceField(choices=[(what, what) for what in WHAT])
