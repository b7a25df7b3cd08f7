"""Where members are regulars, for many pairs at once: each has a few of very many places, so that hardly two members
have the same set of them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from hometeam.engine.fit.sets import Singles
from hometeam.engine.fit.several import Several
from hometeam.engine.fit.trades import Bools, Ints

NOWHERE = -1


@dataclass(frozen=True, eq=False)
class Haunts:
    """`places` has a line for each member, with numbers of places, those that say most first, `NOWHERE` after the last;
    `says` is how much having each in common says (see `score.py`). What only one member has is left out.
    """

    places: NDArray[np.int32]
    says: Singles

    @classmethod
    def of(cls, haunts: Several) -> "Haunts":
        """From the places that each has."""
        size, (rows, codes, _weights) = len(haunts.which), haunts.by_member()
        _codes, which, counts = np.unique(codes, return_inverse=True, return_counts=True)
        says = np.asarray(1 - 0.5 * np.log(counts) / np.log(max(size, 2)), np.float32)
        shared = counts[which] > 1
        rows, numbers = rows[shared], which.reshape(-1)[shared]
        order = np.lexsort((-says[numbers], rows))
        rows, numbers = rows[order], numbers[order]
        within = np.arange(len(rows)) - np.searchsorted(rows, rows)
        places = np.full((size, int(within.max(initial=-1)) + 1), NOWHERE, np.int32)
        places[rows, within] = numbers
        return cls(places, says)

    @property
    def any(self) -> Bools:
        """Who has any that somebody else has too."""
        return np.asarray((self.places != NOWHERE).any(axis=1), np.bool_)

    def shared(self, one: Ints, other: Ints) -> Singles:
        """How much the place that says most of those that both have says, 0 where they have none in common."""
        found = np.zeros(np.broadcast_shapes(one.shape, other.shape), np.float32)
        having = np.flatnonzero(self.any[one] & self.any[other])
        theirs = self.places[other[having]]
        for mine in self.places[one[having]].T:
            same = (mine != NOWHERE) & (theirs == mine[:, None]).any(axis=1)
            found[having] = np.where(same, np.maximum(found[having], self.says[mine]), found[having])
        return found

    def of_row(self, row: int) -> NDArray[np.int32]:
        """The places of one member, those that say most first."""
        line = self.places[row]
        mine: NDArray[np.int32] = line[line != NOWHERE]
        return mine

    def regulars(self, among: Ints) -> csr_array:
        """For each place the positions in `among` of its regulars, as a table of place by position."""
        at, column = np.nonzero(self.places[among] != NOWHERE)
        places = self.places[among[at], column]
        return csr_array((self.says[places], (places, at)), shape=(len(self.says), len(among)))
