"""Sparse pools of small businesses: three offers and three needs each among 300 services, near each other.

Members lie evenly on a square whose edges meet. Of those `near` them (300 if nothing is said), they give to those who
need what they offer; a leg weighs the giver's quality (0.5 to 1.5), halved towards the edge of what is near.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.spatial import KDTree

from hometeam.engine.loops import Pool
from hometeam.engine.loops.pool import Floats, Ints

SERVICES = 300
EACH = 3
NEAR = 300


def each_leg_its_own(pool: Pool, seed: int = 1) -> Pool:
    """The same pool where a leg's weight is a whole number of 1 to 100 drawn for it alone."""
    return replace(pool, weights=np.random.default_rng(seed).integers(1, 101, len(pool.givers)).astype(np.float64))


def sparse_pool(size: int, seed: int = 1, near: int = NEAR) -> Pool:
    """So many members, numbered from 0, and the arcs between them, each with so many `near` them; the same seed gives
    the same pool. Where that is all of them, they are all in one place.
    """
    chance = np.random.default_rng(seed)
    side = float(np.sqrt(size))
    places, quality = chance.random((size, 2)) * side * (near < size), chance.uniform(0.5, 1.5, size)
    offers, needs = chance.integers(0, SERVICES, (size, EACH)), chance.integers(0, SERVICES, (size, EACH))
    radius = min(float(np.sqrt(near / np.pi)), 0.499 * side)
    parts = [_of_service(places, side, radius, offers == each, needs == each) for each in range(SERVICES)]
    givers, receivers, apart = (np.concatenate(column) for column in zip(*parts, strict=True))
    _, first = np.unique(givers * size + receivers, return_index=True)
    first = first[givers[first] != receivers[first]]
    return Pool(
        ids=tuple(map(str, range(size))),
        givers=givers[first].astype(np.int32),
        receivers=receivers[first].astype(np.int32),
        weights=quality[givers[first]] * (1 - 0.5 * apart[first] / radius),
        chances=np.ones(len(first)),
        capacities=np.ones(size, np.int64),
        waiting=np.zeros(size),
        counts=np.ones(size),
    )


def _of_service(
    places: Floats, side: float, radius: float, offered: np.ndarray[tuple[int, int], np.dtype[np.bool_]], needed: Ints
) -> tuple[Ints, Ints, Floats]:
    givers, receivers = np.flatnonzero(offered.any(axis=1)), np.flatnonzero(needed.any(axis=1))
    if not len(givers) or not len(receivers):
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
    edges = np.full(2, side)
    here, there = KDTree(places[givers], boxsize=edges), KDTree(places[receivers], boxsize=edges)
    near = here.sparse_distance_matrix(there, radius, output_type="coo_matrix")
    return givers[near.row], receivers[near.col], near.data
