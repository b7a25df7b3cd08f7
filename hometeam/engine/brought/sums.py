"""Sums that never mix what was measured with what was told."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from hometeam.engine.brought.periods import Period, bucket_of, buckets_of

MEASURED, PARTNER_CONFIRMED, SELF_REPORTED, ESTIMATED = LEVELS = (
    "measured",
    "partner-confirmed",
    "self-reported",
    "estimated",
)
"""How well a figure is known, from the best to the least."""

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Figure:
    """So much of a measure: what one thing (`of`) brought, known how well, within which days.

    `partner` and `kind` say with whom and by what; `by_receiver`: said by the side that it came to. An amount of money
    has its `currency`, and is counted by itself: dollars and euros are never added up.
    """

    of: str
    measure: str
    quantity: Decimal
    level: str
    from_on: date
    to_on: date
    partner: str = ""
    kind: str = ""
    by_receiver: bool = True
    currency: str = ""

    @property
    def counted(self) -> str:
        """What adds up: the measure, of money with its currency, such as "visits" and "value:USD"."""
        return f"{self.measure}:{self.currency}" if self.currency else self.measure


@dataclass(frozen=True, slots=True)
class Tally:
    """The sum of what adds up (`Figure.counted`), one for each level at which anything is known, and of how many
    figures.
    """

    measure: str
    levels: Mapping[str, Decimal]
    counts: Mapping[str, int]

    @property
    def best(self) -> str:
        """The best level at which anything is known."""
        return next(level for level in LEVELS if level in self.levels)

    def mean(self, level: str) -> Decimal:
        """The sum of one level, divided among its figures: for what does not add up, such as joy."""
        return self.levels[level] / self.counts[level]


def within(figures: Iterable[Figure], period: Period) -> list[Figure]:
    """The figures whose window ends in the period."""
    return [figure for figure in figures if figure.to_on in period]


def one_word_each(figures: Iterable[Figure]) -> list[Figure]:
    """Of two words of one level about the same thing the receiver's alone, so that nothing counts twice."""
    found = list(figures)
    received = {(one.of, one.measure, one.level) for one in found if one.by_receiver}
    return [one for one in found if one.by_receiver or (one.of, one.measure, one.level) not in received]


def sums(figures: Iterable[Figure]) -> dict[str, Tally]:
    """One tally for each `Figure.counted` that anything is known of, in the order in which they come."""
    gathered: dict[str, dict[str, list[Decimal]]] = {}
    for figure in figures:
        gathered.setdefault(figure.counted, {}).setdefault(figure.level, []).append(figure.quantity)
    return {
        measure: Tally(
            measure,
            {level: sum(levels[level], Decimal(0)) for level in LEVELS if level in levels},
            {level: len(levels[level]) for level in LEVELS if level in levels},
        )
        for measure, levels in gathered.items()
    }


def by(figures: Iterable[Figure], key: Callable[[Figure], Key]) -> dict[Key, list[Figure]]:
    """The figures in groups, in the order in which their keys come."""
    groups: dict[Key, list[Figure]] = {}
    for figure in figures:
        groups.setdefault(key(figure), []).append(figure)
    return groups


def over_time(
    figures: Iterable[Figure], measure: str, period: Period, step: int = 1
) -> list[tuple[date, Mapping[str, Decimal]]]:
    """One measure in stretches of `step` months, empty ones too: the first day of each, and its sums by level."""
    chosen: Sequence[Figure] = [one for one in within(figures, period) if one.counted == measure]
    stretches = by(chosen, lambda one: bucket_of(one.to_on, step))
    rows: list[tuple[date, Mapping[str, Decimal]]] = []
    for first in buckets_of(period, step):
        tally = sums(stretches.get(first, [])).get(measure)
        rows.append((first, tally.levels if tally else {}))
    return rows
