"""What the way from each spot to everyone around adds."""

import numpy as np

from hometeam.engine.fit.near import EARTH_M, ONLINE_M, ways
from hometeam.engine.fit.pairs import Pairs
from hometeam.engine.fit.pool import FitPool
from hometeam.engine.fit.sets import Singles
from hometeam.engine.fit.several import numbered
from hometeam.engine.fit.steps import UNCHECKED, Steps, Whole
from hometeam.engine.fit.trades import Bools, Floats, Ints

CELL_DEGREES = 0.004
"""About 400 m: members this close to each other see all others at much the same way."""
STEP_M, FARTHEST_M = 2.0, 60_000.0
"""What ways add is reckoned once for so long steps; whoever is farther counts as if there."""
AT_ONCE = 200_000
"""So many ways are reckoned at a time, which fit where they are quickly at hand."""


def seen_from(pairs: Pairs, rows: Ints, around: Ints, steps: Steps) -> tuple[Ints, Whole]:
    """Which spot each of these rows is at, and what the way from there to everyone around adds to both logits, at most
    (spots, around). Those who are at one place are as far as each other.
    """
    pool = pairs.pool
    x, y, z = pool.points[rows].T
    cells = (np.floor(np.degrees(angle) / CELL_DEGREES) for angle in (np.arcsin(z), np.arctan2(y, x)))
    _spots, first, spots = np.unique(numbered(*cells, *_told_of(pool, rows)), return_index=True, return_inverse=True)
    _places, at, place = np.unique(
        numbered(*pool.points[around].T, *_told_of(pool, around)), return_index=True, return_inverse=True
    )
    slack = _slack(pool, rows, rows[first], spots)
    return spots, _places_from(pairs, around[at], rows[first], slack, steps).take(place, axis=1, mode=UNCHECKED)


def _told_of(pool: FitPool, rows: Ints) -> tuple[Floats, Ints, Ints, Bools]:
    """What the way hangs on besides the point."""
    return pool.blur_m[rows], pool.cities[rows], pool.neighbourhoods[rows], pool.online[rows]


def _places_from(pairs: Pairs, around: Ints, examples: Ints, slack: Singles, steps: Steps) -> Whole:
    """One line for each spot; `examples` is one of the members at each. Nobody at a spot is farther from that one than
    the slack, which is taken off every way.
    """
    shown, there = (~np.isnan(pairs.pool.points[rows, 0]) for rows in (examples, around))
    places, unknown = _by_map(pairs, around, examples, slack, steps), np.flatnonzero(~there)
    for spot, example in enumerate(examples.tolist()):
        others = unknown if shown[spot] else np.arange(len(around))
        if len(others):
            far, _known, way = ways(pairs.pool, example, around[others])
            said = pairs.place(np.maximum(far - slack[spot], 0), way - slack[spot])
            places[spot, others] = steps.of(2 * said)
    return places


def _by_map(pairs: Pairs, around: Ints, examples: Ints, slack: Singles, steps: Steps) -> Whole:
    """The same for all who show a place; what stands there for anybody else means nothing."""
    pool, far = pairs.pool, np.arange(0, FARTHEST_M, STEP_M)
    said, said_online = (steps.of(2 * pairs.place(far, np.minimum(far, most))) for most in (np.inf, ONLINE_M))
    ground, online = _Ground(pool, around), np.flatnonzero(pool.online[around])
    nearer = (pool.blur_m[examples] - slack).astype(np.float32)[:, None]
    places = np.empty((len(examples), len(around)), np.int16)
    some = max(1, AT_ONCE // max(len(around), 1))
    for start in range(0, len(examples), some):
        here = slice(start, start + some)
        metres = ground.metres_from(examples[here]) + nearer[here]
        step = (metres * np.float32(1 / STEP_M)).astype(np.intp)
        said.take(step, mode="clip", out=places[here])
        meeting = np.flatnonzero(pool.online[examples[here]])
        if len(meeting) and len(online):
            near = said_online.take(step[np.ix_(meeting, online)], mode="clip")
            places[np.ix_(start + meeting, online)] = near
    return places


def _slack(pool: FitPool, rows: Ints, examples: Ints, spots: Ints) -> Singles:
    off = np.nan_to_num(np.linalg.norm(pool.points[rows] - pool.points[examples[spots]], axis=1)) * EARTH_M
    slack = np.zeros(len(examples), np.float32)
    np.maximum.at(slack, spots, off.astype(np.float32))
    return slack


class _Ground:
    """Where some members are, in metres from the middle of them all."""

    def __init__(self, pool: FitPool, rows: Ints) -> None:
        points = pool.points[rows]
        known = points[~np.isnan(points[:, 0])]
        self._pool, self._middle = pool, known.mean(axis=0) if len(known) else np.zeros(3)
        self._x, self._y, self._z = self._flat(points)
        self._blur = pool.blur_m[rows].astype(np.float32)

    def metres_from(self, rows: Ints) -> Singles:
        """The way from these rows to all of them, straight (rows, members)."""
        x, y, z = self._flat(self._pool.points[rows])[:, :, None]
        metres: Singles = self._x - x
        aside = self._y - y
        metres *= metres
        metres += np.multiply(aside, aside, out=aside)
        np.subtract(self._z, z, out=aside)
        metres += np.multiply(aside, aside, out=aside)
        np.sqrt(metres, out=metres)
        metres += self._blur
        return metres

    def _flat(self, points: Floats) -> Singles:
        flat: Floats = np.nan_to_num((points - self._middle) * EARTH_M)
        return np.ascontiguousarray(flat.T, np.float32)
