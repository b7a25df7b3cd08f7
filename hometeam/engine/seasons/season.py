"""Seasons and their occurrences: which days they have in a year and a country, and which comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from hometeam.engine.seasons.rules import Once, Rule

BEFORE = timedelta(days=21)
AFTER = timedelta(days=7)
"""What is done so long before and after a season's days belongs to it."""


@dataclass(frozen=True, slots=True)
class NamedDay:
    """One day of a season, and the countries (ISO 3166, two letters) that keep it; none means everywhere."""

    id: str
    title: str
    rule: Rule
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Season:
    """Something that comes round: its days, for how many days each lasts, and where it is kept.

    `tags` are the season tags of kinds that fit it. `weeks` is how long before it people plan. `source` names where its
    rule stands, in `SOURCES`. `usual`: somebody announces it anew each year, and the rule is what they usually do.
    """

    id: str
    title: str
    days: tuple[NamedDay, ...]
    tags: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    source: str = ""
    lasts: int = 1
    weeks: int = 6
    usual: bool = False

    def days_in(self, country: str) -> tuple[NamedDay, ...]:
        """Its days as that country keeps them; all of them where the country is not known to keep any."""
        kept = tuple(day for day in self.days if not day.countries or country in day.countries)
        return kept if country in self.countries or not self.countries else self.days


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A season in one year: from its first day to its last, with its named days."""

    season: Season
    year: int
    from_on: date
    to_on: date
    days: tuple[tuple[NamedDay, date], ...]

    @property
    def begins_to_matter_on(self) -> date:
        """From this day on, what is done belongs to it."""
        return self.from_on - BEFORE

    @property
    def is_over_after(self) -> date:
        """The last day on which what is done belongs to it."""
        return self.to_on + AFTER

    @property
    def plan_on(self) -> date:
        """The day from which on it is time to plan."""
        return self.from_on - timedelta(weeks=self.season.weeks)

    def is_on(self, today: date) -> bool:
        """Whether today is one of its days, or between its first and its last."""
        return self.from_on <= today <= self.to_on


def occurrence(season: Season, year: int, country: str = "") -> Occurrence | None:
    """The season in one year, as a country keeps it; None for a day that is once and in another year."""
    found = [(day, day.rule.on(year)) for day in season.days_in(country)]
    days = sorted(((day, on) for day, on in found if on is not None), key=lambda pair: pair[1])
    if not days:
        return None
    return Occurrence(season, year, days[0][1], days[-1][1] + timedelta(days=season.lasts - 1), tuple(days))


def coming(seasons: Iterable[Season], today: date, country: str = "") -> list[Occurrence]:
    """The next occurrence of each season that is not over, the earliest first; what is once and gone is left out."""
    found = (_next(season, today, country) for season in seasons)
    return sorted((one for one in found if one), key=lambda one: (one.from_on, one.season.id))


def _next(season: Season, today: date, country: str) -> Occurrence | None:
    once = {day.rule.day_on.year for day in season.days if isinstance(day.rule, Once)}
    years = sorted({today.year - 1, today.year, today.year + 1} | once)
    return next((one for year in years if (one := occurrence(season, year, country)) and one.to_on >= today), None)


def before(one: Occurrence, country: str = "") -> Occurrence | None:
    """The same season a year before; None for what is once."""
    return occurrence(one.season, one.year - 1, country)


def same_day_in(day: date, last: Occurrence, this: Occurrence) -> date:
    """The day as far from the first day of `this` occurrence as `day` was from the first of `last`."""
    return this.from_on + (day - last.from_on)


def followed_by_default(season: Season, country: str) -> bool:
    """Whether a community in that country follows it unless it says otherwise."""
    return not season.countries or country in season.countries
