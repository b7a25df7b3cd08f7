"""What two members' attributes say about the two: any columns, numbers or names, with gaps."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import ndtri
from scipy.stats import rankdata

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NAMED, FEW = 6, 12
"""Of a column's names the most frequent so many have effects of their own; numbers with at most `FEW` different
values are names, too.
"""
RARE_PAIR = 10
"""A pair of names that fewer pairs of members have tells nothing."""
CROSSED, CLOSE = 10, 2.0
"""The first so many columns are looked at two by two; how fast closeness fades with the distance, standardised."""
FIFTHS = (0.2, 0.4, 0.6, 0.8)
ALIKE = 24
"""How many members count as the ones most like each."""


@dataclass(frozen=True, eq=False)
class Column:
    """One attribute: `numbers` standardised with gaps at the mean, or none; `codes` of names with -1 for gaps, or
    none.
    """

    name: str
    numbers: Floats | None
    codes: Ints | None

    def kinds(self) -> Ints:
        """Members of one kind have one number, which is that of their name, or of their fifth by numbers; -1 for gaps
        of names.
        """
        if self.codes is not None or self.numbers is None:
            return np.zeros(0, np.int64) if self.codes is None else self.codes
        return np.searchsorted(np.quantile(self.numbers, FIFTHS), self.numbers, side="right")


def columns(attributes: Mapping[str, Sequence[str]]) -> tuple[Column, ...]:
    """The attributes that can tell two members apart; constant columns and ones where all differ by name are left out.

    A cell is a number only if it is finite; a column is numeric if every filled cell is.
    """
    read = [_column(name, cells) for name, cells in attributes.items()]
    return tuple(one for one in read if one.numbers is not None or one.codes is not None)


def _column(name: str, cells: Sequence[str]) -> Column:
    numbers, filled = _numbers(cells), {cell for cell in cells if cell not in GAPS}
    if len(filled) < 2:
        return Column(name, None, None)
    as_names = len(filled) <= FEW if numbers is not None else len(filled) <= len(cells) / 2
    return Column(name, numbers, _codes(cells) if as_names else None)


GAPS = frozenset(("", "NA", "N/A", "NaN", "nan", "null", "None", "?", "inf", "-inf", "Infinity", "-Infinity"))


def _numbers(cells: Sequence[str]) -> Floats | None:
    try:
        found = np.array([math.nan if cell in GAPS else float(cell) for cell in cells])
    except ValueError:
        return None
    known = np.isfinite(found)
    largest = np.abs(found[known]).max(initial=0.0)
    if largest == 0:
        return None
    found = found / largest  # so that nothing overflows where it is squared
    middle, spread = found[known].mean(), found[known].std()
    if spread <= ALL_ONE:
        return None
    found[known] = (found[known] - middle) / spread
    if abs(np.mean(found[known] ** 3)) > SKEW:
        found[known] = ndtri((rankdata(found[known]) - 0.5) / np.count_nonzero(known))
    return np.where(known, np.clip(found, -5, 5), 0.0)


ALL_ONE = 1e-12
"""A spread below this share of the largest number is a matter of rounding."""
SKEW = 2.0
"""Where a few are far above all others, as with turnovers, numbers tell by their ranks."""


def _codes(cells: Sequence[str]) -> Ints:
    often = Counter(cell for cell in cells if cell not in GAPS)
    code = {one: at for at, (one, _n) in enumerate(sorted(often.items(), key=lambda pair: (-pair[1], pair[0])))}
    return np.array([code.get(cell, -1) for cell in cells], np.int64)


def attribute_features(known: Sequence[Column], left: Ints, right: Ints) -> Floats:
    """For pairs of members (n): how far apart their numbers are, whether their names are the same, and which two names
    meet; the same for (a, b) as for (b, a).
    """
    found = [feature for column in known for feature in _of_column(column, left, right)]
    found += _at_once([_same(column, left, right) for column in known[:CROSSED]])
    return np.array(found, np.float64).reshape(len(found), len(left)).T


def _of_column(column: Column, left: Ints, right: Ints) -> Iterator[Floats]:
    if column.numbers is not None:
        one, other = column.numbers[left], column.numbers[right]
        yield np.abs(one - other)
        yield np.exp(-CLOSE * (one - other) ** 2)
        yield one + other
        yield one * other
    if column.codes is not None:
        low, high = (pick(column.codes[left], column.codes[right]) for pick in (np.minimum, np.maximum))
        yield ((low == high) & (low >= 0)).astype(np.float64)
        yield from _meetings(low, high)


def _same(column: Column, left: Ints, right: Ints) -> Floats:
    """Whether their names are the same, or else how close their numbers are."""
    if column.codes is not None:
        same: Floats = ((column.codes[left] == column.codes[right]) & (column.codes[left] >= 0)).astype(np.float64)
        return same
    numbers = np.zeros(0) if column.numbers is None else column.numbers
    close: Floats = np.exp(-CLOSE * (numbers[left] - numbers[right]) ** 2)
    return close


def _at_once(same: Sequence[Floats]) -> list[Floats]:
    """What is the same in two columns at once."""
    return [same[one] * same[other] for one in range(len(same)) for other in range(one)]


def _meetings(low: Ints, high: Ints) -> Iterator[Floats]:
    for first in range(NAMED):
        for second in range(first, NAMED):
            meet = (low == first) & (high == second)
            if np.count_nonzero(meet) >= RARE_PAIR:
                yield meet.astype(np.float64)


def most_telling(known: Sequence[Column], left: Ints, right: Ints, tied: NDArray[np.bool_], most: int) -> list[Column]:
    """At most so many of the columns: those that go with being tied the most in these pairs (n), in their order."""
    strength = [max(_goes_with(said, tied) for said in _in_short(column, left, right)) for column in known]
    best = np.argsort(-np.array(strength), kind="stable")[:most]
    return [known[at] for at in np.sort(best)]


def _in_short(column: Column, left: Ints, right: Ints) -> Iterator[Floats]:
    yield _same(column, left, right)
    if column.numbers is not None:
        yield column.numbers[left] + column.numbers[right]


def _goes_with(said: Floats, tied: NDArray[np.bool_]) -> float:
    """How far what is said of the tied lies from the rest, in spreads; 0 where nothing can be told."""
    if not tied.any() or (spread := said.std()) <= ALL_ONE:
        return 0.0
    return float(abs(said[tied].mean() - said.mean()) / spread)


def likeness(known: Sequence[Column], size: int) -> csr_array:
    """For each member the members most like it by attributes (size, size), each row's weights summing to 1; all of
    them alike when nothing is known.
    """
    near = min(ALIKE, size - 1)
    rows, beside, weights = [], [], []
    for member in range(size):
        alike = _alike(known, member, size)
        best = np.argpartition(-alike, near - 1)[:near]
        rows.append(np.full(near, member))
        beside.append(best)
        weights.append(alike[best] / alike[best].sum())
    where = np.concatenate(rows), np.concatenate(beside)
    return csr_array((np.concatenate(weights), where), shape=(size, size))


def _alike(known: Sequence[Column], member: int, size: int) -> Floats:
    apart = np.zeros(size)
    for column in known:
        if column.numbers is not None:
            apart += np.minimum((column.numbers - column.numbers[member]) ** 2 / 2, 4)
        elif column.codes is not None:
            apart += column.codes != column.codes[member]
    alike = np.exp(-3 * apart / max(len(known), 1)) + 1e-9
    alike[member] = 0.0
    return alike
