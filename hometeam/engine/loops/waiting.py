"""Between choices of the same value, the one in which those are served who have waited longest in all.

The search looks for value; this comes last, and gives up neither value nor a leg kept.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from hometeam.engine.loops.choice import incidence
from hometeam.engine.loops.pool import Deadline, Floats, Ints
from hometeam.engine.loops.state import State
from hometeam.engine.loops.windows import Windows

FEW = 4_000
FEW_MEMBERS = 300
BRANCHES = 2_000
MOST_SEEDS = 12


def for_those_who_wait(state: State, waiting: Floats, chance: np.random.Generator, deadline: Deadline) -> None:
    """Improve the choice for those who wait: by one integer programme where few loops come into question, by windows
    around the longest waiters who are left out where many do.
    """
    if not state.worth.per_waiting or not len(state.columns) or deadline.passed:
        return
    near = np.union1d(state.near(state.score), state.chosen)
    if len(near) <= FEW and state.columns.size <= FEW_MEMBERS:
        _exactly(state, near, waiting, deadline)
        return
    windows = Windows(state.columns.of(near), state.room, state.prices, chance)
    for member in _left_out(state, waiting)[:MOST_SEEDS]:
        now = np.searchsorted(near, state.chosen)
        state.offer(near[windows.window(now, int(member), deadline)])


def _exactly(state: State, near: Ints, waiting: Floats, deadline: Deadline) -> None:
    """The most waiting ended, with no less kept and no less value than now."""
    part = state.columns.of(near)
    ended = part.total(np.maximum(waiting, 0))
    now = np.searchsorted(near, state.chosen)
    least = float(part.value[now].sum()) - 1e-9
    found = milp(
        -ended,
        integrality=np.ones(len(part), np.int64),
        bounds=Bounds(0, 1),
        constraints=[
            LinearConstraint(incidence(part), -np.inf, state.room),
            LinearConstraint(sparse.csr_array(part.value[np.newaxis]), least, np.inf),
            LinearConstraint(sparse.csr_array(part.kept[np.newaxis].astype(np.float64)), state.kept, np.inf),
        ],
        options={"mip_rel_gap": 0.0, "node_limit": BRANCHES, "time_limit": max(deadline.left, 0.01)},
    )
    if found.x is None:
        return
    chosen = np.flatnonzero(np.asarray(found.x) > 0.5)
    if part.value[chosen].sum() >= least and ended[chosen].sum() > ended[now].sum() + 1e-9:
        state.chosen = near[chosen]


def _left_out(state: State, waiting: Floats) -> Ints:
    """Members in no loop yet who could be, those who have waited longest first."""
    served = state.columns.of(state.chosen).load(np.ones(len(state.chosen))) > 0
    order = np.argsort(-waiting, kind="stable")
    return np.asarray(order[~served[order] & (waiting[order] > 0)], np.int64)
