"""From the relaxation to loops, where the bound can be reached: settle some loops, relax the rest, go on while no worth
is lost. The members left are fewer each time, so all rounds together cost about as much as the first.
"""

from __future__ import annotations

import numpy as np

from hometeam.engine.loops.choice import NONE, best_of, compact, fitting, in_order, left_by
from hometeam.engine.loops.columns import Columns
from hometeam.engine.loops.interior import relax
from hometeam.engine.loops.pool import Deadline, Floats, Ints

FEW_LOOPS, FEW_LEFT = 400, 60
PART = 0.4
GIVE_UP = 0.02
BRANCHES = 200
# The relaxation is accurate to a ten-thousandth; a whole number that it falls short of by less may still be reached.
LOOSE = 3e-4


def dive(
    columns: Columns,
    room: Floats,
    amounts: Floats,
    *,
    first: Ints,
    target: float,
    chance: np.random.Generator,
    deadline: Deadline,
) -> Ints | None:
    """Loops whose scores come to `target`, or None where this way does not lead there. The `first` loops, whose amounts
    these are, are settled from until few of them fit; all that fit then close what is left.
    """
    chosen, open_loops, part = NONE, first, PART
    while part > GIVE_UP and not deadline.passed:
        here = columns.of(open_loops)
        missing = target - float(columns.score[chosen].sum())
        likely = np.argsort(-amounts * np.exp(0.5 * chance.gumbel(size=len(here))))
        settled = open_loops[in_order(here, left_by(columns, room, chosen), likely, part * missing)]
        trial = np.concatenate([chosen, settled])
        rest, more, goal = _rest(columns, room, trial, open_loops, target, deadline=deadline)
        if more is not None:
            return np.concatenate([trial, more])
        if goal is None:
            part /= 2
            continue
        chosen, open_loops, amounts, part = trial, rest, goal, PART
    return None


def _rest(
    columns: Columns, room: Floats, trial: Ints, open_loops: Ints, target: float, *, deadline: Deadline
) -> tuple[Ints, Ints | None, Floats | None]:
    """What is open after a trial; the loops that complete it, if known; else amounts, if it may be completed."""
    left, missing = left_by(columns, room, trial), target - float(columns.score[trial].sum())
    if missing <= 1e-6:
        return NONE, NONE, None
    rest = _still_open(columns, left, trial, open_loops)
    if len(rest) <= FEW_LOOPS:
        rest = _still_open(columns, left, trial, np.arange(len(columns)))
    if not len(rest):
        return rest, None, None
    small, places = compact(columns.of(rest), left)
    if len(rest) <= FEW_LOOPS:
        last = _completing(small, places, missing - 1e-6, deadline)
        return rest, None if last is None else rest[last], None
    relaxed = relax(small, places, deadline=deadline)
    return rest, None, relaxed.amounts if relaxed.value >= missing * (1 - LOOSE) - 0.05 else None


def _still_open(columns: Columns, left: Floats, trial: Ints, loops: Ints) -> Ints:
    return np.setdiff1d(loops[fitting(columns.of(loops), left)], trial, assume_unique=True)


def _completing(columns: Columns, room: Floats, least: float, deadline: Deadline) -> Ints | None:
    """The last loops, if any choice of them comes to that. Among few members all branches are looked at sooner than
    they are ruled out.
    """
    asked = least if columns.size > FEW_LEFT else 0.0
    found = best_of(columns, room, nodes=BRANCHES, seconds=deadline.left, least=asked).chosen
    return found if found is not None and columns.score[found].sum() >= least else None
