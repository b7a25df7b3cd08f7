"""Rules for a day of the year. Each answers which day it is in a year, and says itself as an iCalendar RRULE.

Weekdays are numbered as Python does, Monday 0 to Sunday 6. A RRULE (RFC 5545, 3.3.10) repeats an entry that starts on
one of the rule's own days; it is "" for what happens once.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST = -1
A_COMMON_YEAR = 2025


@dataclass(frozen=True, slots=True)
class Yearly:
    """The same date every year. The 29th of February is the 28th in years that do not have it."""

    month: int
    day: int

    def __post_init__(self) -> None:
        if not (1 <= self.month <= 12 and 1 <= self.day <= calendar.monthrange(2024, self.month)[1]):
            raise ValueError(f"no year has a day {self.day} in month {self.month}")

    def on(self, year: int) -> date:
        """Its day in that year."""
        return date(year, self.month, min(self.day, calendar.monthrange(year, self.month)[1]))

    @property
    def rrule(self) -> str:
        """Itself as iCalendar."""
        day = LAST if (self.month, self.day) == (2, 29) else self.day
        return f"FREQ=YEARLY;BYMONTH={self.month};BYMONTHDAY={day}"


@dataclass(frozen=True, slots=True)
class Nth:
    """The nth weekday of a month (1 to 4, or -1 for the last), or so many days after it."""

    month: int
    weekday: int
    nth: int
    days_after: int = 0

    def __post_init__(self) -> None:
        if not (1 <= self.month <= 12 and 0 <= self.weekday <= 6 and self.nth in (1, 2, 3, 4, LAST)):
            raise ValueError(f"there is no weekday {self.weekday} number {self.nth} in every month {self.month}")
        if self.days_after and (self.nth == LAST or self.month < 3 or not 0 < self.days_after <= 6):
            raise ValueError("only up to six days after one of the first four weekdays, from March on")

    def on(self, year: int) -> date:
        """Its day in that year."""
        if self.nth == LAST:
            end = date(year, self.month, calendar.monthrange(year, self.month)[1])
            return end - timedelta(days=(end.weekday() - self.weekday) % 7)
        first = date(year, self.month, 1)
        ahead = (self.weekday - first.weekday()) % 7 + 7 * (self.nth - 1)
        return first + timedelta(days=ahead + self.days_after)

    @property
    def rrule(self) -> str:
        """Itself as iCalendar: days after a weekday are the later weekday within a stretch of seven days, counted from
        the end of the year, where leap days change nothing.
        """
        if not self.days_after:
            return f"FREQ=YEARLY;BYMONTH={self.month};BYDAY={self.nth}{WEEKDAYS[self.weekday]}"
        earliest = date(A_COMMON_YEAR, self.month, 7 * self.nth - 6) + timedelta(days=self.days_after)
        from_end = earliest.timetuple().tm_yday - 366
        stretch = ",".join(str(from_end + ahead) for ahead in range(7))
        return f"FREQ=YEARLY;BYYEARDAY={stretch};BYDAY={WEEKDAYS[(self.weekday + self.days_after) % 7]}"


@dataclass(frozen=True, slots=True)
class OnOrBefore:
    """A weekday on a date of the year, or the last one before it: where a week begins that holds the date."""

    month: int
    day: int
    weekday: int

    def __post_init__(self) -> None:
        Yearly(self.month, self.day)
        if self.month < 4 or not 0 <= self.weekday <= 6:
            raise ValueError("only weekdays on or before dates from April on")

    def on(self, year: int) -> date:
        """Its day in that year."""
        there = date(year, self.month, self.day)
        return there - timedelta(days=(there.weekday() - self.weekday) % 7)

    @property
    def rrule(self) -> str:
        """Itself as iCalendar."""
        from_end = date(A_COMMON_YEAR, self.month, self.day).timetuple().tm_yday - 366
        stretch = ",".join(str(from_end - back) for back in range(6, -1, -1))
        return f"FREQ=YEARLY;BYYEARDAY={stretch};BYDAY={WEEKDAYS[self.weekday]}"


@dataclass(frozen=True, slots=True)
class Once:
    """One day, never again."""

    day_on: date

    def on(self, year: int) -> date | None:
        """The day, in its own year; None in all others."""
        return self.day_on if self.day_on.year == year else None

    @property
    def rrule(self) -> str:
        """Nothing repeats."""
        return ""


Rule = Yearly | Nth | OnOrBefore | Once
