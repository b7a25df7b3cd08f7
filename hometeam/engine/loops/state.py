"""What a search knows at each moment, and what it says in the end."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hometeam.engine.loops.columns import Columns, Worth
from hometeam.engine.loops.graph import Graph
from hometeam.engine.loops.pool import Answer, Deadline, Floats, Ints, Pool

PROVEN = "the best is proven"
NOTHING = "no loop is possible"
WORKED = "no better loops were found in the work that the search allows itself"
LATE = "the time limit was reached"
ALIKE = 0.03
"""Reduced costs that differ by no more than this part of a loop's score say little."""


@dataclass
class State:
    """What a search knows: the loops, a bound on all choices, and the best choice so far. `complete` says whether
    the columns are all loops that the rules allow; `keepable` how many of the legs to be kept can be kept at once.
    """

    columns: Columns
    room: Floats
    worth: Worth
    bound: float
    prices: Floats
    chosen: Ints
    complete: bool = True
    keepable: int = 0
    kept_once: int | None = None

    @property
    def score(self) -> float:
        """The score of the best choice so far."""
        return float(self.columns.score[self.chosen].sum())

    @property
    def kept(self) -> int:
        """How many of the legs to be kept the best choice so far keeps: one in two loops is two, until it is said how
        many are `kept_once`.
        """
        return self.kept_once if self.kept_once is not None else int(self.columns.kept[self.chosen].sum())

    @property
    def simple(self) -> bool:
        """Whether everybody has a place in one loop, and no leg is to be kept."""
        return bool((self.room == 1).all()) and not self.columns.kept.any()

    @property
    def target(self) -> float:
        """The most that the bound leaves possible."""
        return self.worth.reach(self.bound)

    @property
    def done(self) -> bool:
        """Whether no choice can be better, but for what those who wait would gain."""
        short = self.target - self.score
        return short <= 1e-6 * (self.worth.unit or max(1.0, abs(self.score - self.worth.per_kept * self.kept)))

    @property
    def better(self) -> float:
        """The least that a better choice comes to."""
        if self.worth.unit and not self.worth.per_waiting:
            return self.score + 0.5 * self.worth.unit
        return self.score + 0.9e-6 * max(1.0, abs(self.score - self.worth.per_kept * self.kept))

    def offer(self, chosen: Ints | None) -> None:
        """Take a choice if it is better."""
        if chosen is not None and self.columns.score[chosen].sum() > self.score + 1e-9:
            self.chosen = np.sort(chosen)

    def likeliest(self, most: int, chance: np.random.Generator | None = None) -> Ints:
        """The loops of least reduced cost, at most so many, in their order. By `chance` a little luck decides between
        those nearly alike, or they would all lie around the same members where nearly all loops are.
        """
        if len(self.columns) <= most:
            return np.arange(len(self.columns))
        key = self.columns.reduced(self.prices)
        if chance is not None:
            key += ALIKE * float(self.columns.score.mean()) * chance.random(len(key))
        return np.sort(np.argpartition(-key, most)[:most])

    def near(self, score: float) -> Ints:
        """The loops that a choice of at least this score could hold: their reduced cost does not exceed the gap."""
        slack = float(self.room @ self.prices) - score if self.complete else np.inf
        return np.flatnonzero(self.columns.reduced(self.prices) > -slack - 1e-6)


def told(pool: Pool, graph: Graph, state: State, deadline: Deadline) -> Answer:
    """What a search comes to, in the pool's words."""
    chosen = state.columns.of(np.sort(state.chosen))
    loops = [named(pool, graph, [each for each in loop if each < graph.size]) for loop in chosen.nodes.T.tolist()]
    value, kept = float(chosen.value.sum()), state.kept
    bound = state.target - state.worth.per_kept * kept if graph.fixed.any() else state.target
    return Answer(
        loops=tuple(sorted(loops)),
        value=value,
        upper_bound=value if state.done else max(bound, value),
        optimal=state.done,
        stopped_because=_why(state, bool(loops), deadline),
        served=sum(map(len, loops)),
        kept=kept,
        prices={pool.ids[int(graph.member[i])]: float(state.prices[i]) for i in np.flatnonzero(state.prices > 1e-9)},
    )


def named(pool: Pool, graph: Graph, loop: list[int]) -> tuple[str, ...]:
    """Ids in order of giving, from whoever comes first in the pool; those who only pass on are left out."""
    members = [int(graph.member[each]) for each in loop]
    first = members.index(min(members))
    return tuple(pool.ids[each] for each in members[first:] + members[:first] if pool.counts[each])


def _why(state: State, found: bool, deadline: Deadline) -> str:
    if state.done:
        return PROVEN if found else NOTHING
    return LATE if deadline.passed else WORKED
