"""Who is asked about while what is hidden: folds of pairs (warm), and folds of members (cold)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from hometeam.engine.evaluate.seen import Seen, Whole, without_members, without_pairs

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Pairs:
    """Pairs of members, each pair once, and whether it is tied."""

    left: Ints
    right: Ints
    tied: Bools

    def __len__(self) -> int:
        """How many."""
        return len(self.left)

    def of(self, which: Ints | Bools) -> "Pairs":
        """Only these."""
        return Pairs(self.left[which], self.right[which], self.tied[which])


@dataclass(frozen=True, eq=False)
class Round:
    """What is seen, the pairs asked about (numbers of `Pairs`), and in a cold round for each the member who is new."""

    seen: Seen
    asked: Ints
    whose: Ints | None = None


class Setting(Protocol):
    """A way of hiding. `hidden` says which pairs are out of sight already, in the rounds for teaching."""

    def rounds(self, folds: int, chance: np.random.Generator) -> Iterator[Round]:
        """Rounds that together ask about everything once."""
        ...

    def inside(self, outer: Round) -> "Setting":
        """The same setting over what this round leaves."""
        ...


@dataclass(frozen=True, eq=False)
class Warm:
    """Pairs are hidden: all other ties of the two are known."""

    whole: Whole
    pairs: Pairs
    open: Bools

    def rounds(self, folds: int, chance: np.random.Generator) -> Iterator[Round]:
        """Folds of the open pairs with as many ties in each; closed ones stay hidden."""
        fold = _evenly(self.pairs.tied, self.open, folds, chance)
        for one in range(folds):
            hide = self.pairs.of(~self.open | (fold == one))
            if (asked := np.flatnonzero(fold == one)).size:
                yield Round(without_pairs(self.whole, hide.left, hide.right), asked)

    def inside(self, outer: Round) -> "Warm":
        """Without the pairs that the round asks about."""
        open_ = self.open.copy()
        open_[outer.asked] = False
        return replace(self, open=open_)


@dataclass(frozen=True, eq=False)
class Cold:
    """Members are hidden, as if they had come today: none of their ties is known, in no relation."""

    whole: Whole
    pairs: Pairs
    present: Bools

    def rounds(self, folds: int, chance: np.random.Generator) -> Iterator[Round]:
        """Folds of the members who are present; a pair is asked about from each side that is hidden."""
        here = chance.permutation(np.flatnonzero(self.present))
        both = self.present[self.pairs.left] & self.present[self.pairs.right]
        for one in range(folds):
            new = np.zeros(self.whole.size, np.bool_)
            new[here[one::folds]] = True
            asked, whose = self._asked(new, both)
            if asked.size:
                yield Round(without_members(self.whole, new | ~self.present), asked, whose)

    def _asked(self, new: Bools, both: Bools) -> tuple[Ints, Ints]:
        from_left, from_right = (np.flatnonzero(both & new[side]) for side in (self.pairs.left, self.pairs.right))
        whose = np.concatenate((self.pairs.left[from_left], self.pairs.right[from_right]))
        return np.concatenate((from_left, from_right)), whose

    def inside(self, outer: Round) -> "Cold":
        """Among the members whom the round does not hide."""
        return replace(self, present=self.present & ~outer.seen.hidden)


def _evenly(tied: Bools, open_: Bools, folds: int, chance: np.random.Generator) -> Ints:
    """A fold for each open pair, -1 for the others; ties and the rest spread evenly over the folds."""
    fold = np.full(len(tied), -1, np.int64)
    for which in (tied & open_, ~tied & open_):
        order = chance.permutation(np.flatnonzero(which))
        fold[order] = np.arange(len(order)) % folds
    return fold
