"""How near two members are: metres over the ground where both show a place, else what the names of places say."""

import numpy as np
from numpy.typing import NDArray

from hometeam.engine.fit.facts import RING_M, RINGS
from hometeam.engine.fit.pool import Bools, FitPool, Ints
from hometeam.engine.fit.trades import Floats

EARTH_M = 6_371_009
SAME_NEIGHBOURHOOD_M, SAME_CITY_M, ONLINE_M, UNKNOWN_M, OTHER_CITY_M = 1_500.0, 6_000.0, 15_000.0, 20_000.0, 60_000.0
"""What a way counts as where only the names of places are known, where both meet online, and where nothing is known."""


def distances(pool: FitPool, row: int) -> tuple[Floats, Bools]:
    """Metres over the ground to everyone, at most (both blurs added), and where that is known; elsewhere infinite."""
    chord = np.linalg.norm(pool.points - pool.points[row], axis=1)
    known = ~np.isnan(chord)
    metres = 2 * EARTH_M * np.arcsin(np.clip(np.where(known, chord, 0.0) / 2, 0.0, 1.0))
    return np.where(known, metres + pool.blur_m + pool.blur_m[row], np.inf), known


def rings_of(pool: FitPool, row: int, metres: Floats) -> tuple[Ints, Floats]:
    """The ring each one is in (an index of `RINGS`), and the way that counts for the score, in metres."""
    same_city = _same(pool.cities, row)
    either_unknown = (pool.cities == 0) | (pool.cities[row] == 0)
    same_part = _same(pool.neighbourhoods, row) & (same_city | either_unknown)
    both_online = pool.online & pool.online[row]
    by_way = np.searchsorted(RING_M, metres)
    by_name = np.select([same_part, same_city, both_online], [2, 3, 4], default=len(RINGS) - 1)
    rings = np.where(by_way < len(RING_M), np.minimum(by_way, by_name), by_name)
    by_name_m = np.select(
        [same_part, same_city, either_unknown], [SAME_NEIGHBOURHOOD_M, SAME_CITY_M, UNKNOWN_M], default=OTHER_CITY_M
    )
    way = np.where(np.isinf(metres), by_name_m, metres)
    return rings, np.where(both_online, np.minimum(way, ONLINE_M), way)


def _same(names: NDArray[np.int64], row: int) -> Bools:
    same: Bools = (names == names[row]) & (names != 0)
    return same
