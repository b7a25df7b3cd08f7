"""An amount of what a community counts, as people type it."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hometeam.swap.models import Rules
from hometeam.swap.queries.counting import HOUR, Counting

MOST = 100_000
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


class WorthField(forms.CharField):
    """Hours as minutes, or whole points; its value is a whole number above 0, or None where nothing need be said."""

    def __init__(self, *, counting: Counting, **kwargs: Any) -> None:
        hours = counting.what == Rules.Counting.HOURS
        kwargs.setdefault("label", gettext_lazy("How long it took") if hours else counting.title)
        kwargs.setdefault("help_text", gettext_lazy("Such as 2:30 or 45 min.") if hours else "")
        mode = "text" if hours else "numeric"
        super().__init__(widget=forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off"}), **kwargs)
        self.counting = counting

    def prepare_value(self, value: Any) -> Any:
        return self.counting.typed(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        words = str(super().clean(value)).strip()
        if not words:
            return None
        amount = self._read(words)
        if amount is None or not 0 < amount <= MOST:
            raise forms.ValidationError(self._advice())
        return amount

    def _read(self, words: str) -> int | None:
        if self.counting.what == Rules.Counting.HOURS:
            return minutes_of(words)
        return int(words) if words.isascii() and words.isdigit() and len(words) <= 6 else None

    def _advice(self) -> str:
        if self.counting.what == Rules.Counting.HOURS:
            return _("Write hours and minutes, such as 2:30, or minutes, such as 45 min.")
        return _("Write a whole number from 1 upwards.")
