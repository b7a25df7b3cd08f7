"""Amounts of what a community counts, as people type them: hours, or whole points."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hometeam.swap.models import Rules
from hometeam.swap.queries.counting import HOUR, Counting, clock_words

MOST_HOURS = 999
MOST_POINTS = 1_000_000
_CLOCK = re.compile(r"(\d{1,4})\s*[:h]\s*(\d{1,2})?\s*(?:m|min)?\.?")
_MINUTES = re.compile(r"(\d{1,6})\s*(?:m|min|minutes)\.?")
_HOURS = re.compile(r"(\d{1,4})(?:[.,](\d{1,2}))?\s*(?:h|hours?)?\.?")


def minutes_of(words: str) -> int | None:
    """Minutes meant by "2:30", "2 h 30", "2.5", "2,5 h", "90 min"; None for anything else."""
    words = words.strip().lower()
    if found := _MINUTES.fullmatch(words):
        return int(found[1])
    if (found := _CLOCK.fullmatch(words)) and int(found[2] or 0) < HOUR:
        return int(found[1]) * HOUR + int(found[2] or 0)
    if found := _HOURS.fullmatch(words):
        part = (found[2] or "0").ljust(2, "0")
        return int(found[1]) * HOUR + round(int(part) * HOUR / 100)
    return None


class HoursField(forms.CharField):
    """Hours and minutes; its value is minutes, at least `least`, or None where nothing is written."""

    def __init__(self, *, least: int = 0, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off", "size": 8}))
        super().__init__(max_length=20, **kwargs)
        self.least = least

    def prepare_value(self, value: Any) -> Any:
        return clock_words(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        said = str(super().clean(value)).strip()
        if not said:
            return None
        minutes = minutes_of(said)
        if minutes is None or minutes < self.least:
            raise ValidationError(_("Write hours and minutes, such as 1:30, or minutes, such as 45 min."))
        if minutes > MOST_HOURS * HOUR:
            raise ValidationError(_("That is more than anybody can give. Write fewer hours."))
        return minutes


class PointsField(forms.IntegerField):
    """Whole points, at least `least`."""

    def __init__(self, *, least: int = 0, **kwargs: Any) -> None:
        super().__init__(min_value=least, max_value=MOST_POINTS, **kwargs)


def worth_field(counting: Counting) -> forms.Field:
    """The field for what something was worth, in what is counted; it has to be said."""
    if counting.what == Rules.Counting.HOURS:
        help_text = gettext_lazy("Such as 2:30 or 45 min.")
        return HoursField(least=1, label=gettext_lazy("How long it took"), help_text=help_text)
    return PointsField(least=1, label=counting.title)
