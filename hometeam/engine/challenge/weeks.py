"""Weeks that begin on a weekday of one's choice."""

from __future__ import annotations

from datetime import date, timedelta


def week_of(day: date, weekday: int) -> date:
    """The first day of the week that `day` is in, where weeks begin on `weekday` (Monday 0 to Sunday 6)."""
    return day - timedelta(days=(day.weekday() - weekday) % 7)
