"""What members each have several of (offers, needs, tags), as columns.

Members repeat each other: a hundred thousand have but some hundred different sets of offers, and far fewer sets of
needs and of tags than there are members. So each set is kept once, what a set says is reckoned once, and everybody who
has it looks it up.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from hometeam.engine.fit.trades import Bools, Floats, Ints


def each(starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """Every number of these ranges, and the position of the range that each is of."""
    counts = ends - starts
    at = np.repeat(np.arange(len(counts)), counts)
    return np.arange(len(at)) + (starts - np.cumsum(counts) + counts)[at], at


def portions(sizes: Ints, most: int) -> Iterator[slice]:
    """These in their order, so many at a time that their sizes come to about `most`; one that is larger, alone."""
    ends = np.cumsum(sizes)
    start = 0
    while start < len(sizes):
        before = int(ends[start - 1]) if start else 0
        end = max(start + 1, int(np.searchsorted(ends, before + most, side="right")))
        yield slice(start, end)
        start = end


def numbered(*columns: Ints | Bools | Floats) -> Ints:
    """Each different line of these columns as a number, in their order."""
    key = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        values, at = np.unique(column, return_inverse=True)
        _keys, key = np.unique(key * len(values) + at, return_inverse=True)
    return key


@dataclass(frozen=True, eq=False)
class Several:
    """`which` set each member has; the entries of set n, each a code with a weight, lie from `ends[n]` to
    `ends[n + 1]`. A set that nobody has any more, or one that is there twice, does no harm.
    """

    which: Ints
    ends: Ints
    codes: Ints
    weights: Floats

    @classmethod
    def of(cls, lists: Iterable[Iterable[tuple[int, float]]]) -> "Several":
        """One list of (code, weight) per member; of a code that comes twice the greatest weight counts."""
        numbers: dict[tuple[tuple[int, float], ...], int] = {}
        which = [numbers.setdefault(tuple(_greatest(pairs).items()), len(numbers)) for pairs in lists]
        told = [pair for pairs in numbers for pair in pairs]
        ends = np.cumsum([0, *map(len, numbers)])
        codes = np.array([code for code, _weight in told], np.int64)
        return cls(np.array(which, np.int64), ends, codes, np.array([weight for _code, weight in told], np.float64))

    def __len__(self) -> int:
        """How many sets there are."""
        return len(self.ends) - 1

    def kept(self, keep: Bools) -> "Several":
        """Only the members where `keep` is true, numbered anew."""
        return replace(self, which=self.which[keep])

    def with_rows(self, rows: Ints, other: "Several") -> "Several":
        """With what the other's members have, of whom n goes to `rows[n]`, which may be after the last; where nothing
        differs these themselves.
        """
        known = np.flatnonzero(rows < len(self.which))
        if len(known) == len(rows) and all(other._same_as(self, at, int(rows[at])) for at in known.tolist()):
            return self
        which = np.concatenate((self.which, np.zeros(max(int(rows.max()) + 1 - len(self.which), 0), np.int64)))
        which[rows] = other.which + len(self)
        ends = np.concatenate((self.ends, other.ends[1:] + self.ends[-1]))
        codes = np.concatenate((self.codes, other.codes))
        return Several(which, ends, codes, np.concatenate((self.weights, other.weights)))

    def _same_as(self, other: "Several", mine: int, theirs: int) -> bool:
        return all(map(np.array_equal, self.of_row(mine), other.of_row(theirs)))

    def of_row(self, row: int) -> tuple[Ints, Floats]:
        """Codes and weights of one member."""
        number = self.which[row]
        here = slice(self.ends[number], self.ends[number + 1])
        return self.codes[here], self.weights[here]

    def by_member(self) -> tuple[Ints, Ints, Floats]:
        """Row, code and weight of all that everybody has, in the order of the rows."""
        entry, rows = each(self.ends[self.which], self.ends[self.which + 1])
        return rows, self.codes[entry], self.weights[entry]

    def having(self, code: int) -> Ints:
        """The rows of all who have this code."""
        has = np.zeros(len(self), np.bool_)
        has[self.sets[self.codes == code]] = True
        return np.flatnonzero(has[self.which])

    @cached_property
    def sets(self) -> Ints:
        """The number of the set that each entry is of."""
        return np.repeat(np.arange(len(self)), np.diff(self.ends))

    @cached_property
    def members(self) -> Ints:
        """How many members have each set."""
        return np.bincount(self.which, minlength=len(self))

    @property
    def nothing(self) -> Bools:
        """Which members have none."""
        nothing: Bools = (np.diff(self.ends) == 0)[self.which]
        return nothing

    def best(self, values: Floats) -> Floats:
        """For each set the greatest of `values` (one per entry), 0 where there is none."""
        found = np.zeros(len(self))
        np.maximum.at(found, self.sets, values)
        return found

    def any(self, chances: Floats) -> Floats:
        """For each set the chance that any of its entries holds, 1 - Π(1 - chance)."""
        return -np.expm1(np.bincount(self.sets, np.log1p(-chances), minlength=len(self)))


def _greatest(pairs: Iterable[tuple[int, float]]) -> dict[int, float]:
    found: dict[int, float] = {}
    for key, weight in pairs:
        found[key] = max(weight, found.get(key, 0.0))
    return found
