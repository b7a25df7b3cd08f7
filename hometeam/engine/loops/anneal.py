"""Annealing by whole arrays: many loops are proposed at once, each against the loops that it would drive out.

A proposal is judged by its reduced cost at first and by its score alone ever more: prices say what a member who is left
over is worth, which is what plain annealing cannot see. A step over whole arrays takes the same time for a few members
as for a thousand, so a small pool is cooled down in several copies at once, and the best of them counts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hometeam.engine.loops.choice import incidence
from hometeam.engine.loops.columns import Columns
from hometeam.engine.loops.pool import Deadline, Flags, Floats, Ints

HOT, COLD = 0.1, 0.01
# How much of the prices counts at the end: less, and members are left over who fit nowhere; more, and worth is missed.
IN_THE_END = 0.3
LOOK_EVERY = 10
THROUGH_FREE = 0.5
AT_ONCE = 1_200
"""So many members, in all copies together, cost little more than one."""
MOST_LOOPS = 400_000
MOST_COPIES = 16


@dataclass(frozen=True)
class Plan:
    """How long: passes, proposals in each, and how hot it begins (in shares of a loop's mean score)."""

    passes: int
    proposals: int
    hot: float = HOT


class Annealing:
    """Loops chosen so far, by the member that they serve, in each copy; for members with room for one loop each."""

    def __init__(self, once: Columns, prices: Floats, chosen: Ints, chance: np.random.Generator) -> None:
        self.copies = int(np.clip(min(AT_ONCE // max(once.size, 1), MOST_LOOPS // max(len(once), 1)), 1, MOST_COPIES))
        self.columns, self.chance, self.loops = _copied(once, self.copies), chance, len(once)
        columns = self.columns
        self.dues = np.tile(once.total(prices), self.copies)
        chosen = np.add.outer(self.loops * np.arange(self.copies), chosen).ravel()
        self.share = np.append(columns.score / columns.lengths, 0.0)
        self.owner = np.full(columns.size + 1, -1, np.int64)
        for row in columns.nodes:
            self.owner[row[chosen]] = chosen
        self.owner[columns.size] = -1
        in_loops = incidence(columns)
        self.starts, self.loops_of = in_loops.indptr.astype(np.int64), in_loops.indices.astype(np.int64)
        self.token = np.zeros(columns.size + 1, np.int64)
        self.best, self.kept = -1.0, chosen[: len(chosen) // self.copies]

    def run(self, plan: Plan, deadline: Deadline) -> Ints:
        """Cool down over the plan's passes, or sooner where time runs short; the best loops that any copy met."""
        mean, whole = float(self.columns.score.mean()), deadline.left
        judged, part, number = self._judged(1.0), 0.0, 0
        while part < 1 and whole > 0:
            self._pass(judged, plan.proposals * self.copies, mean * plan.hot * (COLD / plan.hot) ** part)
            number += 1
            part = number / plan.passes
            if number % LOOK_EVERY == 0:
                part = max(part, 1 - deadline.left / whole) if np.isfinite(whole) else part
                judged = self._judged(1 - (1 - IN_THE_END) * min(part, 1.0))
                self._remember()
        self._remember()
        return self.kept

    def _judged(self, weight: float) -> Floats:
        return np.append(self.columns.score - weight * self.dues, 0.0)

    def _remember(self) -> None:
        """The loops of the best copy, if they are better than any before."""
        owners = self.owner[:-1].reshape(self.copies, -1)
        worth = self.share[owners].sum(axis=1)
        if worth[best := int(worth.argmax())] > self.best:
            loops = owners[best]
            self.best, self.kept = float(worth[best]), np.unique(loops[loops >= 0]) - best * self.loops

    def _pass(self, judged: Floats, proposals: int, heat: float) -> None:
        loops = self._proposed(proposals)
        members = self.columns.nodes[:, loops]
        owners = self.owner[members]
        gain = judged[loops] - _driven_out(judged, owners)
        bold = gain > heat * np.log(self.chance.random(proposals))
        taken = np.flatnonzero(bold & (owners[0] != loops))
        taken = taken[self._first_come(members[:, taken])]
        self._swap(owners[:, taken], loops[taken])

    def _proposed(self, count: int) -> Ints:
        """Loops by chance, a part of them through members who are in none yet."""
        free = np.flatnonzero((self.owner[:-1] < 0) & (np.diff(self.starts) > 0))
        through = int(count * THROUGH_FREE) if len(free) else 0
        loops = self.chance.integers(0, len(self.columns), count)
        members = free[self.chance.integers(0, len(free), through)] if through else free[:0]
        many = self.starts[members + 1] - self.starts[members]
        loops[:through] = self.loops_of[self.starts[members] + (self.chance.random(through) * many).astype(np.int64)]
        return loops

    def _first_come(self, members: np.ndarray[tuple[int, int], np.dtype[np.int32]]) -> Flags:
        """Of proposals that share a member only one goes ahead: whoever wrote their token last everywhere."""
        numbers = np.arange(members.shape[1])
        for row in members:
            self.token[row] = numbers
        wins = np.ones(len(numbers), np.bool_)
        for row in members:
            wins &= (self.token[row] == numbers) | (row == self.columns.size)
        return wins

    def _swap(self, out: np.ndarray[tuple[int, int], np.dtype[np.int64]], loops: Ints) -> None:
        gone = out[out >= 0]
        for row in self.columns.nodes:
            self.owner[row[gone]] = -1
        for row in self.columns.nodes:
            self.owner[row[loops]] = loops
        self.owner[self.columns.size] = -1


def _copied(columns: Columns, copies: int) -> Columns:
    """The same loops that often, each time among members of their own."""
    size, nobody = columns.size, columns.size * copies
    nodes = [np.where(columns.nodes < size, columns.nodes + copy * size, nobody) for copy in range(copies)]
    value, score = np.tile(columns.value, copies), np.tile(columns.score, copies)
    return Columns(np.hstack(nodes).astype(np.int32), value, score, np.tile(columns.kept, copies), nobody)


def _driven_out(judged: Floats, owners: np.ndarray[tuple[int, int], np.dtype[np.int64]]) -> Floats:
    """What the loops driven out are judged at, each counted once."""
    lost = judged[owners[0]]
    for place in range(1, owners.shape[0]):
        new = owners[place] != owners[0]
        for before in range(1, place):
            new &= owners[place] != owners[before]
        lost = lost + np.where(new, judged[owners[place]], 0.0)
    return np.asarray(lost, np.float64)
