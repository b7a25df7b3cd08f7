"""Lists of the best, as columns."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hometeam.engine.fit.pool import Ints
from hometeam.engine.fit.sets import Singles


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
        better = np.flatnonzero(ranks > self.ranks[lines, -1])
        lines, others, ranks = lines[better], others[better], ranks[better]
        new = ~(self.others[lines] == others[:, None]).any(axis=1)
        lines, others, ranks = lines[new], others[new], ranks[new]
        if not len(lines):
            return
        order = np.lexsort((-ranks, lines))
        lines, others, ranks = lines[order], others[order], ranks[order]
        starts = np.flatnonzero(np.diff(lines, prepend=-1))
        for line, mine in zip(lines[starts], np.split(np.arange(len(lines)), starts[1:]), strict=True):
            both = np.concatenate((self.ranks[line], ranks[mine]))
            best = np.argsort(-both, kind="stable")[: self.ranks.shape[1]]
            self.others[line] = np.concatenate((self.others[line], others[mine]))[best]
            self.ranks[line] = both[best]
