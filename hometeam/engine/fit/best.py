"""Lists of the best, as columns."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hometeam.engine.fit.sets import Singles
from hometeam.engine.fit.trades import Bools, Ints


def best_first(ranks: Singles) -> Ints:
    """The order of each line, the greatest rank first, of equals the first; ranks are logarithms of chances, so that
    their bits, read as whole numbers, are in order too, which are sorted in a fraction of the time.
    """
    keys = (0 - ranks).view(np.int32).astype(np.int64) << 32 | np.arange(ranks.shape[1])
    keys.sort(axis=1)
    return keys & 0xFFFFFFFF


@dataclass(frozen=True, eq=False)
class Best:
    """For each of `rows` of a pool the rows of its best, best first, with their ranks (see `Scores.rank`); -1 and -inf
    after the last where there are fewer.
    """

    rows: Ints
    others: NDArray[np.int32]
    ranks: Singles

    @classmethod
    def nobody(cls, rows: Ints, top: int) -> "Best":
        """Before anybody was looked at."""
        return cls(rows, np.full((len(rows), top), -1, np.int32), np.full((len(rows), top), -np.inf, np.float32))

    def take(self, lines: Ints, other: "Best") -> None:
        """Put another's lists in the place of these lines."""
        self.others[lines], self.ranks[lines] = other.others, other.ranks

    def add(self, lines: Ints, others: Ints, ranks: Singles) -> None:
        """One more for each of these lines, which may come many times, where it is better than the last there."""
        new = np.flatnonzero(ranks > self.ranks[lines, -1])
        new = new[self._are_new(lines[new], others[new])]
        changed, line = np.unique(lines[new], return_inverse=True)
        top = self.ranks.shape[1]
        line = np.concatenate((np.repeat(np.arange(len(changed)), top), line.reshape(-1)))
        both = np.concatenate((self.others[changed].ravel(), others[new].astype(np.int32)))
        rank = np.concatenate((self.ranks[changed].ravel(), ranks[new]))
        order = np.argsort(line << 32 | (0 - rank).view(np.int32), kind="stable")
        starts = np.append(0, np.cumsum(np.bincount(line)))[: len(changed)]
        few = order[(starts[:, None] + np.arange(top)).ravel()]
        self.others[changed], self.ranks[changed] = both[few].reshape(-1, top), rank[few].reshape(-1, top)

    def _are_new(self, lines: Ints, others: Ints) -> Bools:
        """Who of these is not on that line yet."""
        changed, line = np.unique(lines, return_inverse=True)
        there = np.arange(len(changed))[:, None] << 32 | self.others[changed].astype(np.int64) & 0xFFFFFFFF
        found: Bools = ~np.isin(line.reshape(-1) << 32 | others, there)
        return found
