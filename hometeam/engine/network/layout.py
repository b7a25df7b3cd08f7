"""Where to draw whom: the same ties give the same picture.

Springs and charges (Fruchterman and Reingold, 1991) from a start in which each group has its own place on a ring; those
without ties stand in rows below.
"""

import numpy as np
from numpy.typing import NDArray

from hometeam.engine.network.web import Web

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
STEPS, GOLDEN = 120, np.pi * (3 - np.sqrt(5))
MOST = 400
GATHER = 2.5
"""How strongly all are drawn to the middle, so that circles without a tie to others do not drift out of the picture."""


def layout(web: Web, group: Ints) -> Floats:
    """Places (size, 2) of those who have ties, x and y from 0 to 1; not a number for those who have none.

    Raises ValueError for more than 400 with ties: draw their groups instead.
    """
    places = np.full((len(web), 2), np.nan)
    tied = np.flatnonzero(web.degrees > 0)
    if len(tied) > MOST:
        raise ValueError(f"a picture holds {MOST} members at most")
    if len(tied):
        table = np.sqrt(web.ties[tied][:, tied].toarray())
        places[tied] = _framed(_settled(_start(group[tied]), table / table.max()))
    return places


def _start(group: Ints) -> Floats:
    """Each group around its own point of a ring, like seeds of a sunflower."""
    kinds, label = np.unique(group, return_inverse=True)
    turn = 2 * np.pi * label / len(kinds)
    place = np.array([np.count_nonzero(label[:at] == one) for at, one in enumerate(label)])
    far = 0.25 * np.sqrt((place + 0.5) / np.bincount(label)[label])
    ring = 0.0 if len(kinds) == 1 else 1.0
    return np.stack(
        (ring * np.cos(turn) + far * np.cos(GOLDEN * place), ring * np.sin(turn) + far * np.sin(GOLDEN * place)), axis=1
    )


def _settled(places: Floats, pull: Floats) -> Floats:
    size = len(places)
    ideal = 2.2 / np.sqrt(size)
    for step in range(STEPS):
        apart = places[:, None] - places[None]
        square = np.maximum((apart**2).sum(axis=2), 1e-6)
        push = ideal**2 / square - pull * np.sqrt(square) / ideal
        np.fill_diagonal(push, 0.0)
        move = np.einsum("ij,ijk->ik", push, apart) - GATHER * places
        length = np.maximum(np.linalg.norm(move, axis=1, keepdims=True), 1e-9)
        places = places + move / length * np.minimum(length, 0.12 * (1 - step / STEPS))
    return places


def _framed(places: Floats) -> Floats:
    low, high = places.min(axis=0), places.max(axis=0)
    wide = np.where(high - low > 1e-9, high - low, 1.0)
    return np.where(high - low > 1e-9, (places - low) / wide, 0.5)


def layout_of_groups(web: Web, group: Ints, *, gap: float = 30.0) -> Floats:
    """Places (size, 2) for any number of members at once: each group a sunflower, the groups one around the other from
    the largest in the middle. `gap` is about how far neighbours stand apart; those without ties are not a number.
    """
    places = np.full((len(web), 2), np.nan)
    tied = np.flatnonzero(web.degrees > 0)
    kinds, label, counts = np.unique(group[tied], return_inverse=True, return_counts=True)
    wide = gap * (np.sqrt(counts) + 1.5)
    before = np.sqrt(np.concatenate(([0.0], np.cumsum(wide**2)))[: len(kinds)] + wide**2 / 2)
    middle = _turned(before * (np.arange(len(kinds)) > 0), np.arange(len(kinds)))
    order = np.argsort(label, kind="stable")
    place = np.empty(len(tied), np.int64)
    place[order] = np.arange(len(tied)) - np.repeat(np.cumsum(counts) - counts, counts)
    places[tied] = middle[label] + _turned(gap * np.sqrt(place + 0.5), place)
    return places


def _turned(far: Floats, at: Ints) -> Floats:
    return np.stack((far * np.cos(GOLDEN * at), far * np.sin(GOLDEN * at)), axis=1)
