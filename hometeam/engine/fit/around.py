"""The best for members of one part of the map among those around them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import log_expit

from hometeam.engine.fit.best import Best, best_first
from hometeam.engine.fit.few import NEVER, Few
from hometeam.engine.fit.ground import seen_from
from hometeam.engine.fit.pairs import Pairs, Work
from hometeam.engine.fit.score import SAME_WORK
from hometeam.engine.fit.sets import Sets, Singles
from hometeam.engine.fit.trades import Bools, Ints

READERS_AT_ONCE = 512
"""For so many readers at a time it is reckoned what their offers and needs bring."""
UNCHECKED: Literal["wrap"] = "wrap"
"""NumPy takes what is known to be there sooner where it does not look first."""


@dataclass(frozen=True, eq=False)
class Side:
    """Which of some sets, numbered anew, each of the readers has, and each of those around."""

    sets: Ints
    readers: Ints
    others: Ints

    @classmethod
    def of(cls, which: Ints, readers: Ints, others: Ints) -> "Side":
        """Of the sets that these members have."""
        sets, at = np.unique(np.concatenate((which[readers], which[others])), return_inverse=True)
        return cls(sets, at[: len(readers)], at[len(readers) :])

    def of_others(self) -> csr_array:
        """Which set each of those around has, as a table of set by position."""
        ones, at = np.ones(len(self.others), np.float32), np.arange(len(self.others))
        return csr_array((ones, (self.others, at)), shape=(len(self.sets), len(at)))


class Around:
    """Readers and those around, by sets and by where they are, with tables of what the sets say. Those around who have
    told anything that tags are made of come last, so that tags are looked up for them alone.
    """

    def __init__(self, pairs: Pairs, rows: Ints, around: Ints) -> None:
        told = pairs.told[around]
        around = around[np.argsort(told, kind="stable")]
        self._pairs, self._rows, self._around = pairs, rows, around
        self._told = slice(int(np.count_nonzero(~told)), len(around))
        weigh = pairs.beliefs.weights
        self._offers, self._wants, self._sends = (
            Side.of(sets.which, rows, around) for sets in (pairs.pool.offers, pairs.pool.wants, pairs.pool.sends)
        )
        self._want = pairs.wants_met.sparse(self._wants.sets, self._offers.sets).toarray()
        self._send = pairs.sends_met.sparse(self._sends.sets, self._offers.sets).toarray()
        self._needs, gained = self._both_needs()
        self._gained_by = np.ascontiguousarray(gained.toarray().T)
        self._needs_met = csr_array(gained @ self._offers.of_others())
        own = np.ix_(self._offers.sets, self._offers.sets)
        self._together, self._alike = pairs.together[own], pairs.alike[own]
        self._plus = np.float32(2 * weigh["our_trades_go_together"]) * self._together
        self._plus += np.float32(max(2 * weigh["rivalry"], weigh["rivalry"] / 2)) * self._alike
        self._open = np.where(self._alike >= SAME_WORK, NEVER, self._plus)
        self._own = pairs.as_reader + pairs.as_other
        self._themselves = np.stack([self._seen_by(nonprofit) for nonprofit in (False, True)])
        self._spots, self._places = seen_from(pairs, rows, around)
        self._tags = list(self._tables())
        self._regulars = pairs.haunts.regulars(around)

    def best(self, readers: Ints, top: int, least: int) -> tuple[Best, Singles]:
        """The best for these readers, with the rank that nobody who was not looked at can have more than."""
        candidates, sums = self._promising(readers, least)
        bound = np.asarray(2 * log_expit((sums + self._own[self._rows[readers]]) / 2), np.float32)
        has = candidates >= 0
        reader, _place = np.nonzero(has)
        ranks = np.full(candidates.shape, -np.inf, np.float32)
        ranks[has] = self._ranks(readers[reader], candidates[has].astype(np.int64))
        order = best_first(ranks)[:, :top]
        best = Best.nobody(self._rows[readers], top)
        found, width = np.take_along_axis(ranks, order, axis=1), order.shape[1]
        best.ranks[:, :width] = found
        others = self._around[np.take_along_axis(candidates, order, axis=1)]
        best.others[:, :width] = np.where(np.isfinite(found), others, -1)
        return best, bound

    def _ranks(self, reader: Ints, other: Ints) -> Singles:
        mine, theirs = self._offers.readers[reader], self._offers.others[other]
        work = Work(
            self._want[self._wants.readers[reader], theirs],
            self._send[self._sends.readers[reader], theirs],
            self._want[self._wants.others[other], mine],
            self._send[self._sends.others[other], mine],
            self._together[mine, theirs],
            self._alike[mine, theirs],
        )
        return self._pairs.ranks(self._rows[reader], self._around[other], work)

    def _promising(self, readers: Ints, least: int) -> tuple[NDArray[np.int32], Singles]:
        """For each reader at least `least` of those around with the greatest sums, -1 after the last, and the sum that
        all others have no more than.
        """
        candidates = np.full((len(readers), 2 * least), -1, np.int32)
        cuts, few = np.full(len(readers), NEVER), Few(len(self._around), least)
        for some in self._sums(readers, few.room):
            line, place, cuts[some] = few.greatest(len(some))
            within = np.arange(len(line)) - np.searchsorted(line, line)
            candidates[some[line], within] = place
        return candidates, cuts

    def _sums(self, readers: Ints, room: Singles) -> Iterator[Ints]:
        """Positions of some readers after others, when the sums of both logits with everyone around are written into
        the first lines of `room`; those with the same offers come one after the other, as they have much of it in
        common.
        """
        rows, pairs, offers = self._rows[readers], self._pairs, self._offers.readers[readers]
        kind = pairs.nonprofit[rows] * 2 + pairs.serves[rows]
        order = np.lexsort((kind, offers, pairs.told[rows]))
        for some in np.split(order, range(READERS_AT_ONCE, len(order), READERS_AT_ONCE)):
            own, which = np.unique(offers[some] * 4 + kind[some], return_inverse=True)
            base = self._from_offers(own // 4, nonprofit=own // 2 % 2, serves=own % 2 > 0)
            gained = csr_array(self._needs_met[self._needs.readers[readers[some]]])
            for start in range(0, len(some), len(room)):
                part = slice(start, start + len(room))
                spots = self._spots[readers[some[part]]]
                for line, own_base, spot in zip(room, which[part].tolist(), spots.tolist(), strict=False):
                    np.add(base[own_base], self._places[spot], out=line[: base.shape[1]])
                _add(room, gained.indptr[start : start + len(spots) + 1], gained)
                self._add_tags(readers[some[part]], room)
                yield some[part]

    def _add_tags(self, readers: Ints, sums: Singles) -> None:
        lines = np.flatnonzero(self._pairs.told[self._rows[readers]])
        if len(lines):
            for table, side in self._tags:
                said = table[side.readers[readers[lines]]]
                sums[lines, self._told] += said.take(side.others, axis=1, mode=UNCHECKED)
        if self._regulars.nnz:
            for line in lines.tolist():
                self._add_haunts(self._rows[readers[line]], sums[line])

    def _add_haunts(self, row: int, out: Singles) -> None:
        """What the place adds to both logits that says most of those where both are regulars."""
        mine = self._pairs.haunts.of_row(row)
        if len(mine):
            common = self._regulars[mine]
            others, first = np.unique(common.indices, return_index=True)
            out[others] += np.float32(2 * self._pairs.beliefs.weights["shared_haunt"]) * common.data[first]

    def _from_offers(self, offers: Ints, *, nonprofit: Ints, serves: Bools) -> Singles:
        """What everybody around adds of themselves, and to whoever offers this, a line for each."""
        trades = np.where(serves[:, None], self._plus[offers], self._open[offers])
        found: Singles = trades.take(self._offers.others, axis=1, mode=UNCHECKED)
        found += self._themselves[nonprofit]
        found += self._gained_by[offers].take(self._needs.others, axis=1, mode=UNCHECKED)
        return found

    def _seen_by(self, nonprofit: bool) -> Singles:
        """What everybody around adds of themselves to a member who is a nonprofit, or is none."""
        mixed = self._pairs.nonprofit[self._around] != nonprofit
        weigh = np.float32(2 * self._pairs.beliefs.weights["business_and_nonprofit"])
        found: Singles = self._own[self._around] + weigh * mixed
        return found

    def _both_needs(self) -> tuple[Side, csr_array]:
        """Wants and what is sent away taken together, and what both sides gain where they are met."""
        many, (wanted, sent) = len(self._sends.sets), self._pairs.both_gain
        readers = self._wants.readers * many + self._sends.readers
        others = self._wants.others * many + self._sends.others
        both = Side.of(
            np.concatenate((readers, others)), np.arange(len(readers)), len(readers) + np.arange(len(others))
        )
        wants, sends = self._wants.sets[both.sets // many], self._sends.sets[both.sets % many]
        gained = self._pairs.wants_met.sparse(wants, self._offers.sets) * wanted
        return both, csr_array(gained + self._pairs.sends_met.sparse(sends, self._offers.sets) * sent)

    def _tables(self) -> Iterator[tuple[Singles, Side]]:
        """What each set of tags, and each size, says to each other."""
        pairs, weigh = self._pairs, self._pairs.beliefs.weights

        def tongues_and_sizes(one: Ints, other: Ints) -> Singles:
            shared, reach = pairs.languages.shared(one, other), pairs.pool.reach
            apart = (shared == 0) & pairs.speaks[one] & pairs.speaks[other]
            said = weigh["shared_language"] * np.clip(2 * shared - 1, 0.0, 1.0)
            said += weigh["alike_in_size"] * pairs.alike_in_size(reach[one], reach[other])
            return np.where(apart, NEVER, 2 * said)

        for sets, say in (
            (pairs.tongues_and_sizes, tongues_and_sizes),
            (pairs.audience_sets, lambda a, b: 2 * weigh["shared_audience"] * pairs.shared_audience(a, b)),
            (pairs.value_sets, lambda a, b: 2 * weigh["shared_values"] * pairs.values.shared(a, b)),
            (pairs.like_sets, lambda a, b: 2 * weigh["like_the_same"] * pairs.likes.shared(a, b)),
        ):
            table, side = self._table(sets, say)
            if table.any():
                yield table, side

    def _table(self, sets: Sets, say: Callable[[Ints, Ints], Singles]) -> tuple[Singles, Side]:
        side = Side.of(sets.which, self._rows, self._around[self._told])
        members = sets.example[side.sets]
        table = np.asarray(say(members[:, None], members[None, :]), np.float32)
        return table, side


def _add(room: Singles, ends: NDArray[np.int32], table: csr_array) -> None:
    """Add to one line of `room` after the other those of the table that begin and end there."""
    here, width = slice(ends[0], ends[-1]), room.shape[1]
    at = np.arange(0, width * (len(ends) - 1), width).repeat(np.diff(ends)) + table.indices[here]
    room.reshape(-1)[at] += table.data[here]
