"""Who belongs together: groups within which more is done than between them.

Greedy modularity in rounds (Blondel, Guillaume, Lambiotte and Lefebvre, 2008), members taken in their order, so that
the same ties give the same groups.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from hometeam.engine.network.web import Web

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
SWEEPS, LEAST = 12, 1e-12


def groups(web: Web) -> Ints:
    """For each row the number of its group, 0 the largest; a member without ties is a group of its own."""
    label = np.arange(len(web))
    table = web.ties.astype(np.float64)
    while True:
        moved = _moved(table)
        kinds, moved = np.unique(moved, return_inverse=True)
        if len(kinds) == table.shape[0]:
            return _by_size(label)
        label = moved[label]
        table = _joined(table, moved, len(kinds))


def _joined(table: csr_array, label: Ints, size: int) -> csr_array:
    to = csr_array((np.ones(len(label)), (np.arange(len(label)), label)), shape=(len(label), size))
    return csr_array(to.T @ table @ to)


def _moved(table: csr_array) -> Ints:
    """Each row's group once no row gains by going over to a neighbour's."""
    size, total = table.shape[0], float(table.sum())
    label = list(range(size))
    if total == 0:
        return np.array(label, np.int64)
    degree = np.asarray(table.sum(axis=1), np.float64).ravel().tolist()
    load = degree.copy()
    starts, beside, weights = table.indptr.tolist(), table.indices.tolist(), table.data.tolist()
    for _sweep in range(SWEEPS):
        any_moved = False
        for row in range(size):
            near = _near(row, label, beside[starts[row] : starts[row + 1]], weights[starts[row] : starts[row + 1]])
            home = label[row]
            load[home] -= degree[row]
            best = _best(near, load, degree[row] / total, home)
            load[best] += degree[row]
            any_moved |= best != home
            label[row] = best
        if not any_moved:
            break
    return np.array(label, np.int64)


def _near(row: int, label: list[int], beside: list[int], weights: list[float]) -> dict[int, float]:
    """How strongly the row is tied to each group around it."""
    near: dict[int, float] = {label[row]: 0.0}
    for other, weight in zip(beside, weights, strict=True):
        if other != row:
            near[label[other]] = near.get(label[other], 0.0) + weight
    return near


def _best(near: dict[int, float], load: list[float], share: float, home: int) -> int:
    best, most = home, near[home] - load[home] * share
    for group, weight in near.items():
        gain = weight - load[group] * share
        if gain > most + LEAST:
            best, most = group, gain
    return best


def _by_size(label: Ints) -> Ints:
    """Renumbered, the largest first, equal ones by their first member."""
    sizes = np.bincount(label)
    first = np.full(len(sizes), len(label))
    np.minimum.at(first, label, np.arange(len(label)))
    order = np.lexsort((first, -sizes))
    place = np.empty(len(sizes), np.int64)
    place[order] = np.arange(len(sizes))
    return place[label]
