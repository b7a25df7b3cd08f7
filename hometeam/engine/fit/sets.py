"""Members repeat each other: what they have several of, as sets, each of which is reckoned with once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from hometeam.engine.fit.mixing import Words
from hometeam.engine.fit.pool import FitPool
from hometeam.engine.fit.several import Several, each
from hometeam.engine.fit.trades import Bools, Ints

Singles = NDArray[np.float32]
WORD = 64


@dataclass(frozen=True, eq=False)
class Sets:
    """Which of some sets each member has, and a member that has it, for each; any, where nobody has."""

    which: Ints
    example: Ints

    @classmethod
    def of(cls, which: Ints, size: int) -> "Sets":
        """Of so many sets."""
        example = np.zeros(size, np.int64)
        example[which] = np.arange(len(which))
        return cls(which, example)


@dataclass(frozen=True, eq=False)
class Tags:
    """Each member's tags as bits (words, members), those that say most first; `says` how much the one of each bit says
    (see `score.py`); `bit_of` which bit a tag's code has.
    """

    bits: Words
    says: Singles
    bit_of: Mapping[int, int]

    @classmethod
    def of(cls, tags: Several) -> "Tags":
        """From the tags that each has."""
        size, (rows, told, _weights) = len(tags.which), tags.by_member()
        codes, counts = np.unique(told, return_counts=True)
        says = 1 - 0.5 * np.log(counts) / np.log(max(size, 2))
        order = np.argsort(-says, kind="stable")
        words = max(1, -(-len(order) // WORD))
        padded = np.zeros(words * WORD, np.float32)
        padded[: len(order)] = says[order]
        bit_of = {int(tag): bit for bit, tag in enumerate(codes[order])}
        empty = cls(np.zeros((words, size), np.uint64), padded, bit_of)
        bits = np.argsort(order)[np.searchsorted(codes, told)] if len(codes) else told
        return cls(empty.with_bits(rows, bits), padded, bit_of)

    def with_bits(self, rows: Ints, bits: Ints) -> Words:
        """Words like these where nothing but these bits of these rows is set."""
        words = np.zeros_like(self.bits)
        np.bitwise_or.at(words, (bits // WORD, rows), np.uint64(1) << (bits % WORD).astype(np.uint64))
        return words

    @property
    def any(self) -> Bools:
        """Who has any."""
        return np.asarray(self.bits.any(axis=0), np.bool_)

    def shared(self, one: Ints, other: Ints) -> Singles:
        """How much the tag that says most of those that both have says, 0 where they have none in common; rows are
        taken together as numpy does it.
        """
        found: Singles = np.zeros((), np.float32)
        for word, bits in reversed(list(enumerate(self.bits))):
            both = bits[one] & bits[other]
            first = np.bitwise_count((both & (0 - both)) - np.uint64(1))  # the word's length where none is set
            says = np.append(self.says[word * WORD : (word + 1) * WORD], np.float32(0)).take(first)
            found = np.where(first < WORD, says, found) if word < len(self.bits) - 1 else says
        return found


@dataclass(frozen=True, eq=False)
class Met:
    """How well sets of offers meet sets of needs: `e = 1 - Π (1 - chance of each need)`, as a product of tables."""

    needs: csr_array
    """Set of needs by single need: 1 where the set has it."""
    logs: Singles
    """Single need by set of offers: log(1 - chance that it is met)."""

    def pairs(self, needs: Ints, offers: Ints) -> Singles:
        """The evidence for pairs of a set of needs and a set of offers."""
        single, pair = self._singles(needs)
        logs = self.logs[single, offers[pair]]
        return (-np.expm1(np.bincount(pair, logs, minlength=len(needs)))).astype(np.float32)

    def sparse(self, needs: Ints, offers: Ints) -> csr_array:
        """The same as `table`, which mostly is nought."""
        return csr_array(self._all[needs][:, offers])

    def table(self, needs: Ints, offers: Ints | None = None) -> Singles:
        """The evidence for each of these sets of needs by each of these sets of offers, or by all."""
        single, line = self._singles(needs)
        starts = np.searchsorted(line, np.arange(len(needs) + 1))
        has = csr_array((np.ones(len(single), np.float32), single, starts), shape=(len(needs), len(self.logs)))
        met: Singles = -np.expm1(has @ (self.logs if offers is None else self.logs[:, offers]))
        return met

    @cached_property
    def _all(self) -> csr_array:
        met = csr_array(self.needs @ csr_array(self.logs))
        met.data = -np.expm1(met.data)
        return met

    def _singles(self, needs: Ints) -> tuple[Ints, Ints]:
        """The single needs of each of these sets, and the position of the set that has each."""
        ends = self.needs.indptr.astype(np.int64)
        places, at = each(ends[needs], ends[needs + 1])
        return self.needs.indices[places].astype(np.int64), at


def met(pool: FitPool, needs: Several, best: Singles, certain: float) -> Met:
    """For the sets of these needs; `best` is how close each service's best offer in a set of offers is."""
    sure, how_sure = np.unique(needs.weights, return_inverse=True)
    singles, which = np.unique(needs.codes * max(len(sure), 1) + how_sure.reshape(-1), return_inverse=True)
    services, how_sure = np.divmod(singles, max(len(sure), 1))
    chance = (certain * sure[how_sure] * pool.rarity[services])[:, None] * best[services]
    ones = np.ones(len(needs.codes), np.float32)
    has = csr_array((ones, (needs.sets, which.reshape(-1))), shape=(len(needs), len(singles)))
    return Met(has, np.log1p(-chance).astype(np.float32))


def greatest(table: Singles, offers: Several, *, sure: bool = True) -> Singles:
    """Set by column: the greatest of the lines that a table has for the services of each set, each counted as much as
    it is `sure` to be in the set.
    """
    lines = table[offers.codes]
    if sure:
        lines *= offers.weights[:, None].astype(np.float32)
    having = np.flatnonzero(np.diff(offers.ends))
    found = np.zeros((len(offers), table.shape[1]), np.float32)
    if len(having):
        found[having] = np.maximum.reduceat(lines, offers.ends[having])
    return found
