"""How near two members are: metres over the ground where both show a place, else what the names of places say."""

import numpy as np

from hometeam.engine.fit.facts import RING_M, RINGS
from hometeam.engine.fit.pool import FitPool
from hometeam.engine.fit.trades import Bools, Floats, Ints

EARTH_M = 6_371_009
SAME_NEIGHBOURHOOD_M, SAME_CITY_M, ONLINE_M, UNKNOWN_M, OTHER_CITY_M = 1_500.0, 6_000.0, 15_000.0, 20_000.0, 60_000.0
"""What a way counts as where only the names of places are known, where both meet online, and where nothing is known."""
Which = int | Ints | slice


def ways(pool: FitPool, one: Which, other: Which) -> tuple[Floats, Bools, Floats]:
    """Of pairs of rows: metres over the ground, at most (both blurs added), infinite where that is not known; where it
    is; and the way that counts for the score, in metres. Either may be one row, many, or all.
    """
    metres, known = _metres(pool, one, other)
    way = metres if known.all() else np.where(known, metres, _metres_by_name(pool, one, other))
    both_online = pool.online[one] & pool.online[other]
    return metres, known, np.where(both_online, np.minimum(way, ONLINE_M), way) if both_online.any() else way


def rings_of(pool: FitPool, row: int, others: Ints, metres: Floats) -> Ints:
    """The ring each of the `others` is in (an index of `RINGS`), seen from `row`; `metres` is how far each is."""
    same_part, same_city, _unknown = _by_name(pool, row, others)
    by_way = np.searchsorted(RING_M, metres)
    by_name = np.select([same_part, same_city, pool.online[others] & pool.online[row]], [2, 3, 4], len(RINGS) - 1)
    rings: Ints = np.where(by_way < len(RING_M), np.minimum(by_way, by_name), by_name)
    return rings


def _metres(pool: FitPool, one: Which, other: Which) -> tuple[Floats, Bools]:
    """In few steps that need room, as this is done for everyone at each look at a list."""
    x, y, z = pool.points.T
    square = (x[one] - x[other]) ** 2
    for along in (y, z):
        aside = along[one] - along[other]
        aside *= aside
        square += aside
    metres = np.arcsin(np.minimum(np.sqrt(square) / 2, 1.0))
    metres *= 2 * EARTH_M
    metres += pool.blur_m[one]
    metres += pool.blur_m[other]
    known = ~np.isnan(metres)
    return metres if known.all() else np.where(known, metres, np.inf), known


def _metres_by_name(pool: FitPool, one: Which, other: Which) -> Floats:
    counts_as: Floats = np.select(
        _by_name(pool, one, other), [SAME_NEIGHBOURHOOD_M, SAME_CITY_M, UNKNOWN_M], default=OTHER_CITY_M
    )
    return counts_as


def _by_name(pool: FitPool, one: Which, other: Which) -> list[Bools]:
    """In the same neighbourhood, in the same city, and where that is not known of both."""
    same_city = _same(pool.cities, one, other)
    either_unknown = (pool.cities[one] == 0) | (pool.cities[other] == 0)
    same_part = _same(pool.neighbourhoods, one, other) & (same_city | either_unknown)
    return [same_part, same_city, either_unknown]


def _same(names: Ints, one: Which, other: Which) -> Bools:
    same: Bools = (names[one] == names[other]) & (names[one] != 0)
    return same
