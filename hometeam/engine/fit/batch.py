"""Everyone's best at once, by the full score, without comparing everyone with everyone in full.

Members repeat each other: a hundred thousand have but some hundred different sets of offers, and fewer sets of needs,
audiences and likes than there are members. What sets say to each other is reckoned once (`sets.py`). Block by block of
the map, each member looks through those around by the *sum* of both logits, which is quick (`around.py`), and at those
farther away whose work makes up for the way (`afar.py`); of the most promising the score is reckoned in full
(`pairs.py`). Since

    log σ(x) + log σ(y) ≤ 2 log σ((x + y) / 2),

nobody around who was passed over is better than the bound says; where that does not settle it, more are looked at.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from hometeam.engine.fit.afar import look_afar
from hometeam.engine.fit.around import Around
from hometeam.engine.fit.best import Best
from hometeam.engine.fit.near import EARTH_M
from hometeam.engine.fit.pairs import Pairs
from hometeam.engine.fit.pool import FitPool
from hometeam.engine.fit.score import BY_EXPERTS, Weighs
from hometeam.engine.fit.trades import Floats, Ints

BLOCK_DEGREES = 0.25
LEAST_SHRUNK = 0.1
"""Towards the poles degrees of longitude are short, and blocks get no wider for it than ten times as many."""
AROUND_M = 20_000.0
"""Members of one block of the map look at everyone no farther than this from it."""
LOOKED_AT = 1.6
LEAST_LOOKED_AT, MORE = 16, 5
"""How many of those around are looked at in full for each that is looked for, at least; and how many times more where
that does not settle it.
"""
LOOKED_AT_ONCE = 500_000
"""Candidates that are looked at in full in one go, for however many: it is a matter of memory."""

NOBODY = np.zeros(0, np.int64)


@dataclass(frozen=True, eq=False)
class Block:
    """Members of one part of the map, whom they look at, and how far away all others are, at least, in metres."""

    rows: Ints
    around: Ints
    beyond_m: float


def best_of_all(pool: FitPool, *, top: int = 20, beliefs: Weighs = BY_EXPERTS, rows: Ints | None = None) -> Best:
    """The `top` best of everyone, or of those in `rows` alone: exact among those around, and beyond that for whoever's
    work makes up for the way. Raises ValueError when `top` is less than 1.
    """
    wanted = np.arange(len(pool)) if rows is None else rows
    found = best_of_blocks(pool, list(blocks(pool, wanted)), top=top, beliefs=beliefs)
    order = np.argsort(found.rows)[np.argsort(np.argsort(wanted))]
    return Best(found.rows[order], found.others[order], found.ranks[order])


def best_of_blocks(pool: FitPool, parts: Sequence[Block], *, top: int = 20, beliefs: Weighs = BY_EXPERTS) -> Best:
    """The same for the members of these blocks, in the order of the blocks: each line is what it would be with all the
    others, so that blocks may be handed out to many processes. Raises ValueError when `top` is less than 1.
    """
    if top < 1:
        raise ValueError(f"top is how many to find for each, not {top}")
    wanted = np.concatenate([NOBODY, *(block.rows for block in parts)])
    pairs, best = Pairs(pool, beliefs), Best.nobody(wanted, top)
    at, beyond_m = np.full(len(pool), -1), np.full(len(pool), np.inf)
    at[wanted] = np.arange(len(wanted))
    for block in parts:
        best.take(at[block.rows], _best_around(pairs, block, top))
        beyond_m[block.rows] = block.beyond_m
    look_afar(pairs, best, beyond_m[wanted])
    one, other = pairs.acquainted()
    for some in _some_of(np.flatnonzero(at[one] >= 0), 1):
        mine, theirs = one[some], other[some]
        best.add(at[mine], theirs, pairs.ranks(mine, theirs, pairs.work(mine, theirs)))
    return best


def _best_around(pairs: Pairs, block: Block, top: int) -> Best:
    best = Best.nobody(block.rows, top)
    if not len(block.around):
        return best
    around, least = Around(pairs, block.rows, block.around), max(LEAST_LOOKED_AT, round(LOOKED_AT * top))
    bound = np.empty(len(block.rows), np.float32)
    for some in _some_of(np.arange(len(block.rows)), least):
        found, bound[some] = around.best(some, top, least)
        best.take(some, found)
    for some in _some_of(np.flatnonzero(best.ranks[:, -1] < bound), MORE * least):
        best.take(some, around.best(some, top, MORE * least)[0])
    return best


def _some_of(lines: Ints, least: int) -> list[Ints]:
    """These lines, so many at a time as there is room for what is looked at for them."""
    return np.array_split(lines, -(-len(lines) * least // LOOKED_AT_ONCE)) if len(lines) else []


def blocks(pool: FitPool, wanted: Ints) -> Iterator[Block]:
    """The map cut into pieces, each as small as its members are close; last those who show no place, who look at
    everyone.
    """
    lat, lon = _degrees(pool)
    for strip in _cut(wanted[~np.isnan(lat[wanted])], lat, BLOCK_DEGREES):
        shrunk = float(np.cos(np.radians(np.abs(lat[strip]).max())))
        for rows in _cut(strip, lon, BLOCK_DEGREES / max(shrunk, LEAST_SHRUNK)):
            way = _metres_to(lat, lon, rows)
            beyond = pool.open & (way > AROUND_M)
            yield Block(rows, np.flatnonzero(pool.open & ~beyond), float(way[beyond].min(initial=np.inf)))
    nowhere = wanted[np.isnan(lat[wanted])]
    if len(nowhere):
        yield Block(nowhere, np.flatnonzero(pool.open), np.inf)


def _cut(rows: Ints, degrees: Floats, most: float) -> Iterator[Ints]:
    """These rows in pieces, none wider than so many degrees; a new piece begins where the next member is."""
    rows = rows[np.argsort(degrees[rows], kind="stable")]
    values, start = degrees[rows], 0
    while start < len(rows):
        end = int(np.searchsorted(values, values[start] + most, side="right"))
        yield np.sort(rows[start:end])
        start = end


def _degrees(pool: FitPool) -> tuple[Floats, Floats]:
    x, y, z = pool.points.T
    return np.degrees(np.arcsin(z)), np.degrees(np.arctan2(y, x))


def _metres_to(lat: Floats, lon: Floats, rows: Ints) -> Floats:
    """How far everyone is, at least, from the box that holds the members in `rows`."""
    up = np.maximum(lat[rows].min() - lat, lat - lat[rows].max())
    aside = np.maximum(lon[rows].min() - lon, lon - lon[rows].max())
    aside = np.minimum(aside, 360 - (lon[rows].max() - lon[rows].min()) - aside)
    shrunk = np.cos(np.radians(np.maximum(np.abs(lat), np.abs(lat[rows]).max())))
    metres: Floats = np.hypot(np.maximum(up, 0), np.maximum(aside, 0) * shrunk) * np.radians(EARTH_M) * 0.99
    return metres
