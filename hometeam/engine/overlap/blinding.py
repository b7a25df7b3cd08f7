"""What each side does at home: blind its own list, and blind the other's, which is blinded already.

A list leaves home only as elements under a key that stays there, filled up with chance to one of a few lengths and
sorted, so that neither its length nor its order tells anything of the customers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from hometeam.engine.overlap.curve import multiplied, point_of

LEAST, MOST = 50, 20_000
"""How many different addresses a list may have."""

LENGTHS = (100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000)
"""How long a blinded list may be: each is filled up to the next of these."""


class WrongLength(ValueError):
    """A list has too few or too many addresses; `count` says how many."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} addresses: not from {LEAST} to {MOST}")
        self.count = count


def length_for(count: int) -> int:
    """How long the blinded list of so many addresses is. Raises WrongLength."""
    if not LEAST <= count <= MOST:
        raise WrongLength(count)
    return next(length for length in LENGTHS if length >= count)


def blinded(addresses: Collection[str], key: bytes, fill: bytes) -> list[bytes]:
    """A list under its owner's key, filled up and sorted. The addresses are normalised and each there once.

    `fill` is 32 bytes of chance: what the filling is made of. Raises WrongLength.
    """
    missing = length_for(len(addresses)) - len(addresses)
    own = (multiplied(point_of(address.encode()), key) for address in addresses)
    # Elements that belong to no address need no key: they are as good as chance already, and match nothing.
    filling = (point_of(b"fill\0" + fill + at.to_bytes(4, "big")) for at in range(missing))
    return sorted([*own, *filling])


def blinded_again(points: Iterable[bytes], key: bytes) -> list[bytes]:
    """The other side's list under this side's key too, in an order that no longer tells which was which.

    Raises NotAPoint.
    """
    return sorted(multiplied(point, key) for point in points)
