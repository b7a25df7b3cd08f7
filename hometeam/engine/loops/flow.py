"""Loops of any length: each member passes on as often as they receive, which is an assignment, or a flow."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from hometeam.engine.loops.columns import Worth
from hometeam.engine.loops.graph import Graph
from hometeam.engine.loops.pool import Floats, Ints


def best_arcs(graph: Graph, worth: Worth) -> Ints:
    """The arcs of the best loops of any length; each arc at most once, each member as often as they have room."""
    gain = worth.judge(graph, np.arange(len(graph.givers), dtype=np.int32)[np.newaxis])[1]
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
    gain = worth.judge(graph, np.arange(len(graph.givers), dtype=np.int32)[np.newaxis])[1]
    often = _flowing(graph, gain, np.minimum(graph.capacities[graph.givers], graph.capacities[graph.receivers]))
    return np.arange(len(gain), dtype=np.int64), often


def _assigned(graph: Graph, gain: Floats) -> Ints:
    """Everyone gets from exactly one, who may be oneself, at no gain."""
    self_arcs = np.arange(graph.size)
    # A zero would be no arc at all; a constant for everyone changes nothing.
    table = sparse.csr_matrix(
        (
            np.concatenate([_on_a_grid(gain), np.zeros(graph.size)]) + 1.0,
            (np.concatenate([graph.givers, self_arcs]), np.concatenate([graph.receivers, self_arcs])),
        ),
        shape=(graph.size, graph.size),
    )
    givers, receivers = min_weight_full_bipartite_matching(table, maximize=True)
    moved = givers != receivers
    keys = givers[moved].astype(np.int64) * graph.size + receivers[moved]
    return np.asarray(np.searchsorted(graph.keys, keys), np.int64)


def _on_a_grid(gain: Floats) -> Floats:
    """The gains to a part in 2⁴⁰ of the greatest, so that sums and differences of some thousand of them are exact.

    Where they are not, the matching goes round for ever between two ways that differ by less than the rounding, as with
    legs to be kept beside the little that waiting adds.
    """
    step = 2.0 ** (np.ceil(np.log2(max(float(gain.max(initial=0.0)), 1.0))) - 40)
    return np.asarray(np.round(gain / step) * step, np.float64)


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
