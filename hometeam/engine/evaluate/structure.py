"""What the ties that can be seen say about a pair whose own tie is hidden."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from hometeam.engine.evaluate.kinds import by_kinds
from hometeam.engine.evaluate.seen import Seen, ties_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
COMMON = slice(2, 5)
"""Where among the features those are that tell of whom both are tied to."""
SLICE = 50_000
FURTHER = 5_000_000
"""With more ways over one other (degrees squared), those over two take longer than all the rest together."""
FLOOR = 0.02
"""Added to shares before their logarithm: less than one tie in fifty is as good as none."""


def structure_features(seen: Seen, alike: csr_array, kinds: Sequence[Ints], left: Ints, right: Ints) -> Floats:
    """For pairs (n): how tied each is, whom both are tied to, whom those like one of them are tied to, how often their
    kinds are tied, and the same in each further relation with the pair's own arcs there; the same for (a, b) as for
    (b, a).

    `alike` is as in `columns.likeness`, `kinds` as in `kinds.by_kinds`.
    """
    found = [*_among(seen.arcs, seen, left, right), *_by_likeness(seen, alike, left, right)]
    found += by_kinds(kinds, seen, left, right)
    tied = ties_of(seen.arcs, mutual=False)
    if (_degrees(tied) ** 2).sum() <= FURTHER:
        found += _further(tied, seen, left, right)
    for layer in seen.layers:
        found += [*_own(layer, left, right), *_among(layer, seen, left, right)]
    for arcs, directed in zip((seen.arcs, *seen.layers), seen.directed, strict=True):
        found += _directed(arcs, seen, left, right) if directed else []
    return np.array(found, np.float64).T


def shared(one: csr_array, other: csr_array, left: Ints, right: Ints) -> Floats:
    """For each pair (a, b) the sum over everybody k of one[a, k] · other[b, k]."""
    pieces = [
        np.asarray(one[left[at : at + SLICE]].multiply(other[right[at : at + SLICE]]).sum(axis=1)).ravel()
        for at in range(0, len(left), SLICE)
    ]
    return np.concatenate(pieces) if pieces else np.zeros(0)


def entries(table: csr_array, left: Ints, right: Ints) -> Floats:
    """The table's number for each pair."""
    found: Floats = np.asarray(table[left, right], np.float64).ravel()
    return found


def _among(arcs: csr_array, seen: Seen, left: Ints, right: Ints) -> Iterator[Floats]:
    tied = ties_of(arcs, mutual=False)
    yield from _how_tied(tied, seen, left, right)
    degrees = _degrees(tied)
    for weight in (1 / np.log(np.maximum(degrees, 2) + 1), 1 / np.maximum(degrees, 1)):
        yield np.sqrt(shared(_weighted(tied, weight), tied, left, right)) / seen.kept
    yield shared(tied, tied, left, right) / np.sqrt((degrees[left] + 1) * (degrees[right] + 1)) / seen.kept


def _further(tied: csr_array, seen: Seen, left: Ints, right: Ints) -> Iterator[Floats]:
    """Ways over two others: where there are two kinds of members, such as makers and shops, no shorter ones tell."""
    degrees = _degrees(tied) + 1
    over_one = csr_array(tied.multiply(1 / degrees[None, :])) @ tied
    ways = shared(csr_array(over_one), csr_array(tied.multiply(1 / degrees[None, :])), left, right)
    yield np.log(ways / seen.kept**2 + FLOOR)


def _directed(arcs: csr_array, seen: Seen, left: Ints, right: Ints) -> Iterator[Floats]:
    """Arcs have a direction: whom both choose, who chooses both, and ways over one other member."""
    back = csr_array(arcs.T)
    for table in (arcs, back, arcs.minimum(back)):
        yield from _how_tied(csr_array(table), seen, left, right)
    yield np.sqrt(shared(arcs, arcs, left, right)) / seen.kept
    yield np.sqrt(shared(back, back, left, right)) / seen.kept
    yield np.sqrt(shared(arcs, back, left, right) + shared(back, arcs, left, right)) / seen.kept


def _how_tied(table: csr_array, seen: Seen, left: Ints, right: Ints) -> Iterator[Floats]:
    """How many ties each has; whoever is hidden counts as having as many as others do."""
    here = max(float(np.count_nonzero(~seen.hidden)) - 1, 1.0)
    share = _degrees(table) / here / (1.0 if seen.hidden.any() else seen.kept)
    usual = float(np.mean(share[~seen.hidden])) if not seen.hidden.all() else 0.0
    logs = np.log(np.where(seen.hidden, usual, share) + FLOOR) - np.log(usual + FLOOR)
    yield logs[left] + logs[right]
    yield logs[left] * logs[right]


def _by_likeness(seen: Seen, alike: csr_array, left: Ints, right: Ints) -> Iterator[Floats]:
    """Whether those like one are tied to the other, and to those like the other."""
    theirs = csr_array(alike @ seen.ties)
    one, other = entries(theirs, left, right), entries(theirs, right, left)
    yield np.log(one / seen.kept + FLOOR) + np.log(other / seen.kept + FLOOR)
    yield np.log(np.maximum(one, other) / seen.kept + FLOOR)
    yield np.log(shared(theirs, alike, left, right) / seen.kept + FLOOR)


def _own(layer: csr_array, left: Ints, right: Ints) -> Iterator[Floats]:
    there, back = entries(layer, left, right), entries(layer, right, left)
    yield there + back
    yield there * back


def _degrees(table: csr_array) -> Floats:
    return np.asarray(table.sum(axis=1), np.float64).ravel()


def _weighted(table: csr_array, weight: Floats) -> csr_array:
    return csr_array(table.multiply(weight[None, :]))
