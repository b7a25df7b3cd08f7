"""The usual yardsticks for predicting ties, each on the ties that can be seen.

Common neighbours; Adamic and Adar (2003); resource allocation (Zhou, Lü and Zhang, 2009); preferential attachment
(Barabási and Albert, 1999); Katz (1953) with its damping at half of what the largest eigenvalue allows.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.linalg import eigsh

from hometeam.engine.evaluate.structure import shared

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
NAMES = ("common_neighbours", "adamic_adar", "resource_allocation", "katz", "preferential_attachment")
DENSE, LEADING = 1_000, 48
"""Up to so many members Katz is exact; beyond, from so many leading eigenvectors."""


def baselines(ties: csr_array, left: Ints, right: Ints) -> Mapping[str, Floats]:
    """Each yardstick's score for the pairs (n), by its name."""
    degrees = np.asarray(ties.sum(axis=1), np.float64).ravel()
    scores = (
        shared(ties, ties, left, right),
        shared(csr_array(ties.multiply(1 / np.log(np.maximum(degrees, 2)))), ties, left, right),
        shared(csr_array(ties.multiply(1 / np.maximum(degrees, 1))), ties, left, right),
        _katz(ties, left, right),
        degrees[left] * degrees[right],
    )
    return dict(zip(NAMES, scores, strict=True))


def _katz(ties: csr_array, left: Ints, right: Ints) -> Floats:
    size = ties.shape[0]
    if ties.nnz == 0:
        return np.zeros(len(left))
    if size <= DENSE:
        table = ties.toarray()
        damping = 0.5 / np.abs(np.linalg.eigvalsh(table)).max()
        found: Floats = np.linalg.inv(np.eye(size) - damping * table)[left, right]
    else:
        values, vectors = eigsh(ties, k=LEADING, which="LM", v0=np.ones(size))
        damped = 0.5 * values / np.abs(values).max()
        found = np.einsum("nk,k,nk->n", vectors[left], damped / (1 - damped), vectors[right])
    return np.round(found, 12)  # what is nothing must not be ranked by how it was rounded
