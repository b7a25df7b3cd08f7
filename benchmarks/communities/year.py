"""A year of weekly suggestions in one town, by one way of ranking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from benchmarks.communities.truth import Bools, Floats, Ints, Town

WEEKS, MONTH = 52, 4
SHOWN = 5
"""Everybody is shown so many a week, as in the product."""
READS, HANDS, LASTS, RESTS = 1, 2, 8, 16
"""So many proposals one reads in a week; so many partnerships one has time for at once; so many weeks one lasts, and so
many weeks two rest whose proposal nobody had time for.
"""
NEVER = 10_000


@dataclass(frozen=True, eq=False)
class Told:
    """What was answered in a week: who asked whom (rows) and at which of its candidates, and whether it was a yes;
    `of_proposal` where it is the answer to a proposal, in the eyes of whom was asked.
    """

    who: Ints
    column: Ints
    glad: Bools
    of_proposal: Bools


class Way(Protocol):
    """A way to rank: numbers like the town's candidates, higher is sooner; told what was answered each week."""

    name: str

    def ranks(self, free: Bools) -> Floats: ...

    def learn(self, told: Told) -> None: ...


@dataclass
class Year:
    """What came of it."""

    partnerships: Ints
    shown: Ints
    had_room: Bools
    first_yes: Ints
    joins: Ints

    @property
    def each(self) -> float:
        """Partnerships a member."""
        return float(self.partnerships.mean())

    @property
    def with_one(self) -> float:
        """The share of members with a partnership."""
        return float((self.partnerships > 0).mean())

    @property
    def gini(self) -> float:
        """How unevenly members were shown, of those who were there all the year."""
        counts = np.sort(self.shown.sum(axis=0)[self.joins == 0]).astype(np.float64)
        size = len(counts)
        return float((2 * np.arange(1, size + 1) - size - 1) @ counts / (size * max(counts.sum(), 1)))

    @property
    def never_shown(self) -> float:
        """The share of members and months in which somebody who was there with a free hand was shown to nobody."""
        months = self.shown.reshape(-1, MONTH, self.shown.shape[1]).sum(axis=1)
        free = self.had_room.reshape(-1, MONTH, self.shown.shape[1]).all(axis=1)
        begins = np.arange(len(months))[:, None] * MONTH
        return float((months == 0)[free & (begins >= self.joins[None, :])].mean())

    @property
    def newcomers_weeks(self) -> float:
        """The median of newcomers' weeks until their first partnership, or the year's end; not a number where nobody
        came.
        """
        weeks = len(self.shown)
        new = (self.joins > 0) & (self.joins < weeks)
        if not new.any():
            return float("nan")
        return float(np.median(np.where(self.first_yes[new] < 0, weeks, self.first_yes[new]) - self.joins[new]))


def lived(town: Town, way: Way, seed: int, weeks: int = WEEKS) -> Year:
    """The year, or so many weeks of it."""
    life = _Life(town, np.random.default_rng(seed), weeks)
    for week in range(weeks):
        way.learn(life.week(week, way.ranks(life.may_be_shown(week))))
    return life.year


def _best(ranks: Floats) -> list[int]:
    """The columns shown, best first."""
    some = np.argpartition(-ranks, SHOWN)[:SHOWN] if len(ranks) > SHOWN else np.arange(len(ranks))
    return sorted((int(at) for at in some if ranks[at] > -np.inf), key=lambda at: -ranks[at])


Line = tuple[int, int, bool, bool]


class _Life:
    def __init__(self, town: Town, randomness: np.random.Generator, weeks: int) -> None:
        size = len(town.others)
        self.town, self._randomness = town, randomness
        self._rests_until = np.where(town.others < 0, NEVER, 0)
        self._ends = np.zeros((size, HANDS), np.int64)
        self._answers: set[tuple[int, int]] = set()
        shown = np.zeros((weeks, size), np.int64)
        room = np.zeros((weeks, size), np.bool_)
        self.year = Year(np.zeros(size, np.int64), shown, room, np.full(size, -1), town.joins)

    def may_be_shown(self, week: int) -> Bools:
        room = (self.town.joins <= week) & (self._ends.min(axis=1) <= week)
        self.year.had_room[week] = room
        free: Bools = (self._rests_until <= week) & room[:, None] & room[np.maximum(self.town.others, 0)]
        return free

    def week(self, week: int, ranks: Floats) -> Told:
        """Everybody looks at what is best, asks one of those they are glad of, and answers who asked them."""
        lines: list[Line] = []
        asked: dict[int, list[tuple[int, int]]] = {}
        for row in np.flatnonzero((ranks > -np.inf).any(axis=1)):
            best = _best(ranks[row])
            np.add.at(self.year.shown[week], self.town.others[row, best], 1)
            lines += self._looked_at(int(row), best, asked, week)
        for other, by in asked.items():
            lines += self._answered(other, by, week)
        columns = np.array(lines, np.int64).reshape(-1, 4)
        return Told(columns[:, 0], columns[:, 1], columns[:, 2] > 0, columns[:, 3] > 0)

    def _looked_at(self, row: int, best: list[int], asked: dict[int, list[tuple[int, int]]], week: int) -> list[Line]:
        """One looks until there is somebody to ask; those who are not right do not come up again."""
        lines = []
        for at in best:
            glad = bool(self.town.is_glad[row, at])
            lines.append((row, at, glad, False))
            self._rests_until[row, at] = week + RESTS if glad else NEVER
            if glad:
                asked.setdefault(int(self.town.others[row, at]), []).append((row, at))
                break
        return lines

    def _answered(self, other: int, by: list[tuple[int, int]], week: int) -> list[Line]:
        """One reads so many proposals and answers each; it is learnt from where the asked could be shown the asking."""
        lines: list[Line] = []
        for number in self._randomness.permutation(len(by))[:READS].tolist():
            row, there = by[number]
            if (other, row) in self._answers or not self._has_room(other, week):
                continue
            self._answers |= {(other, row), (row, other)}
            glad, at = bool(self.town.is_liked[row, there]), int(self.town.back[row, there])
            self._rests_until[row, there] = NEVER
            if at >= 0:
                lines.append((other, at, glad, True))
                self._rests_until[other, at] = NEVER
            if glad and self._has_room(row, week):
                self._begin(row, other, week)
        return lines

    def _begin(self, one: int, other: int, week: int) -> None:
        for member in (one, other):
            self._ends[member, self._ends[member].argmin()] = week + LASTS
            self.year.partnerships[member] += 1
            if self.year.first_yes[member] < 0:
                self.year.first_yes[member] = week

    def _has_room(self, row: int, week: int) -> bool:
        return bool(self._ends[row].min() <= week)
