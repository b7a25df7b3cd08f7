"""Arcs gathered line by line, each looked at as it comes."""

from __future__ import annotations

import contextlib

import numpy as np

from hometeam.engine.loops.pool import MOST_WEIGHT, Pool
from hometeam.engine.unpacking import Malformed


class Gathering:
    """The members and arcs of a file so far."""

    def __init__(self, ids: list[str] | None = None) -> None:
        self.ids = ids or []
        self.number = {each: at for at, each in enumerate(self.ids)}
        self.arcs: dict[tuple[int, int], tuple[float, float]] = {}

    def member(self, name: str) -> int:
        """The number of a member, who joins with it where they are new."""
        if name not in self.number:
            self.number[name] = len(self.ids)
            self.ids.append(name)
        return self.number[name]

    def add(self, giver: int, receiver: int, line: int | None, weight: float = 1.0, chance: float = 1.0) -> None:
        """One arc; raises Malformed where it leads back to its giver, is there already, or weighs what none can."""
        if giver == receiver:
            raise Malformed(f"{self.ids[giver]} would give to itself", line)
        if (giver, receiver) in self.arcs:
            raise Malformed(f"the arc from {self.ids[giver]} to {self.ids[receiver]} is there twice", line)
        if not 0 <= weight <= MOST_WEIGHT:
            raise Malformed("a weight is a number from 0 upwards, to 10¹² at most", line)
        if not 0 <= chance <= 1:
            raise Malformed("a chance is a number from 0 to 1", line)
        self.arcs[giver, receiver] = weight, chance

    def pool(self, passing_on: frozenset[int] = frozenset()) -> Pool:
        """The pool; those passing on are in loops, but not served."""
        ends = np.array(list(self.arcs), np.int32).reshape(-1, 2)
        worth = np.array(list(self.arcs.values()), np.float64).reshape(-1, 2)
        counts = np.ones(len(self.ids))
        counts[sorted(passing_on)] = 0
        return Pool(
            ids=tuple(self.ids),
            givers=np.ascontiguousarray(ends[:, 0]),
            receivers=np.ascontiguousarray(ends[:, 1]),
            weights=np.ascontiguousarray(worth[:, 0]),
            chances=np.ascontiguousarray(worth[:, 1]),
            capacities=np.ones(len(self.ids), np.int64),
            waiting=np.zeros(len(self.ids)),
            counts=counts,
        )


def whole(word: str, line: int) -> int:
    """A whole number, from a word of plain digits; raises Malformed."""
    bare = word.strip().removeprefix("-")
    if not (bare.isascii() and bare.isdigit() and len(bare) <= 18):
        raise Malformed(f"“{word.strip()[:40]}” is not a whole number", line)
    return int(word)


def decimal(word: str, line: int) -> float:
    """A number, which may be one that no weight is; raises Malformed."""
    if word.isascii() and "_" not in word:
        with contextlib.suppress(ValueError):
            return float(word)
    raise Malformed(f"“{word.strip()[:40]}” is not a number", line)
