"""From the relaxation to good loops, where the bound is out of reach: settle a tenth of what the relaxation is worth,
relax what is left, and so on until nobody is left. What a loop takes from all others shows in the next relaxation, so
members are left over only at the very end.
"""

from __future__ import annotations

import numpy as np

from hometeam.engine.loops.choice import NONE, best_of, compact, fitting, in_order, left_by, members_in
from hometeam.engine.loops.columns import Columns
from hometeam.engine.loops.interior import Relaxed, relax
from hometeam.engine.loops.pool import Deadline, Floats, Ints
from hometeam.engine.loops.prices import FEW_MEMBERS, Priced, by_first_order

PART = 0.1
FEW_LOOPS = 200
BRANCHES = 200
ROUGH = 1e-3
NOISE = 0.1
STEPS = 300
PER_MEMBER = 24
"""The relaxation looks at so many loops a member at most: those it used before, and others of small reduced cost."""


def settle(
    columns: Columns,
    room: Floats,
    prices: Floats,
    amounts: Floats,
    *,
    chance: np.random.Generator,
    deadline: Deadline,
    part: float = PART,
) -> Ints:
    """Loops that go together, by the relaxation's prices and amounts of all; `part` of its worth is settled at a
    time. Those settled so far when time is up, and then whatever still fits, the dearest first.
    """
    chosen, open_loops, step = NONE, np.arange(len(columns)), part * float(columns.score @ amounts)
    while len(open_loops) > FEW_LOOPS and not deadline.passed:
        here = columns.of(open_loops)
        likely = np.argsort(-amounts[open_loops] * np.exp(NOISE * chance.gumbel(size=len(here))))
        settled = open_loops[in_order(here, left_by(columns, room, chosen), likely, step)]
        chosen = np.concatenate([chosen, settled])
        left = left_by(columns, room, chosen)
        open_loops = np.setdiff1d(open_loops[fitting(here, left)], settled, assume_unique=True)
        prices, amounts = _relaxed_anew(columns, left, open_loops, (prices, amounts), chance, deadline=deadline)
    return np.concatenate([chosen, _the_last(columns, left_by(columns, room, chosen), open_loops, deadline)])


def _relaxed_anew(
    columns: Columns,
    left: Floats,
    open_loops: Ints,
    before: tuple[Floats, Floats],
    chance: np.random.Generator,
    *,
    deadline: Deadline,
) -> tuple[Floats, Floats]:
    """Prices and amounts of what is open, from those before."""
    prices, amounts = before
    looked_at = _worth_a_look(columns, open_loops, prices, amounts, chance)
    here = columns.of(looked_at)
    small, places = compact(here, left)
    members = members_in(here)
    found: Relaxed | Priced
    if len(members) <= FEW_MEMBERS:
        found = relax(small, places, ROUGH, deadline)
    else:
        found = _further(small, places, prices[members], amounts[looked_at], deadline)
    prices, amounts = prices.copy(), np.zeros(len(columns))
    amounts[looked_at], prices[members] = found.amounts, found.prices
    return prices, amounts


def _further(columns: Columns, room: Floats, prices: Floats, amounts: Floats, deadline: Deadline) -> Priced:
    return by_first_order(columns, room, deadline, known=prices, amounts=amounts, steps=STEPS)


def _worth_a_look(
    columns: Columns, open_loops: Ints, prices: Floats, amounts: Floats, chance: np.random.Generator
) -> Ints:
    here = columns.of(open_loops)
    most = PER_MEMBER * len(members_in(here))
    if len(open_loops) <= most:
        return open_loops
    key = here.reduced(prices) + 0.1 * float(here.score.mean()) * chance.random(len(here))
    key[amounts[open_loops] > 1e-3] = np.inf
    return np.asarray(open_loops[np.argpartition(-key, most)[:most]], np.int64)


def _the_last(columns: Columns, left: Floats, open_loops: Ints, deadline: Deadline) -> Ints:
    """The best of the few loops that are left; by reduced cost, where time is up."""
    open_loops = open_loops[fitting(columns.of(open_loops), left)]
    if not len(open_loops):
        return NONE
    here = columns.of(open_loops)
    if len(open_loops) > FEW_LOOPS:
        return open_loops[in_order(here, left, np.argsort(-here.score / here.lengths, kind="stable"))]
    small, places = compact(here, left)
    found = best_of(small, places, nodes=BRANCHES, seconds=deadline.left).chosen
    return NONE if found is None else open_loops[found]
