"""Days relative to an agreed day, and moments that people would propose."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DUE = re.compile(r"^(?P<sign>[+-])?(?P<days>\d{1,3})d(?: after:(?P<after>[a-z][a-z0-9-]*))?$")


class DueError(ValueError):
    """A due rule that cannot be read, or that leads in a circle or nowhere."""


@dataclass(frozen=True, slots=True)
class Due:
    """So many days before (negative) or after the agreed day, or after another step."""

    days: int
    after: str = ""

    @classmethod
    def parse(cls, text: str) -> Due:
        """Read "-2d", "0d" or "+1d after:meet". Raises DueError."""
        found = _DUE.match(text)
        if found is None:
            raise DueError(f'"{text}" is not like "-2d", "0d" or "+1d after:step"')
        days = int(found["days"]) * (-1 if found["sign"] == "-" else 1)
        return cls(days, found["after"] or "")


def resolve_dues(dues: Mapping[str, Due], agreed_on: date, today: date | None = None) -> dict[str, date]:
    """The day of each step. With `today`, no day lies before it. Raises DueError for circles and unknown steps."""
    days = {step: agreed_on + timedelta(days=_offset(dues, step, ())) for step in dues}
    return days if today is None else {step: max(day, today) for step, day in days.items()}


def _offset(dues: Mapping[str, Due], step: str, seen: tuple[str, ...]) -> int:
    if step in seen:
        raise DueError(f"the steps {', '.join(seen)} wait for each other")
    if step not in dues:
        raise DueError(f'there is no step "{step}"')
    due = dues[step]
    return due.days + (_offset(dues, due.after, (*seen, step)) if due.after else 0)


def free_moments(now: datetime, timezone: str, *, timed: bool) -> list[datetime]:
    """Three moments to propose, in the zone's own hours, the first at least two days away.

    Timed ones fall on a Tuesday morning, a Thursday afternoon and the Wednesday after; untimed ones stand at noon.
    """
    hours = (time(10, 0), time(15, 0), time(9, 30)) if timed else (time(12, 0),) * 3
    local = now.astimezone(ZoneInfo(timezone)).date()
    first, second = sorted((_next(local, 1, 2), _next(local, 3, 2)))
    third = _next(second, 2, 3)
    return [
        datetime.combine(day, hours[index if day.weekday() != 3 else 1] if timed else hours[0], ZoneInfo(timezone))
        for index, day in zip((0, 0, 2), (first, second, third), strict=True)
    ]


def _next(start: date, weekday: int, at_least: int) -> date:
    earliest = start + timedelta(days=at_least)
    return earliest + timedelta(days=(weekday - earliest.weekday()) % 7)


def a_week_on(moment: datetime, now: datetime, timezone: str) -> datetime:
    """The same weekday and wall-clock hour in the first week that leaves three days to answer."""
    local = moment.astimezone(ZoneInfo(timezone))
    while local < now + timedelta(days=3):
        local = local + timedelta(days=7)
    return local
