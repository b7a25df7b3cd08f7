"""Members repeat each other: what they have several of, as sets, each of which is reckoned with once."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from hometeam.engine.fit.pool import Entries, FitPool, Ints

Singles = NDArray[np.float32]
Words = NDArray[np.uint64]
WORD = 64


@dataclass(frozen=True, eq=False)
class Sets:
    """Which of the distinct sets each of `size` members has, and a member that has it, for each."""

    which: Ints
    example: Ints

    @classmethod
    def of(cls, entries: Entries, size: int) -> "Sets":
        """Sets are the same when codes and weights are (by a 64-bit sum of mixed bits: two of a million different sets
        fall together once in some millions of pools).
        """
        told = np.zeros(size, np.uint64)
        np.add.at(told, entries.rows, _mixed(entries.codes.view(np.uint64) ^ _mixed(entries.weights.view(np.uint64))))
        _values, example, which = np.unique(told, return_index=True, return_inverse=True)
        return cls(which.reshape(-1), example)

    def entries(self, entries: Entries) -> Entries:
        """The entries of each set, with the set's number in the place of the member's row."""
        number = np.full(len(self.which), -1)
        number[self.example] = np.arange(len(self.example))
        here = number[entries.rows] >= 0
        return Entries(number[entries.rows[here]], entries.codes[here], entries.weights[here])


def _mixed(bits: Words) -> Words:
    """Bits stirred well (Steele and others, *Fast splittable pseudorandom number generators*, 2014)."""
    bits = bits + np.uint64(0x9E3779B97F4A7C15)
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: Words = bits ^ (bits >> np.uint64(31))
    return mixed


@dataclass(frozen=True, eq=False)
class Tags:
    """Each member's tags as bits, those that say most first, and how much the one of each bit says."""

    bits: Words
    says: Singles

    @classmethod
    def of(cls, entries: Entries, size: int, says: Mapping[int, float]) -> "Tags":
        """From entries of tags; `says` how much it says when two have a tag in common, by the tag's code."""
        order = sorted(says, key=lambda tag: (-says[tag], tag))
        position = {tag: at for at, tag in enumerate(order)}
        at = np.fromiter((position[int(tag)] for tag in entries.codes), np.int64, len(entries.codes))
        bits = np.zeros((size, max(1, -(-len(order) // WORD))), np.uint64)
        np.bitwise_or.at(bits, (entries.rows, at // WORD), np.uint64(1) << (at % WORD).astype(np.uint64))
        counts = np.zeros(bits.shape[1] * WORD, np.float32)
        counts[: len(order)] = [says[tag] for tag in order]
        return cls(bits, counts)

    def shared(self, one: Ints, other: Ints) -> Singles:
        """How much the tag that says most of those that both have says, 0 where they have none in common; rows are
        taken together as numpy does it.
        """
        found = np.zeros(np.broadcast_shapes(one.shape, other.shape), np.float32)
        for word in reversed(range(self.bits.shape[1])):
            both = self.bits[one, word] & self.bits[other, word]
            lowest = both & (~both + np.uint64(1))
            says = self.says[word * WORD + np.minimum(np.bitwise_count(lowest - np.uint64(1)), WORD - 1)]
            found = np.where(both != 0, says, found)
        return found


@dataclass(frozen=True, eq=False)
class Met:
    """How well sets of offers meet sets of needs: `e = 1 - Π (1 - chance of each need)`, as a product of tables."""

    needs: csr_array
    """Set of needs by single need: 1 where the set has it."""
    logs: Singles
    """Single need by set of offers: log(1 - chance that it is met)."""

    def table(self, needs: Ints, offers: Ints) -> Singles:
        """The evidence for each of these sets of needs by each of these sets of offers."""
        met: Singles = -np.expm1(np.asarray(self.needs[needs] @ self.logs[:, offers], np.float32))
        return met


def met(pool: FitPool, sets: Sets, needs: Entries, best: Singles, certain: float) -> Met:
    """For the sets of these needs; `best` is how close each service's best offer in a set of offers is."""
    of_sets = sets.entries(needs)
    singles, which = np.unique(np.stack((of_sets.codes, of_sets.weights), axis=1), axis=0, return_inverse=True)
    services = singles[:, 0].astype(np.int64)
    chance = (certain * singles[:, 1] * pool.rarity[services])[:, None] * best[services]
    ones = np.ones(len(of_sets.rows), np.float32)
    has = csr_array((ones, (of_sets.rows, which.reshape(-1))), shape=(len(sets.example), len(singles)))
    return Met(has, np.log1p(-chance).astype(np.float32))


def greatest(table: NDArray[np.float64], sets: Sets, entries: Entries, *, sure: bool = True) -> Singles:
    """Service by set: the greatest entry of a table that a set's services have with each service."""
    of_sets = sets.entries(entries)
    found = np.zeros((len(sets.example), len(table)), np.float32)
    values = table[of_sets.codes] * (of_sets.weights[:, None] if sure else 1.0)
    np.maximum.at(found, of_sets.rows, values.astype(np.float32))
    return np.ascontiguousarray(found.T)
