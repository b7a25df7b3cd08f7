"""Small neighbourhoods solved exactly, one after the other: the loops there are lifted out and chosen anew."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from hometeam.engine.loops.choice import best_of, compact, fitting, incidence, left_by
from hometeam.engine.loops.columns import Columns
from hometeam.engine.loops.pool import Deadline, Flags, Floats, Ints

MEMBERS = 90
MOST_MEMBERS = 360
GROWTH = 1.3
MOST_LOOPS = 1200
BRANCHES = 100
PATIENCE = 60
WIDER_AFTER = 10


class Windows:
    """A choice of loops that gets better window by window; the windows widen while nothing is gained."""

    def __init__(self, columns: Columns, room: Floats, prices: Floats, chance: np.random.Generator) -> None:
        self.columns, self.room, self.chance = columns, room, chance
        self.reduced = columns.reduced(prices)
        in_loops = incidence(columns)
        self.loops_of = in_loops
        self.members = MEMBERS
        self.members_of = sparse.csr_matrix(in_loops.T)

    def improve(self, chosen: Ints, target: float, most: int, deadline: Deadline) -> Ints:
        """Better loops, or the same: until the target, `most` windows, or many in a row without gain."""
        idle = 0
        for _ in range(most):
            worth = float(self.columns.score[chosen].sum())
            if worth >= target - 1e-6 or idle >= PATIENCE or deadline.passed:
                break
            chosen = self.window(chosen, int(self.chance.integers(self.columns.size)), deadline)
            gained = float(self.columns.score[chosen].sum()) > worth + 1e-9
            idle = 0 if gained else idle + 1
            if idle and idle % WIDER_AFTER == 0:
                self.members = min(MOST_MEMBERS, int(GROWTH * self.members))
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
        found = best_of(small, places, nodes=BRANCHES, seconds=deadline.left).chosen
        if found is None or small.score[found].sum() < self.columns.score[lifted].sum() - 1e-9:
            return chosen
        return np.concatenate([rest, loops[found]])

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
        if len(loops) > MOST_LOOPS:
            best = np.argpartition(-self.reduced[loops], MOST_LOOPS)[:MOST_LOOPS]
            loops = np.union1d(loops[best], lifted)
        return np.asarray(loops, np.int64)
