"""Figures for a ranking: area under the curve, average precision, precision at five, reciprocal rank, Brier score."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
FIRST = 5


@dataclass(frozen=True)
class Figures:
    """What a way of ranking reached: AUC and average precision, precision at five and mean reciprocal rank."""

    auc: float
    ap: float
    p5: float
    mrr: float


def auc(true: Bools, scores: Floats) -> float:
    """The chance that a true one is ranked above another, equals half (Mann and Whitney, 1947).

    Raises ValueError where all are of one class.
    """
    good = int(np.count_nonzero(true))
    if good in (0, len(true)):
        raise ValueError("there must be both true and other ones")
    ranks = rankdata(scores)
    return float((ranks[true].sum() - good * (good + 1) / 2) / (good * (len(true) - good)))


def average_precision(true: Bools, scores: Floats) -> float:
    """The mean of the precisions at each true one; equal scores count as one step, so that order gives nothing away.

    Raises ValueError where nothing is true.
    """
    if not true.any():
        raise ValueError("there must be a true one")
    order = np.argsort(-scores, kind="stable")
    found, ranked = np.cumsum(true[order]), scores[order]
    last = np.append(np.flatnonzero(np.diff(ranked)), len(ranked) - 1)
    gained = np.diff(np.append(0, found[last]))
    return float((gained * found[last] / (last + 1)).sum() / found[-1])


def brier(true: Bools, chances: Floats) -> float:
    """The mean square of what a chance missed by."""
    return float(np.mean((chances - true) ** 2))


def at_the_top(members: Ints, true: Bools, scores: Floats, tie_break: Floats) -> tuple[float, float]:
    """Precision at five and mean reciprocal rank of each member's own list, over the members with a true one in it.

    Each row is one entry of a member's list. With fewer than five entries the precision is still over five.
    """
    order = np.lexsort((tie_break, -scores, members))
    hits, whose = true[order], members[order]
    starts = np.flatnonzero(np.append(True, np.diff(whose) != 0))
    place = np.arange(len(whose)) - np.repeat(starts, np.diff(np.append(starts, len(whose))))
    best: dict[int, int] = {}
    near: dict[int, int] = {}
    for member, rank in zip(whose[hits].tolist(), place[hits].tolist(), strict=True):
        best.setdefault(member, rank)
        near[member] = near.get(member, 0) + (rank < FIRST)
    return float(np.mean([n / FIRST for n in near.values()])), float(np.mean([1 / (1 + r) for r in best.values()]))
