"""Stretches of the calendar that one can ask for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_QUARTER = re.compile(r"(20\d{2})-q([1-4])")
_YEAR = re.compile(r"20\d{2}")


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included; `id` is "2026-q4", "2026", or "all"."""

    id: str
    from_on: date
    to_on: date

    def __contains__(self, day: date) -> bool:
        return self.from_on <= day <= self.to_on


def period_of(said: str, today: date, earliest: date) -> Period:
    """The quarter or year that is asked for; anything else is everything from the `earliest` day until today."""
    if match := _QUARTER.fullmatch(said):
        year, quarter = int(match.group(1)), int(match.group(2))
        first = date(year, quarter * 3 - 2, 1)
        return Period(said, first, _month_after(date(year, quarter * 3, 1)) - timedelta(days=1))
    if _YEAR.fullmatch(said):
        return Period(said, date(int(said), 1, 1), date(int(said), 12, 31))
    return Period("all", min(earliest, today), today)


def bucket_of(day: date, step: int) -> date:
    """The first day of the stretch of `step` months (1, 3 or 12) that a day lies in."""
    return date(day.year, (day.month - 1) // step * step + 1, 1)


def buckets_of(period: Period, step: int = 1) -> list[date]:
    """The first day of every stretch of `step` months that a period touches, in order."""
    found: list[date] = []
    month = period.from_on.replace(day=1)
    while month <= period.to_on:
        if bucket_of(month, step) not in found[-1:]:
            found.append(bucket_of(month, step))
        month = _month_after(month)
    return found


def step_of(period: Period, most: int = 12) -> int:
    """Months, quarters or years, so that a picture has no more than `most` columns where that can be."""
    return next((step for step in (1, 3) if len(buckets_of(period, step)) <= most), 12)


def _month_after(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
