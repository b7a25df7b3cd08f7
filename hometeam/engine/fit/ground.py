"""What the way from each spot to everyone around adds."""

import numpy as np

from hometeam.engine.fit.near import EARTH_M, ONLINE_M, ways
from hometeam.engine.fit.pairs import Pairs
from hometeam.engine.fit.pool import FitPool, Ints
from hometeam.engine.fit.sets import Singles
from hometeam.engine.fit.trades import Floats

CELL_DEGREES = 0.004
"""About 400 m: members this close to each other see all others at much the same way."""


def seen_from(pairs: Pairs, rows: Ints, around: Ints) -> tuple[Ints, Singles]:
    """Which spot each of these rows is at, and what the way from there to everyone around adds to both logits, at most
    (spots, around).
    """
    pool = pairs.pool
    x, y, z = pool.points[rows].T
    where = np.nan_to_num(np.stack((np.degrees(np.arcsin(z)), np.degrees(np.arctan2(y, x))), axis=1), nan=-999.0)
    cell = np.floor(where / CELL_DEGREES).astype(np.int64)
    blur = pool.blur_m[rows].astype(np.int64)
    seen = np.stack((blur, pool.cities[rows], pool.neighbourhoods[rows], pool.online[rows]), axis=1)
    _keys, first, spots = np.unique(np.hstack((cell, seen)), axis=0, return_index=True, return_inverse=True)
    spots = spots.reshape(-1)
    return spots, _places_from(pairs, around, rows[first], _slack(pool, rows, rows[first], spots))


def _places_from(pairs: Pairs, around: Ints, examples: Ints, slack: Singles) -> Singles:
    """One line for each spot; `examples` is one of the members at each. Nobody at a spot is farther from that one than
    the slack, which is taken off every way; half-metres do not matter, so single precision will do.
    """
    pool, there = pairs.pool, _Ground(pairs.pool, around)
    places = np.empty((len(examples), len(around)), np.float32)
    for spot, example in enumerate(examples.tolist()):
        if there.all_known and not np.isnan(pool.points[example, 0]):
            metres = there.metres_from(example, slack[spot])
            way = np.where(there.online, np.minimum(metres, ONLINE_M), metres) if pool.online[example] else metres
            said = pairs.place(metres, way)
        else:
            far, _known, by_way = ways(pool, example, around)
            said = pairs.place(np.maximum(far - slack[spot], 0), by_way - slack[spot])
        np.multiply(said, 2, out=places[spot])
    return places


def _slack(pool: FitPool, rows: Ints, examples: Ints, spots: Ints) -> Singles:
    off = np.nan_to_num(np.linalg.norm(pool.points[rows] - pool.points[examples[spots]], axis=1)) * EARTH_M
    slack = np.zeros(len(examples), np.float32)
    np.maximum.at(slack, spots, off.astype(np.float32))
    return slack


class _Ground:
    """Where some members are, in metres from the middle of them all."""

    def __init__(self, pool: FitPool, rows: Ints) -> None:
        self._pool, points = pool, pool.points[rows]
        self.known = ~np.isnan(points[:, 0])
        self.all_known = bool(self.known.all())
        self.online = pool.online[rows]
        self._middle = points.mean(axis=0) if len(rows) else np.zeros(3)
        self._x, self._y, self._z = self._flat(points)
        self._blur = pool.blur_m[rows].astype(np.float32)

    def metres_from(self, row: int, slack: np.float32) -> Singles:
        """The way to all of them, straight, less the slack."""
        x, y, z = self._flat(self._pool.points[row])
        metres: Singles = self._x - x
        aside = self._y - y
        metres *= metres
        metres += np.multiply(aside, aside, out=aside)
        np.subtract(self._z, z, out=aside)
        metres += np.multiply(aside, aside, out=aside)
        np.sqrt(metres, out=metres)
        metres += self._blur
        metres += np.float32(self._pool.blur_m[row] - slack)
        np.maximum(metres, 0, out=metres)
        return metres

    def _flat(self, points: Floats) -> Singles:
        return np.ascontiguousarray(((points - self._middle) * EARTH_M).astype(np.float32).T)
