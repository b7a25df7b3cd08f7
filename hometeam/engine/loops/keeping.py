"""Legs that are to be kept: how many of them can be, all at once, before anything else counts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hometeam.engine.loops.choice import best_of, compact
from hometeam.engine.loops.pool import Deadline, Ints
from hometeam.engine.loops.state import State

BRANCHES = 2_000


def most_kept(state: State, deadline: Deadline) -> Ints:
    """Loops that keep as many legs as can be kept; `keepable` says how many could be at the most."""
    keeping = np.flatnonzero(state.columns.kept > 0)
    some = state.columns.of(keeping)
    small, places = compact(replace(some, score=some.kept.astype(np.float64)), state.room)
    found = best_of(small, places, BRANCHES, deadline.left)
    state.keepable = int(np.floor(found.bound + 1e-6))
    return keeping[:0] if found.chosen is None else keeping[found.chosen]
