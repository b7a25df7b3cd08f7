"""How often two kinds of members are tied, among the ties that can be seen: of any column, and any number of kinds."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from hometeam.engine.evaluate.seen import Seen

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
DOUBT = 2.0
"""So many ties, as many as expected, are added to those between any two kinds: few seen ones prove little."""


def by_kinds(kinds: Sequence[Ints], seen: Seen, left: Ints, right: Ints) -> Iterator[Floats]:
    """For each column's kinds (-1 where not known) and pairs (n): the logarithm of how many times as often as any two
    members those of the two's kinds are tied; 0 where a kind is not known.
    """
    here = float(np.count_nonzero(~seen.hidden))
    usual = seen.ties.nnz / max(here * (here - 1), 1.0)
    for column in kinds:
        yield _lift(column, usual, seen, left, right)


def _lift(column: Ints, usual: float, seen: Seen, left: Ints, right: Ints) -> Floats:
    one, other = column[left], column[right]
    known = (one >= 0) & (other >= 0)
    one, other = np.maximum(one, 0), np.maximum(other, 0)
    there = _belonging(column)
    tied = np.asarray(csr_array(there.T @ seen.ties @ there)[one, other], np.float64).ravel()
    many = np.asarray(there[~seen.hidden].sum(axis=0), np.float64).ravel()
    expected = many[one] * (many[other] - (one == other)) * usual
    found: Floats = np.where(known, np.log((tied + DOUBT) / (np.maximum(expected, 0) + DOUBT)), 0.0)
    return found


def _belonging(column: Ints) -> csr_array:
    rows = np.flatnonzero(column >= 0)
    shape = len(column), int(column.max(initial=0)) + 1
    return csr_array((np.ones(len(rows)), (rows, column[rows])), shape=shape)
