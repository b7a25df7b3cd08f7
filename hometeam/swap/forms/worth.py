"""Amounts of what a community counts: hours to the quarter, or whole points."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hometeam.swap.queries.words import HOUR, clock_words

QUARTER = 15
MOST_HOURS = 999
MOST_POINTS = 1_000_000
_CLOCK = re.compile(r"(\d{1,4})(?::([0-5]\d))?$")
_DECIMAL = re.compile(r"(\d{1,4})[.,](\d{1,2})$")


class HoursField(forms.CharField):
    """Hours to the quarter, written as 1:30 or 1.5; its value is minutes, or None where nothing is written."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off", "size": 8}))
        super().__init__(max_length=12, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return clock_words(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        said = str(super().clean(value)).replace(" ", "")
        if not said:
            return None
        minutes = _minutes(said)
        if minutes is None:
            raise ValidationError(_("Write hours and minutes, such as 1:30."))
        if minutes % QUARTER:
            raise ValidationError(_("Quarters of an hour are fine enough: end with :00, :15, :30 or :45."))
        if minutes > MOST_HOURS * HOUR:
            raise ValidationError(_("That is more than anybody can give. Write fewer hours."))
        return minutes


def _minutes(said: str) -> int | None:
    clock = _CLOCK.match(said)
    if clock:
        return int(clock[1]) * HOUR + int(clock[2] or 0)
    decimal = _DECIMAL.match(said)
    if decimal is None:
        return None
    minutes, rest = divmod(int(decimal[2].ljust(2, "0")) * HOUR, 100)
    return None if rest else int(decimal[1]) * HOUR + minutes


class PointsField(forms.IntegerField):
    """Whole points."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=MOST_POINTS, **kwargs)
