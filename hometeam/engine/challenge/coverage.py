"""How many members were featured, week by week, in a quarter of the year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Step:
    """So many were featured by the end of the week that begins on a day, of them so many for the first time."""

    week_on: date
    count: int
    new: int


def quarter_of(day: date) -> tuple[date, date]:
    """The first and the last day of the calendar quarter that a day is in."""
    first = date(day.year, day.month - (day.month - 1) % 3, 1)
    after = date(first.year + first.month // 10, (first.month + 3 - 1) % 12 + 1, 1)
    return first, after - timedelta(days=1)


def course(first_days: Iterable[date], *, from_on: date, to_on: date, weekday: int = 0) -> list[Step]:
    """The course of coverage from the week of one day to that of another.

    `first_days` are the days on which each member was featured first in that time; days outside are left out.
    """
    days = sorted(day for day in first_days if from_on <= day <= to_on)
    week_on = from_on - timedelta(days=(from_on.weekday() - weekday) % 7)
    steps: list[Step] = []
    while week_on <= to_on:
        new = sum(week_on <= day < week_on + timedelta(days=7) for day in days)
        steps.append(Step(week_on, new + (steps[-1].count if steps else 0), new))
        week_on += timedelta(days=7)
    return steps
