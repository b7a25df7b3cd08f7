"""A sparse table as plain arrays: texts are looked up a few rows at a time, where scipy's own care costs more than the
arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy import sparse

Floats = NDArray[np.float32]
Ints = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Postings:
    """Row r has `values[starts[r]:starts[r + 1]]` in the columns at the same places, in rising order."""

    starts: Ints
    sizes: Ints
    columns: Ints
    values: Floats

    @classmethod
    def of(cls, table: sparse.csr_array) -> Postings:
        """The same table."""
        table.sort_indices()
        starts = table.indptr.astype(np.intp)
        return cls(starts[:-1], np.diff(starts), table.indices.astype(np.intp), table.data.astype(np.float32))

    def places(self, rows: Ints) -> Ints:
        """Where the entries of some rows lie, one row after the other."""
        sizes = self.sizes[rows]
        ends = sizes.cumsum()
        shifts = np.repeat(self.starts[rows] - ends + sizes, sizes)
        shifts += np.arange(len(shifts))
        return shifts

    def add(self, rows: Ints, weights: Floats, totals: Floats) -> None:
        """Add each row times its weight to the totals, in the order of the rows."""
        places = self.places(rows)
        np.add.at(totals, self.columns[places], self.values[places] * np.repeat(weights, self.sizes[rows]))
