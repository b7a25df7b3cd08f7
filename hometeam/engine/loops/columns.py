"""All loops up to a length, found at once: paths grow from their least connected member, thousands in one step."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from hometeam.engine.loops.graph import Graph
from hometeam.engine.loops.pool import Deadline, Flags, Floats, Ints, Nodes, Objective, Rules

STEP = 2_000_000
MOST_ENTRIES = 60_000_000
ENTRIES_A_SECOND = 1_500_000
"""So many the steps after this one look at in a second, all together."""
NEVER = Deadline()
SAMPLE = 64
MANY_ARCS = 400_000


class TooMany(Exception):
    """There are more loops than are looked at one by one, or than the time allows."""


@dataclass(frozen=True, eq=False)
class Columns:
    """Loops side by side. `nodes` has a row per place in a loop and a column per loop, filled up with the number of
    members, who is nobody. `value` is what counts, `score` what is sought: value, the tie-break, and what is kept.
    """

    nodes: Nodes
    value: Floats
    score: Floats
    kept: Ints
    size: int

    def __len__(self) -> int:
        return int(self.nodes.shape[1])

    @property
    def longest(self) -> int:
        """The rows of `nodes`."""
        return int(self.nodes.shape[0])

    def of(self, chosen: Ints | Flags) -> Columns:
        """Only these."""
        nodes = np.ascontiguousarray(self.nodes[:, chosen])
        return Columns(nodes, self.value[chosen], self.score[chosen], self.kept[chosen], self.size)

    def total(self, per_member: Floats) -> Floats:
        """For each loop, the sum over its members."""
        padded = np.append(per_member, 0.0)
        summed = padded[self.nodes[0]]
        for row in self.nodes[1:]:
            summed = summed + padded[row]
        return np.asarray(summed, np.float64)

    def reduced(self, prices: Floats) -> Floats:
        """Reduced costs: the score less the prices of the members."""
        return self.score - self.total(prices)

    def load(self, amounts: Floats) -> Floats:
        """For each member, the sum over its loops."""
        summed = np.zeros(self.size + 1)
        for row in self.nodes:
            summed += np.bincount(row, amounts, self.size + 1)
        return summed[: self.size]

    @property
    def lengths(self) -> Ints:
        """How many members each loop has."""
        return np.asarray((self.nodes < self.size).sum(axis=0), np.int64)


@dataclass(frozen=True)
class Worth:
    """How loops are judged: the objective, what a leg kept adds, what a unit of waiting adds, and the unit of values.

    Values are whole multiples of `unit` where it is above 0; waiting never adds up to as much, so that it only decides
    between choices of equal value.
    """

    objective: Objective
    per_kept: float
    per_waiting: float
    unit: float

    @classmethod
    def of(cls, graph: Graph, rules: Rules) -> Worth:
        """How these rules judge this graph."""
        # Legs that are sure come to their weights, which may be whole numbers.
        objective = "weight" if rules.objective == "expected" and bool((graph.chances == 1).all()) else rules.objective
        unit = _unit(graph, objective)
        most = 1.0 if objective == "served" else float(graph.weights.max(initial=0.0))
        longest = rules.max_length or max(graph.size, 1)
        waited = float((np.maximum(graph.waiting, 0) * graph.capacities).sum())
        tie = 0.4 * (unit or 1e-6 * max(most, 1e-9)) / waited if waited > 0 else 0.0
        return cls(objective, _above(most * longest**2, unit), tie, unit)

    def strictly(self, graph: Graph) -> Worth:
        """The same, but one leg kept outweighs all that loops could be worth together."""
        most = graph.counts if self.objective == "served" else _most_given(graph)
        return replace(self, per_kept=_above(float(most @ graph.capacities), self.unit))

    def judge(self, graph: Graph, arcs: Nodes) -> tuple[Floats, Floats, Ints]:
        """Value, score and legs kept of loops, given as one row of arcs per place."""
        value = _value(graph, arcs, self.objective)
        score = value
        kept = np.asarray(graph.fixed[arcs].sum(axis=0), np.int64)
        if graph.fixed.any():
            score = score + self.per_kept * kept
        if self.per_waiting:
            score = score + self.per_waiting * np.maximum(graph.waiting, 0)[graph.givers[arcs]].sum(axis=0)
        return value, score, kept

    def reach(self, bound: float) -> float:
        """The greatest score, less the tie-breaks, that a bound allows."""
        return math.floor(bound / self.unit + 1e-6) * self.unit if self.unit else bound


def _above(amount: float, unit: float) -> float:
    """More than this amount, plainly, and as whole as values are."""
    if unit:
        return (math.floor(amount / unit) + 1) * unit
    return amount * (1 + 1e-9) + 1e-9 if amount else 1.0


def _most_given(graph: Graph) -> Floats:
    """For each member the greatest weight of what they could give."""
    most = np.zeros(graph.size)
    np.maximum.at(most, graph.givers, graph.weights)
    return most


def _unit(graph: Graph, objective: Objective) -> float:
    if objective == "served":
        return 1.0
    whole = objective == "weight" and bool((graph.weights == np.floor(graph.weights)).all())
    small = graph.weights.max(initial=0) < 2**40
    return float(np.gcd.reduce(graph.weights.astype(np.int64))) if whole and small else 0.0


def _value(graph: Graph, arcs: Nodes, objective: Objective) -> Floats:
    if objective == "served":
        return np.asarray(graph.counts[graph.givers[arcs]].sum(axis=0), np.float64)
    weights = np.asarray(graph.weights[arcs].sum(axis=0), np.float64)
    if objective == "weight":
        return weights
    return weights * np.asarray(graph.chances[arcs].prod(axis=0), np.float64)


def allowed_by(deadline: Deadline, most: int = MOST_ENTRIES) -> int:
    """How many entries there is time to look at, but at most `most`."""
    return int(min(most, ENTRIES_A_SECOND * deadline.left))


def all_loops(graph: Graph, longest: int, worth: Worth, most: int | None = None, deadline: Deadline = NEVER) -> Columns:
    """Every loop of 2 to `longest` members, each once; raises TooMany when they are more than `most` entries, or the
    deadline passes before all are found.
    """
    most = MOST_ENTRIES if most is None else most
    if (longest > 3 or len(graph.givers) > MANY_ARCS) and about(graph, longest, most, deadline) > most:
        raise TooMany
    found, entries = [], 0
    for arcs in _closed(graph, longest, deadline):
        entries += arcs.shape[1] * longest
        if entries > most:
            raise TooMany
        found.append(arcs)
    return packed(graph, found, longest, worth)


def about(graph: Graph, longest: int, most: int = MOST_ENTRIES, deadline: Deadline = NEVER) -> int:
    """About how many entries all loops would have: those of every sixty-fourth first arc, times sixty-four. Looks no
    further once they are far more than `most`; raises TooMany when the deadline passes.
    """
    first = np.flatnonzero(graph.receivers > graph.givers).astype(np.int32)[::SAMPLE]
    entries = 0
    for arcs in _grown(graph, first[np.newaxis], longest, deadline):
        entries += arcs.shape[1] * longest * SAMPLE
        if entries > 2 * most:
            break
    return entries


def packed(graph: Graph, found: list[Nodes], longest: int, worth: Worth) -> Columns:
    """Loops given by their arcs, one array per length or more, as columns; those worth nothing are left out."""
    count = sum(arcs.shape[1] for arcs in found)
    nodes = np.full((longest, count), graph.size, np.int32)
    value, score, kept, at = np.zeros(count), np.zeros(count), np.zeros(count, np.int64), 0
    for arcs in found:
        here = slice(at, at + arcs.shape[1])
        nodes[: arcs.shape[0], here] = graph.givers[arcs]
        value[here], score[here], kept[here] = worth.judge(graph, arcs)
        at += arcs.shape[1]
    columns = Columns(nodes, value, score, kept, graph.size)
    return columns if bool((score > 0).all()) else columns.of(score > 0)


def _closed(graph: Graph, longest: int, deadline: Deadline) -> Iterator[Nodes]:
    first = np.flatnonzero(graph.receivers > graph.givers).astype(np.int32)
    yield from _grown(graph, first[np.newaxis], longest, deadline)


def _grown(graph: Graph, paths: Nodes, longest: int, deadline: Deadline) -> Iterator[Nodes]:
    """The loops that these paths close, and those that they close once they are longer."""
    anchors, ends = graph.givers[paths[0]], graph.receivers[paths[-1]]
    closing, arcs = graph.find(ends, anchors)
    if len(closing):
        yield np.vstack([paths[:, closing], arcs[np.newaxis]])
    if paths.shape[0] < longest - 1:
        for some in _portions(graph, ends):
            if deadline.passed:
                raise TooMany
            longer = _one_longer(graph, paths[:, some])
            if longer.shape[1]:
                yield from _grown(graph, longer, longest, deadline)


def _portions(graph: Graph, ends: Nodes) -> list[Ints]:
    """Which paths grow together: as many as memory is happy with."""
    if not len(ends):
        return []
    growth = np.cumsum(np.diff(graph.starts)[ends])
    cuts = np.searchsorted(growth, np.arange(STEP, int(growth[-1]) + 1, STEP))
    return [part for part in np.split(np.arange(len(ends)), cuts) if len(part)]


def _one_longer(graph: Graph, paths: Nodes) -> Nodes:
    """Every way for paths to go on to somebody after their anchor who is not in them yet."""
    anchors, ends = graph.givers[paths[0]], graph.receivers[paths[-1]]
    after = np.searchsorted(graph.keys, ends.astype(np.int64) * graph.size + anchors, side="right")
    count = np.maximum(graph.starts[ends + 1] - after, 0)
    path = np.repeat(np.arange(len(ends)), count)
    arc = np.arange(int(count.sum())) + np.repeat(after - (np.cumsum(count) - count), count)
    new = graph.receivers[arc]
    fresh = np.ones(len(arc), np.bool_)
    for row in paths[:-1]:
        fresh &= graph.receivers[row][path] != new
    return np.vstack([paths[:, path[fresh]], arc[fresh][np.newaxis].astype(np.int32)])
