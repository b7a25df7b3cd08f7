"""Legs that are to be kept: how many of them can be, all at once, before anything else counts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hometeam.engine.loops.choice import NONE, best_of, compact, in_order, left_by
from hometeam.engine.loops.pool import Deadline, Ints
from hometeam.engine.loops.state import State

BRANCHES = 2_000


def most_kept(state: State, deadline: Deadline) -> Ints:
    """Loops that keep as many legs as can be kept, and beside them those of the choice so far that still fit;
    `keepable` says how many could be kept at the most.
    """
    keeping = np.flatnonzero(state.columns.kept > 0)
    some = state.columns.of(keeping)
    small, places = compact(replace(some, score=some.kept.astype(np.float64)), state.room)
    found = best_of(small, places, BRANCHES, deadline.left)
    state.keepable = int(np.floor(found.bound + 1e-6))
    if found.chosen is None:
        return NONE
    kept = keeping[found.chosen]
    others = np.setdiff1d(state.chosen, kept)
    left = left_by(state.columns, state.room, kept)
    return np.concatenate([kept, in_order(state.columns, left, others)])
