"""Which one introduction would do most: how glad both would be × how much closer it brings people.

A member's circle counts those it is tied to by a half and those tied to them by a quarter, and itself by one. A new tie
between a and b widens a's circle, and that of everybody tied to a, by a share of b's, and the other way round; a circle
is worth the logarithm of its size. So bringing in somebody who is alone counts much, joining two groups counts for many
a little, and a tie between two who meet at the same friends' anyway counts next to nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from hometeam.engine.network.web import Web

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
NEAR = 0.5
"""What one step further is worth."""


@dataclass(frozen=True)
class Meeting:
    """Two who may be introduced, and how likely both are glad of it (0 to 1)."""

    one: int
    other: int
    glad: float


@dataclass(frozen=True)
class Introduction:
    """A meeting and what it would do: `closer` is the structural gain, `worth` that times how glad both would be."""

    one: int
    other: int
    glad: float
    closer: float
    worth: float


def introductions(web: Web, meetings: Iterable[Meeting], top: int = 5) -> tuple[Introduction, ...]:
    """The meetings that would do most, the best first, nobody in two of them; those already tied are left out.

    Raises ValueError for strangers, for meeting oneself, and for gladness outside 0..1.
    """
    asked = list(meetings)
    if not asked:
        return ()
    one, other = (_rows(web, [getattr(each, side) for each in asked]) for side in ("one", "other"))
    glad = np.array([each.glad for each in asked])
    if (one == other).any() or not ((glad >= 0) & (glad <= 1)).all():
        raise ValueError("two different members meet, and gladness is from 0 to 1")
    closer = closeness_gained(web, one, other)
    worth = glad * closer
    found: list[Introduction] = []
    met: set[int] = set()
    for at in np.lexsort((web.ids[other], web.ids[one], -worth)).tolist():
        pair = {asked[at].one, asked[at].other}
        if len(found) < top and worth[at] > 0 and not pair & met:
            met |= pair
            found.append(Introduction(*_sorted(asked[at]), asked[at].glad, float(closer[at]), float(worth[at])))
    return tuple(found)


def _sorted(meeting: Meeting) -> tuple[int, int]:
    return meeting.one, meeting.other


def _rows(web: Web, ids: list[int]) -> Ints:
    rows = np.searchsorted(web.ids, ids)
    if len(web) == 0 or (web.ids[np.minimum(rows, len(web) - 1)] != ids).any():
        raise ValueError("somebody who is no member is to be introduced")
    return rows.astype(np.int64)


def closeness_gained(web: Web, one: Ints, other: Ints) -> Floats:
    """For pairs of rows (n) what a tie between them would add to the worth of all circles, at least 0."""
    circles, step = circle_sizes(web), _step(web, one, other)
    gained: Floats = _widened(web, circles, one, step * circles[other])
    gained += _widened(web, circles, other, step * circles[one])
    return gained


def circle_sizes(web: Web) -> Floats:
    """For each row 1 for itself, a half for each it is tied to, a quarter for each of those they are tied to."""
    table = _plain(web)
    both = csr_array(table @ table)
    beside = web.degrees.astype(np.float64)
    within_two = np.diff(csr_array(both + table + _self(len(web))).indptr) - 1
    return 1 + NEAR * beside + NEAR**2 * (within_two - beside)


def _step(web: Web, one: Ints, other: Ints) -> Floats:
    """How much nearer the two come: to one step from none, three or two; 0 where they are tied."""
    table = _plain(web)
    _parts, part = connected_components(table, directed=False)
    shared = np.asarray(table[one].multiply(table[other]).sum(axis=1)).ravel() > 0
    tied = np.asarray(table[one, other]).ravel() > 0
    before = np.select([tied, shared, part[one] == part[other]], [NEAR, NEAR**2, NEAR**3], default=0.0)
    return NEAR - before


def _widened(web: Web, circles: Floats, rows: Ints, more: Floats) -> Floats:
    """What it is worth to each row, and to all those tied to it, that its circle grows by so much."""
    counts = web.degrees[rows]
    which = np.repeat(np.arange(len(rows)), counts)
    at = (
        np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(web.ties.indptr[rows], counts)
    )
    beside = web.ties.indices[at]
    felt = np.bincount(which, np.log1p(NEAR * more[which] / circles[beside]), len(rows))
    return np.log1p(more / circles[rows]) + felt


def _plain(web: Web) -> csr_array:
    return csr_array((np.ones(web.ties.nnz), web.ties.indices, web.ties.indptr), shape=web.ties.shape)


def _self(size: int) -> csr_array:
    each = np.arange(size)
    return csr_array((np.ones(size), (each, each)), shape=(size, size))
