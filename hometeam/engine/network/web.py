"""Who did how much for whom, as tables to reckon with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Deed = tuple[int, int, float]
"""Giver, receiver and how much: ids of members, and a number above zero such as how many acts."""


@dataclass(frozen=True, eq=False)
class Web:
    """Members by id; `given` (size, size) how much each gave each, `ties` the same without a direction."""

    ids: Ints
    given: csr_array
    ties: csr_array

    @classmethod
    def of(cls, members: Sequence[int], deeds: Iterable[Deed]) -> "Web":
        """Deeds of the same two are added up, and what one does for oneself is left out.

        Raises ValueError for members who come twice, deeds of anybody else, and amounts that are not above zero.
        """
        ids = np.array(sorted(members), np.int64)
        if len(np.unique(ids)) != len(ids):
            raise ValueError("a member comes twice")
        told = np.array(list(deeds), np.float64).reshape(-1, 3)
        if not np.isfinite(told).all() or (told[:, 2] <= 0).any():
            raise ValueError("amounts are finite and above zero")
        if not np.isin(told[:, :2], ids).all():
            raise ValueError("a deed of somebody who is no member")
        giver, receiver = (np.searchsorted(ids, told[:, side].astype(np.int64)) for side in (0, 1))
        other = giver != receiver
        given = csr_array((told[other, 2], (giver[other], receiver[other])), shape=(len(ids), len(ids)))
        given.sum_duplicates()
        return cls(ids, given, csr_array(given + given.T))

    def __len__(self) -> int:
        """How many members."""
        return len(self.ids)

    @property
    def degrees(self) -> Ints:
        """With how many others each has anything to do."""
        return np.diff(self.ties.indptr).astype(np.int64)

    def neighbours(self, row: int) -> Ints:
        """The rows of those whom a row is tied to."""
        found: Ints = self.ties.indices[self.ties.indptr[row] : self.ties.indptr[row + 1]].astype(np.int64)
        return found
