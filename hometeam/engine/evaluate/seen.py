"""What may be seen of the ties while some are hidden: the one place that keeps hidden ties from the features."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
LEAST = 1e-3
"""No share of what is left is taken for smaller, so that nothing is divided by nothing."""


@dataclass(frozen=True, eq=False)
class Whole:
    """Everything: the arcs of the relation asked about and of those that only give evidence, as 0/1 tables, whether
    only mutual arcs count as ties, and which of the relations have a direction.
    """

    arcs: csr_array
    layers: tuple[csr_array, ...]
    mutual: bool
    directed: tuple[bool, ...]

    @classmethod
    def of(cls, size: int, arcs: Ints, layers: Sequence[Ints], *, mutual: bool) -> "Whole":
        """Tables of so many members. A relation without a single mutual arc was listed once per tie: it has no
        direction.
        """
        tables = [_table(size, one) for one in (arcs, *layers)]
        directed = tuple(bool(abs(one - one.T).nnz) for one in tables)
        return cls(tables[0], tuple(tables[1:]), mutual, directed)

    @property
    def size(self) -> int:
        """How many members."""
        return int(self.arcs.shape[0])

    def ties(self) -> csr_array:
        """The ties to be predicted, as a symmetric table."""
        return ties_of(self.arcs, mutual=self.mutual)


@dataclass(frozen=True, eq=False)
class Seen:
    """What is left to see, and who of the members is hidden altogether; `kept` is the share that is left, of the ties
    where pairs are hidden, of the members where members are.
    """

    arcs: csr_array
    layers: tuple[csr_array, ...]
    directed: tuple[bool, ...]
    ties: csr_array
    hidden: Bools
    kept: float


def ties_of(arcs: csr_array, *, mutual: bool) -> csr_array:
    """Arcs as a symmetric table: both ways, or at least one."""
    back = arcs.T.tocsr()
    return csr_array(arcs.minimum(back) if mutual else arcs.maximum(back))


def without_pairs(whole: Whole, left: Ints, right: Ints) -> Seen:
    """With the ties of these pairs gone, both ways, from the relation that is asked about."""
    arcs = _less(whole.arcs, left, right)
    return _seen(whole, arcs, whole.layers, np.zeros(whole.size, np.bool_))


def without_members(whole: Whole, hidden: Bools) -> Seen:
    """With all ties of these members gone, in every relation."""
    stay = _diagonal(~hidden)
    cut = [csr_array(stay @ table @ stay) for table in (whole.arcs, *whole.layers)]
    return _seen(whole, cut[0], tuple(cut[1:]), hidden)


def _diagonal(stay: Bools) -> csr_array:
    each = np.arange(len(stay))
    return csr_array((stay.astype(np.float64), (each, each)), shape=(len(stay), len(stay)))


def _seen(whole: Whole, arcs: csr_array, layers: tuple[csr_array, ...], hidden: Bools) -> Seen:
    ties = ties_of(arcs, mutual=whole.mutual)
    kept = np.count_nonzero(~hidden) / len(hidden) if hidden.any() else ties.nnz / max(whole.ties().nnz, 1)
    return Seen(arcs, layers, whole.directed, ties, hidden, max(kept, LEAST))


def _table(size: int, arcs: Ints) -> csr_array:
    table = csr_array((np.ones(len(arcs)), (arcs[:, 0], arcs[:, 1])), shape=(size, size))
    one_way = not table.minimum(table.T.tocsr()).nnz
    return csr_array(table.maximum(table.T.tocsr())) if one_way else table


def _less(table: csr_array, left: Ints, right: Ints) -> csr_array:
    size = table.shape[0]
    found = table.tocoo()
    source, target = (np.asarray(one, np.int64) for one in found.coords)
    pair = np.minimum(source, target) * size + np.maximum(source, target)
    stay = ~np.isin(pair, np.minimum(left, right) * size + np.maximum(left, right))
    return csr_array((found.data[stay], (source[stay], target[stay])), shape=table.shape)
