"""Loops of any length: each member passes on as often as they receive, which is an assignment, or a flow."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from hometeam.engine.loops.columns import Worth
from hometeam.engine.loops.graph import Graph
from hometeam.engine.loops.pool import Floats, Ints, Nodes

SQUARE_MEMBERS = 500
"""Up to so many members all pairs are laid out, which is exact whatever the gains are."""
FINE = 24
"""Binary digits of the greatest gain that count where there are more members."""
ROUNDING = 4e-16
"""By how much of itself a product may be off."""
DECIMALS = 1e4
"""Gains that are whole in parts of this are counted in them, which is exact."""


def best_arcs(graph: Graph, worth: Worth) -> Ints:
    """The arcs of the best loops of any length, but for what `lacking` says; each arc at most once, each member as
    often as they have room.
    """
    gain = _gain(graph, worth)
    if bool((graph.capacities == 1).all()):
        return _assigned(graph, gain)
    return np.flatnonzero(_flowing(graph, gain, 1.0) > 0.5).astype(np.int64)


def most_often(graph: Graph, worth: Worth) -> tuple[Ints, Floats]:
    """The arcs of the most that any loops come to, and how often each: several loops may share one where its ends
    have room for several.
    """
    if bool((graph.capacities == 1).all()):
        arcs = best_arcs(graph, worth)
        return arcs, np.ones(len(arcs))
    often = _flowing(
        graph, _gain(graph, worth), np.minimum(graph.capacities[graph.givers], graph.capacities[graph.receivers])
    )
    return np.arange(len(graph.givers), dtype=np.int64), often


def lacking(graph: Graph, worth: Worth) -> float:
    """By how much the arcs found may fall short of the best, at most: 0 where they are the best."""
    if graph.size <= SQUARE_MEMBERS or not bool((graph.capacities == 1).all()):
        return 0.0
    gain = _gain(graph, worth)
    step, is_exact = _step(graph, gain)
    return 0.0 if is_exact else graph.size * step


def _gain(graph: Graph, worth: Worth) -> Floats:
    return worth.judge(graph, np.arange(len(graph.givers), dtype=np.int32)[np.newaxis])[1]


def _assigned(graph: Graph, gain: Floats) -> Ints:
    """Everyone gets from exactly one, who may be oneself, at no gain."""
    givers, receivers = _in_a_square(graph, gain) if graph.size <= SQUARE_MEMBERS else _in_a_list(graph, gain)
    moved = givers != receivers
    keys = givers[moved].astype(np.int64) * graph.size + receivers[moved]
    return np.asarray(np.searchsorted(graph.keys, keys), np.int64)


def _in_a_square(graph: Graph, gain: Floats) -> tuple[Nodes, Nodes]:
    table = np.full((graph.size, graph.size), -np.inf)
    table[graph.givers, graph.receivers] = gain
    np.fill_diagonal(table, 0.0)
    givers, receivers = linear_sum_assignment(table, maximize=True)
    return np.asarray(givers, np.int32), np.asarray(receivers, np.int32)


def _in_a_list(graph: Graph, gain: Floats) -> tuple[Nodes, Nodes]:
    """Far quicker where few match, but two that bid for one another's place overbid each other by as little as two
    choices differ: where that may be a billionth, it goes on for ever. So gains are counted in steps.
    """
    step, _is_exact = _step(graph, gain)
    self_arcs = np.arange(graph.size)
    # A zero would be no arc at all; a constant for everyone changes nothing.
    table = sparse.csr_matrix(
        (
            np.concatenate([np.round(gain / step), np.zeros(graph.size)]) + 1.0,
            (np.concatenate([graph.givers, self_arcs]), np.concatenate([graph.receivers, self_arcs])),
        ),
        shape=(graph.size, graph.size),
    )
    givers, receivers = min_weight_full_bipartite_matching(table, maximize=True)
    return np.asarray(givers, np.int32), np.asarray(receivers, np.int32)


def _step(graph: Graph, gain: Floats) -> tuple[float, bool]:
    """In what steps gains are counted, and whether that leaves nothing out. What is added for legs that are to be kept
    does not make the steps coarser.
    """
    for parts in (1.0, DECIMALS):
        counted = gain * parts
        most = float(counted.max(initial=0.0))
        if most < 2**40 and bool((np.abs(counted - np.round(counted)) <= max(1e-9, most * ROUNDING)).all()):
            return 1 / parts, True
    free = gain[~graph.fixed]
    greatest = max(float(free.max(initial=0.0)), 1e-9)
    return float(2.0 ** (np.ceil(np.log2(greatest)) - FINE)), False


def _flowing(graph: Graph, gain: Floats, most: Floats | float) -> Floats:
    """A circulation; the matrix is totally unimodular, so a vertex is whole."""
    arcs = np.arange(len(gain))
    ones = np.ones(len(gain))
    gives = sparse.csr_array((ones, (graph.givers, arcs)), shape=(graph.size, len(gain)))
    receives = sparse.csr_array((ones, (graph.receivers, arcs)), shape=(graph.size, len(gain)))
    found = milp(
        -gain,
        bounds=Bounds(0, most),
        constraints=[
            LinearConstraint(gives, -np.inf, graph.capacities),
            LinearConstraint(gives - receives, 0, 0),
        ],
    )
    return np.asarray(np.round(np.asarray(found.x, np.float64)), np.float64)


def unravelled(graph: Graph, arcs: Ints) -> Iterator[list[int]]:
    """The loops that balanced arcs make, nobody twice in one: a walk that comes back to itself is cut off there."""
    onward: dict[int, list[int]] = {}
    for arc in arcs.tolist()[::-1]:
        onward.setdefault(int(graph.givers[arc]), []).append(int(graph.receivers[arc]))
    for first in sorted(onward):
        walk = [first]
        while onward[walk[-1]] or len(walk) > 1:
            following = onward[walk[-1]].pop()
            if following in walk:
                cut = walk.index(following)
                yield walk[cut:]
                walk = walk[: cut + 1]
            else:
                walk.append(following)
