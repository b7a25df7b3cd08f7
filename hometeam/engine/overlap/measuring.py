"""What stands between the two does: hand lists over, see that nobody cheats, count, and say no more than a band.

It holds no key. Elements that are under both keys are equal exactly where the addresses are, so it can count; it cannot
tell which addresses they are. The exact number is used for the band, with noise, and kept nowhere.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Protocol

from hometeam.engine.overlap.curve import SIZE, key_from, multiplied, public

DECOYS = 64
"""Elements of our own in each list that is handed over: whoever blinds not all of it under one key is found out."""

EPSILON = 0.3
"""How far one customer can move a result: no result is more than e^0.3 ≈ 1.35 times as likely with as without them."""


class Band(StrEnum):
    """About how many customers two members share; the numbers are in `EDGES`."""

    FEW = "few"
    SOME = "some"
    DOZENS = "dozens"
    HUNDREDS = "hundreds"
    MANY = "many"
    THOUSANDS = "thousands"


EDGES = {Band.SOME: 10, Band.DOZENS: 30, Band.HUNDREDS: 100, Band.MANY: 300, Band.THOUSANDS: 1_000}
"""From how many on each band begins; below the first it is FEW."""


class Chance(Protocol):
    """Where noise comes from: `random.SystemRandom()`, or a seeded `random.Random` in a test."""

    def random(self) -> float:
        """A number from 0 to 1, without 1."""


def handed(points: Collection[bytes], seed: bytes) -> list[bytes]:
    """A side's blinded list as the other side gets it: with our decoys among it, sorted.

    `seed` is 32 bytes of chance, kept for `is_faithful` and drawn once a list: the same list with the same decoys
    shows none of them when it is asked for twice.
    """
    return sorted([*points, *(public(one) for one in _decoys(seed))])


def is_faithful(returned: Collection[bytes], *, length: int, key_point: bytes, seed: bytes) -> bool:
    """Whether what came back can be a handed list of `length` points (without decoys) under the key of `key_point`.

    Every decoy must be there under that key. Whoever changes a share f of the list passes with (1 − f)^64 at most.
    """
    there = set(returned)
    if len(returned) != length + DECOYS or len(there) != len(returned):
        return False
    return all(multiplied(key_point, one) in there for one in _decoys(seed))


def shared(one: Collection[bytes], other: Collection[bytes]) -> int:
    """How many elements two lists under both keys have in common. Decoys differ, so they are never among them."""
    return len(set(one) & set(other))


def band_of(count: int, chance: Chance, *, epsilon: float = EPSILON) -> Band:
    """The band of a count, with the noise of the two-sided geometric mechanism (Ghosh, Roughgarden, Sundararajan 2009).

    It matters where counts are small and drowns where they are large. Drawn once for each result.
    """
    noisy = count + _geometric(chance, epsilon) - _geometric(chance, epsilon)
    return max((band for band, edge in EDGES.items() if noisy >= edge), key=EDGES.__getitem__, default=Band.FEW)


def strength(band: Band) -> float:
    """How much a band speaks for two members having the same customers, 0 to 1: evidence for the fit."""
    return list(Band).index(band) / (len(Band) - 1)


def joined(points: Sequence[bytes]) -> bytes:
    """Elements as one string of bytes, to be kept."""
    return b"".join(points)


def parted(kept: bytes) -> list[bytes]:
    """The elements in what `joined` made."""
    return [bytes(kept[at : at + SIZE]) for at in range(0, len(kept), SIZE)]


def _geometric(chance: Chance, epsilon: float) -> int:
    """How often in a row chance stays below e^−ε."""
    again, count = math.exp(-epsilon), 0
    while chance.random() < again:
        count += 1
    return count


def _decoys(seed: bytes) -> list[bytes]:
    """Our own keys for one handed list."""
    return [key_from(hashlib.sha512(b"hometeam overlap decoy\0" + seed + bytes([at])).digest()) for at in range(DECOYS)]
