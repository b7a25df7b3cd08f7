"""A leg that is to be kept is kept once: in two loops of members who may be in several, it counts no more than in one.

The search adds up what its loops keep, which is right wherever no leg to be kept lies in two of them. Where one does,
they are chosen anew here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from hometeam.engine.loops.choice import incidence
from hometeam.engine.loops.columns import Columns
from hometeam.engine.loops.graph import Graph
from hometeam.engine.loops.pool import Deadline, Floats, Ints
from hometeam.engine.loops.state import State

MOST = 20_000
"""Up to so many loops are looked at, those first that keep something."""
BRANCHES = 2_000


def each_once(state: State, graph: Graph, deadline: Deadline) -> State:
    """The same choice; or, where a leg to be kept lies in two of its loops, the most legs kept that can be, then the
    greatest value, then the most waiting ended.
    """
    lies_in = _legs(state.columns.of(state.chosen), graph)
    if lies_in.shape[1] == 0 or lies_in.sum(axis=1).max(initial=0) < 2:
        return state
    looked_at = _looked_at(state)
    chosen, exact = _Programme(state, graph, looked_at, deadline).solved()
    chosen = state.chosen if chosen is None else looked_at[chosen]
    return _counted(state, graph, chosen, exact=exact and state.complete and len(looked_at) == len(state.columns))


def _looked_at(state: State) -> Ints:
    if len(state.columns) <= MOST:
        return np.arange(len(state.columns))
    keeping = np.flatnonzero(state.columns.kept > 0)[:MOST]
    return np.unique(np.concatenate([state.chosen, keeping, state.likeliest(MOST)]))


def _legs(columns: Columns, graph: Graph) -> sparse.csr_array:
    """Legs to be kept by loops: ones where a leg lies in a loop."""
    nodes, nobody = columns.nodes.astype(np.int64), columns.size
    after = np.vstack([nodes[1:], np.full((1, nodes.shape[1]), nobody)])
    after = np.where(after == nobody, nodes[0], after)
    signs = np.where(nodes == nobody, -1, nodes * (nobody + 1) + after)
    wanted = np.sort(graph.givers[graph.fixed].astype(np.int64) * (nobody + 1) + graph.receivers[graph.fixed])
    legs = np.minimum(np.searchsorted(wanted, signs), max(len(wanted) - 1, 0))
    there = wanted[legs] == signs if len(wanted) else np.zeros(signs.shape, np.bool_)
    loops = np.broadcast_to(np.arange(nodes.shape[1]), nodes.shape)[there]
    return sparse.csr_array((np.ones(len(loops)), (legs[there], loops)), shape=(len(wanted), nodes.shape[1]))


@dataclass
class _Programme:
    """Which loops, and which legs are kept by them, as an integer programme with one aim after the other: first come
    the loops, behind them the legs.
    """

    state: State
    graph: Graph
    looked_at: Ints
    deadline: Deadline

    def solved(self) -> tuple[Ints | None, bool]:
        """The loops, by their place among those looked at, if any were found; and whether each aim was proven."""
        columns = self.state.columns.of(self.looked_at)
        lies_in = _legs(columns, self.graph)
        rules, chosen, exact = self._rules(columns, lies_in), None, True
        for aim in self._aims(columns, lies_in.shape[0]):
            found = self._towards(aim, rules)
            if found.x is None:
                return chosen, False
            chosen, exact = np.flatnonzero(found.x[: len(columns)] > 0.5), exact and found.status == 0
            reached = float(aim @ np.round(found.x)) - 1e-9
            rules.append(LinearConstraint(sparse.csr_array(aim[np.newaxis]), reached, np.inf))
        return chosen, exact

    def _rules(self, columns: Columns, lies_in: sparse.csr_array) -> list[LinearConstraint]:
        """Everybody has room, and a leg is kept only by a loop that it lies in."""
        legs = lies_in.shape[0]
        loops_of = sparse.hstack([incidence(columns), sparse.csr_array((columns.size, legs))])
        kept_by = sparse.hstack([-lies_in, sparse.eye_array(legs)])
        return [LinearConstraint(loops_of, -np.inf, self.state.room), LinearConstraint(kept_by, -np.inf, 0)]

    def _aims(self, columns: Columns, legs: int) -> list[Floats]:
        """What is to be as great as can be, the most important first."""
        waiting = columns.total(np.maximum(self.graph.waiting, 0))
        kept = np.append(np.zeros(len(columns)), np.ones(legs))
        return [kept, *(np.append(each, np.zeros(legs)) for each in (columns.value, waiting) if each.any())]

    def _towards(self, aim: Floats, rules: list[LinearConstraint]) -> Any:
        return milp(
            -aim,
            integrality=np.ones(len(aim), np.int64),
            bounds=Bounds(0, 1),
            constraints=rules,
            options={"mip_rel_gap": 0.0, "node_limit": BRANCHES, "time_limit": max(self.deadline.left, 0.01)},
        )


def _counted(state: State, graph: Graph, chosen: Ints, *, exact: bool) -> State:
    """The state with this choice, judged by value alone: what is kept is said beside it."""
    columns, worth = state.columns, state.worth
    kept = int((_legs(columns.of(chosen), graph).sum(axis=1) > 0).sum())
    bound = float(columns.value[chosen].sum()) if exact else state.target - worth.per_kept * kept
    told = replace(columns, score=columns.value, kept=np.zeros(len(columns), np.int64))
    by_value = replace(worth, per_kept=0.0, per_waiting=0.0)
    return replace(state, columns=told, worth=by_value, bound=bound, chosen=np.sort(chosen), kept_once=kept)
