"""Neighbourhoods one after the other: the loops there are lifted out and chosen anew, in small ones exactly, in larger
ones by settling.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from hometeam.engine.loops.choice import best_of, compact, fitting, incidence, left_by
from hometeam.engine.loops.columns import Columns
from hometeam.engine.loops.interior import relax
from hometeam.engine.loops.pool import Deadline, Flags, Floats, Ints
from hometeam.engine.loops.settling import ROUGH, settle

BRANCHES = 100
WIDER_AFTER = 10
AROUND_THE_FREE = 0.7

Anew = Callable[[Columns, Floats, float, np.random.Generator, Deadline], Ints | None]
"""Loops chosen anew among these, for members with this room, if they may come to more than that worth."""


def exactly(
    columns: Columns, room: Floats, _worth: float, _chance: np.random.Generator, deadline: Deadline
) -> Ints | None:
    """By an integer programme of a few branches."""
    return best_of(columns, room, nodes=BRANCHES, seconds=deadline.left).chosen


def by_settling(
    columns: Columns, room: Floats, worth: float, chance: np.random.Generator, deadline: Deadline
) -> Ints | None:
    """By the relaxation, settled bit by bit."""
    found = relax(columns, room, ROUGH, deadline)
    if found.value <= worth or deadline.passed:
        return None
    return settle(columns, room, found.prices, found.amounts, chance=chance, deadline=deadline)


@dataclass(frozen=True)
class Manner:
    """How windows are solved, how many members they have at first and at most, how many loops are looked at in one, and
    how many windows in a row may gain nothing.
    """

    anew: Anew
    members: int
    most_members: int
    most_loops: int
    patience: int
    growth: float = 1.3


SMALL = Manner(exactly, 90, 360, 1200, 60)
LARGE = Manner(by_settling, 200, 400, 8_000, 120, 1.1)


class Windows:
    """A choice of loops that gets better window by window; the windows widen while nothing is gained."""

    def __init__(
        self, columns: Columns, room: Floats, prices: Floats, chance: np.random.Generator, manner: Manner = SMALL
    ) -> None:
        self.columns, self.room, self.chance, self.manner = columns, room, chance, manner
        self.reduced = columns.reduced(prices)
        in_loops = incidence(columns)
        self.loops_of = in_loops
        self.members = manner.members
        self.members_of = sparse.csr_matrix(in_loops.T)

    def improve(self, chosen: Ints, target: float, most: int, deadline: Deadline) -> Ints:
        """Better loops, or the same: until the target, `most` windows, or many in a row without gain."""
        idle = 0
        for _ in range(most):
            worth = float(self.columns.score[chosen].sum())
            if worth >= target - 1e-6 or idle >= self.manner.patience or deadline.passed:
                break
            chosen = self.window(chosen, self._seed(chosen), deadline)
            gained = float(self.columns.score[chosen].sum()) > worth + 1e-9
            idle = 0 if gained else idle + 1
            if idle and idle % WIDER_AFTER == 0:
                self.members = min(self.manner.most_members, int(self.manner.growth * self.members))
        return chosen

    def window(self, chosen: Ints, seed: int, deadline: Deadline) -> Ints:
        """The best choice that differs only around this member."""
        inside = self._around(seed)
        lifted = chosen[self._touching(chosen, inside)]
        inside[self.columns.nodes[:, lifted].ravel()] = True
        rest = np.setdiff1d(chosen, lifted, assume_unique=True)
        left = np.where(inside[:-1], left_by(self.columns, self.room, rest), 0.0)
        loops = self._candidates(left, lifted, rest)
        small, places = compact(self.columns.of(loops), left)
        worth = float(self.columns.score[lifted].sum())
        found = self.manner.anew(small, places, worth, self.chance, deadline)
        if found is None or small.score[found].sum() < worth - 1e-9:
            return chosen
        return np.concatenate([rest, loops[found]])

    def _seed(self, chosen: Ints) -> int:
        """A member: more often one with room left, since there is something to gain."""
        free = np.flatnonzero(left_by(self.columns, self.room, chosen) >= 1)
        if len(free) and self.chance.random() < AROUND_THE_FREE:
            return int(self.chance.choice(free))
        return int(self.chance.integers(self.columns.size))

    def _around(self, seed: int) -> Flags:
        """Members near one, by the loops that they could be in together; a flag for each, and for nobody."""
        inside = np.zeros(self.columns.size + 1, np.bool_)
        inside[seed] = True
        edge = np.array([seed])
        while (missing := self.members - int(inside.sum())) > 0 and len(edge):
            loops = np.unique(self.loops_of[edge].indices)
            near = np.unique(self.members_of[loops].indices)
            edge = near[~inside[near]]
            if len(edge) > missing:
                edge = self.chance.choice(edge, missing, replace=False)
            inside[edge] = True
        return inside

    def _touching(self, chosen: Ints, inside: Flags) -> Flags:
        return np.asarray((inside[self.columns.nodes[:, chosen]]).any(axis=0), np.bool_)

    def _candidates(self, left: Floats, lifted: Ints, rest: Ints) -> Ints:
        loops = np.setdiff1d(np.flatnonzero(fitting(self.columns, left)), rest, assume_unique=True)
        if len(loops) > (most := self.manner.most_loops):
            best = np.argpartition(-self.reduced[loops], most)[:most]
            loops = np.union1d(loops[best], lifted)
        return np.asarray(loops, np.int64)
