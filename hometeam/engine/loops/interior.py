"""The linear relaxation by an interior point method whose one matrix is as small as the number of members.

Packing loops is max v·x under A x ≤ c, x ≥ 0, with few rows (members) and very many columns (loops) of few ones.
The normal equations A D Aᵀ + W are members by members and are summed straight from the columns; one Cholesky
factor each step, Mehrotra's predictor and corrector (SIAM J. Optim. 2(4), 1992). What it gives is better for our
purpose than a vertex: prices in the middle of the best ones, so that a loop of reduced cost zero is in some optimum,
and amounts that say in how many optima.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.linalg import LinAlgError, cho_factor, cho_solve

from hometeam.engine.loops.columns import NEVER, Columns
from hometeam.engine.loops.pool import Deadline, Floats

STEPS = 60
BACK_OFF = 0.995


@dataclass(frozen=True, eq=False)
class Relaxed:
    """Prices of the members, amounts of the loops, and the value that the amounts have."""

    prices: Floats
    amounts: Floats
    value: float


@dataclass(eq=False)
class _Point:
    """Primal amounts and room left; dual prices and reduced costs' excess."""

    amounts: Floats
    room: Floats
    excess: Floats
    prices: Floats

    def moved(self, by: _Point, primal: float, dual: float) -> _Point:
        return _Point(
            self.amounts + primal * by.amounts,
            self.room + primal * by.room,
            self.excess + dual * by.excess,
            self.prices + dual * by.prices,
        )

    @property
    def gap(self) -> float:
        return float(self.amounts @ self.excess + self.prices @ self.room)


@dataclass(eq=False)
class _Problem:
    """One relaxation and the point that it has come to."""

    columns: Columns
    room: Floats
    at: _Point
    away: tuple[Floats, Floats] = field(init=False)

    def look(self) -> None:
        """How far the point is from the constraints: in members' room, and in loops' prices."""
        self.away = (
            self.room - self.columns.load(self.at.amounts) - self.at.room,
            self.columns.score - self.columns.total(self.at.prices) + self.at.excess,
        )

    def done(self, accuracy: float) -> bool:
        worth = max(1.0, abs(float(self.columns.score @ self.at.amounts)))
        near = all(float(np.abs(each).max(initial=0.0)) < 1e-3 for each in self.away)
        return near and self.at.gap < accuracy * worth

    def step(self) -> bool:
        """One predictor and corrector; False where numbers have run out."""
        try:
            factor = cho_factor(_normal(self.columns, self.at), lower=True, overwrite_a=True, check_finite=False)
        except LinAlgError:
            return False
        at, pairs = self.at, len(self.columns) + len(self.room)
        guess = self._direction(factor, -at.amounts * at.excess, -at.prices * at.room)
        ahead = at.moved(guess, *_reach(at, guess, 1.0)).gap / pairs
        aim = min(1.0, (ahead / (at.gap / pairs)) ** 3) * at.gap / pairs
        sure = self._direction(
            factor,
            aim - at.amounts * at.excess - guess.amounts * guess.excess,
            aim - at.prices * at.room - guess.prices * guess.room,
        )
        self.at = at.moved(sure, *_reach(at, sure, BACK_OFF))
        return bool(np.isfinite(self.at.gap))

    def _direction(self, factor: tuple[Floats, bool], loops: Floats, members: Floats) -> _Point:
        at, (room_away, price_away) = self.at, self.away
        pull = self.columns.load((loops + at.amounts * price_away) / at.excess) + members / at.prices - room_away
        prices = cho_solve(factor, pull, check_finite=False)
        excess = self.columns.total(prices) - price_away
        return _Point(
            (loops - at.amounts * excess) / at.excess, (members - at.room * prices) / at.prices, excess, prices
        )


def relax(columns: Columns, room: Floats, accuracy: float = 1e-4, deadline: Deadline = NEVER) -> Relaxed:
    """Solve the relaxation of these columns; `room` says how many loops each member has place for. After the deadline
    it is what the last step came to.
    """
    problem = _Problem(columns, room, _first(columns, room))
    for _ in range(STEPS):
        problem.look()
        if problem.done(accuracy) or deadline.passed or not problem.step():
            break
    at = problem.at
    return Relaxed(at.prices, at.amounts, float(columns.score @ at.amounts))


def _first(columns: Columns, room: Floats) -> _Point:
    best = float(columns.score.max(initial=1.0))
    crowd = columns.load(np.ones(len(columns)))
    prices = np.where(crowd > 0, 0.6 * best, 1e-3)
    amounts = 0.5 / np.maximum(columns.total(crowd) / columns.longest, 1.0)
    return _Point(
        amounts=amounts,
        room=np.maximum(room - columns.load(amounts), 0.1),
        excess=np.maximum(columns.total(prices) - columns.score, 0.1 * best),
        prices=prices,
    )


def _normal(columns: Columns, at: _Point) -> Floats:
    """A D Aᵀ + W, of which only what lies in the lower triangle after adding both halves is read."""
    size, ratio = columns.size, at.amounts / at.excess
    summed = np.zeros(size * size)
    for first in range(columns.longest):
        for second in range(first + 1, columns.longest):
            there = slice(None) if second < 2 else np.flatnonzero(columns.nodes[second] < size)
            cells = columns.nodes[first, there].astype(np.int64) * size + columns.nodes[second, there]
            summed += np.bincount(cells, ratio[there], size * size)
    matrix = summed.reshape(size, size)
    matrix = matrix + matrix.T
    matrix[np.diag_indices(size)] += columns.load(ratio) + at.room / at.prices + 1e-12
    return np.asarray(matrix, np.float64)


def _reach(at: _Point, by: _Point, back_off: float) -> tuple[float, float]:
    primal = min(_until_zero(at.amounts, by.amounts), _until_zero(at.room, by.room))
    dual = min(_until_zero(at.excess, by.excess), _until_zero(at.prices, by.prices))
    return min(1.0, back_off * primal), min(1.0, back_off * dual)


def _until_zero(values: Floats, changes: Floats) -> float:
    falling = changes < 0
    return float(np.min(-values[falling] / changes[falling], initial=1e9))
