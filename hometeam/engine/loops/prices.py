"""What a place in a loop is worth: dual prices of the members, and the bound that they prove.

By weak duality the sum of the members' prices times their places bounds every choice of loops, if no loop's score
exceeds the prices of its members. Prices that fall short somewhere are lifted until none does, so the bound is proven
however the prices came about.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hometeam.engine.loops.columns import Columns
from hometeam.engine.loops.interior import relax
from hometeam.engine.loops.pool import Deadline, Flags, Floats, Ints

FEW_MEMBERS = 2500
FIRST_PER_MEMBER = 16
MORE_PER_MEMBER = 8
ROUNDS = 12
CLOSE = 1e-4
STEPS = 900
RESTART = 150


@dataclass(frozen=True, eq=False)
class Priced:
    """Prices that prove `bound`, and the amounts of the loops in the relaxation (0 to about 1)."""

    prices: Floats
    bound: float
    amounts: Floats


def lifted(columns: Columns, prices: Floats) -> Floats:
    """Prices raised where a loop's score exceeds them: its members share the excess."""
    reduced = columns.reduced(prices)
    short = np.flatnonzero(reduced > 0)
    extra = np.zeros(columns.size + 1)
    share = reduced[short] / (columns.nodes[:, short] < columns.size).sum(axis=0)
    for row in columns.nodes:
        np.maximum.at(extra, row[short], share)
    return np.asarray(np.maximum(prices, 0.0) + extra[: columns.size], np.float64)


def priced(
    columns: Columns, room: Floats, chance: np.random.Generator, deadline: Deadline, known: Floats | None = None
) -> Priced:
    """Prices and bound of the relaxation: to four places for some hundred members, a little looser for very many,
    where prices `known` from an earlier search are a good beginning.
    """
    if columns.size <= FEW_MEMBERS:
        return _by_rounds(columns, room, chance, deadline)
    return by_first_order(columns, room, deadline, known=known)


def _by_rounds(columns: Columns, room: Floats, chance: np.random.Generator, deadline: Deadline) -> Priced:
    """Column generation: relax a part of the loops, look at all, add those that the prices fall short of."""
    active = _first_part(columns, chance)
    best, proof = lifted(columns, np.full(columns.size, float(columns.score.max()))), np.inf
    amounts = np.zeros(len(columns))
    for _ in range(ROUNDS):
        part = np.flatnonzero(active)
        found = relax(columns.of(part), room, deadline=deadline)
        enough = lifted(columns, found.prices)
        if (bound := float(room @ enough)) < proof:
            best, proof = enough, bound
        amounts = np.zeros(len(columns))
        amounts[part] = found.amounts
        short = _shortest(columns, found.prices, chance)
        if active.all() or not len(short) or proof - found.value < CLOSE * found.value or deadline.passed:
            break
        active[short] = True
    return Priced(best, proof, amounts)


def _first_part(columns: Columns, chance: np.random.Generator) -> Flags:
    few = FIRST_PER_MEMBER * columns.size
    if len(columns) <= 2 * few:
        return np.ones(len(columns), np.bool_)
    active = np.zeros(len(columns), np.bool_)
    flat = columns.reduced(np.full(columns.size, 0.9 * float((columns.score / columns.lengths).mean())))
    likely = flat + 0.3 * float(columns.score.mean()) * chance.random(len(columns))
    active[np.argpartition(-likely, few // 2)[: few // 2]] = True
    active[chance.choice(len(columns), few // 2, replace=False)] = True
    return active


def _shortest(columns: Columns, prices: Floats, chance: np.random.Generator) -> Ints:
    """The loops that the prices fall shortest of, with a little chance, so that they are not all alike."""
    reduced = columns.reduced(prices)
    short = np.flatnonzero(reduced > CLOSE * float(columns.score.max()))
    most = MORE_PER_MEMBER * columns.size
    if len(short) <= most:
        return short
    key = reduced[short] + 0.5 * float(reduced[short].mean()) * chance.random(len(short))
    return np.asarray(short[np.argpartition(-key, most)[:most]])


def by_first_order(
    columns: Columns,
    room: Floats,
    deadline: Deadline,
    *,
    known: Floats | None = None,
    amounts: Floats | None = None,
    steps: int = STEPS,
) -> Priced:
    """Primal-dual hybrid gradient, preconditioned by the diagonal and restarted from its mean (Pock and Chambolle 2011;
    Applegate and others 2021); each step costs two passes over the loops. Prices move in shares of what a member is
    worth, so that it makes no difference in what worth is counted. `known` prices and `amounts` are a beginning.
    """
    crowd = np.maximum(columns.load(np.ones(len(columns))), 1.0)
    length = columns.lengths.astype(np.float64)
    amounts = np.zeros(len(columns)) if amounts is None else amounts
    share = max(float((columns.score / length).mean()), 1e-12)
    prices = np.full(columns.size, share) if known is None else known
    best, proof, mean = lifted(columns, prices), np.inf, np.zeros(columns.size)
    summed, stop = np.zeros(len(columns)), deadline.share(0.3)
    for step in range(1, steps + 1):
        moved = np.maximum(0.0, amounts + columns.reduced(prices) / (share * length))
        prices = np.maximum(0.0, prices + share * (columns.load(2 * moved - amounts) - room) / crowd)
        amounts, mean, summed = moved, mean + prices, summed + moved
        if step % RESTART == 0 or stop.passed:
            amounts, prices = summed / ((step - 1) % RESTART + 1), mean / ((step - 1) % RESTART + 1)
            mean, summed = np.zeros(columns.size), np.zeros(len(columns))
            enough = lifted(columns, prices)
            if (bound := float(room @ enough)) < proof:
                best, proof = enough, bound
        if stop.passed:
            break
    return Priced(best, proof, amounts)
