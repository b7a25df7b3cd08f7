"""Amounts of what a community counts, as people type them: hours, or whole points."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hometeam.swap.models import Listing, Rules
from hometeam.swap.queries.counting import HOUR, Counting, clock_words

MOST = 999
"""Of hours, sessions or pieces nobody gives more at a time."""
MOST_POINTS = 1_000_000
_HOUR = r"(?:h|hrs?|hours?|std|stunden?|heures?|horas?)\.?"
_MINUTE = r"(?:m|mins?|minutes?|minuten?|minutos?)\.?"
_CLOCK = re.compile(rf"(\d{{1,4}})\s*(?::|{_HOUR}(?:\s*(?:and|und|et|y)\b)?)\s*(\d{{1,2}})\s*(?:{_MINUTE})?")
_MINUTES = re.compile(rf"(\d{{1,6}})\s*{_MINUTE}")
_HOURS = re.compile(rf"(\d{{1,4}})(?:[.,](\d{{1,2}}))?\s*(?:{_HOUR})?")
_PART = re.compile(r"(\d?)\s*([¼½¾])")
_DECIMALS = {"¼": ".25", "½": ".5", "¾": ".75"}


def minutes_of(words: str) -> int | None:
    """Minutes meant by "2:30", "2 h 30", "2.5", "2,5 Stunden", "2½", "90 min"; None for anything else."""
    words = words.strip().lower()
    words = _PART.sub(lambda found: f"{found[1] or 0}{_DECIMALS[found[2]]}", words)
    if found := _MINUTES.fullmatch(words):
        return int(found[1])
    if (found := _CLOCK.fullmatch(words)) and int(found[2]) < HOUR:
        return int(found[1]) * HOUR + int(found[2])
    if found := _HOURS.fullmatch(words):
        part = (found[2] or "0").ljust(2, "0")
        return int(found[1]) * HOUR + round(int(part) * HOUR / 100)
    return None


def amount_of(words: str, unit: str) -> tuple[int, str]:
    """How much was typed of hours, sessions or pieces, as it is kept: hours that are no whole number as minutes.

    Raises ValidationError with what to write instead.
    """
    if unit == Listing.Unit.HOURS:
        minutes = read_minutes(words, least=1)
        return (minutes, Listing.Unit.MINUTES) if minutes % HOUR else (minutes // HOUR, Listing.Unit.HOURS)
    if not re.fullmatch(r"\d{1,3}", words) or not int(words):
        raise ValidationError(_("Write a whole number from 1 to %(most)s.") % {"most": MOST})
    return int(words), unit


def amount_typed(amount: int, unit: str) -> tuple[str, str]:
    """The same as one types it: "1:30" of hours."""
    return (clock_words(amount), Listing.Unit.HOURS) if unit == Listing.Unit.MINUTES else (str(amount), unit)


def read_minutes(words: str, *, least: int) -> int:
    """The minutes meant, at least so many. Raises ValidationError with what to write instead."""
    minutes = minutes_of(words)
    if minutes is None or minutes < least:
        raise ValidationError(_("Write hours and minutes, such as 1:30 or 1.5, or minutes, such as 45 min."))
    if minutes > MOST * HOUR:
        raise ValidationError(_("That is more than anybody can give. Write fewer hours."))
    return minutes


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
        return read_minutes(said, least=self.least) if said else None


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
