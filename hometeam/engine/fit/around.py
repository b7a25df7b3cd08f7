"""The best for members of one part of the map among those around them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import log_expit

from hometeam.engine.fit.best import Best, best_first
from hometeam.engine.fit.few import Few
from hometeam.engine.fit.ground import seen_from
from hometeam.engine.fit.pairs import Pairs, Work
from hometeam.engine.fit.score import SAME_WORK
from hometeam.engine.fit.sets import Sets, Singles
from hometeam.engine.fit.steps import NEVER, NEVER_STEPS, UNCHECKED, Steps, Whole
from hometeam.engine.fit.trades import Ints

READERS_AT_ONCE = 512
"""For so many readers at a time it is reckoned what their offers and needs bring."""


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
        ones, at = np.ones(len(self.others), np.int16), np.arange(len(self.others))
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
        own = np.ix_(self._offers.sets, self._offers.sets)
        self._together, self._alike = pairs.together[own], pairs.alike[own]
        plus = np.float32(2 * weigh["our_trades_go_together"]) * self._together
        plus += np.float32(max(2 * weigh["rivalry"], weigh["rivalry"] / 2)) * self._alike
        self._own = pairs.as_reader + pairs.as_other
        themselves = np.stack([self._seen_by(nonprofit) for nonprofit in (False, True)])
        tags = list(self._tables())
        ways_and_haunts = [weigh[key] * 2 for key in ("near_each_other", "way", "shared_haunt")]
        said = (plus, gained.data, themselves, *(table for table, _side in tags), *map(np.array, ways_and_haunts))
        self._steps = steps = Steps(_most(said))
        self._plus, self._themselves, gained.data = steps.of(plus), steps.of(themselves), steps.of(gained.data)
        self._open = np.where(self._alike >= SAME_WORK, np.int16(NEVER_STEPS), self._plus)
        self._gained_by = np.ascontiguousarray(gained.toarray().T)
        self._needs_met = csr_array(gained @ self._offers.of_others())
        self._tags = [(steps.of(table).take(side.others, axis=1, mode=UNCHECKED), side.readers) for table, side in tags]
        self._spots, self._places = seen_from(pairs, rows, around, steps)
        self._regulars = pairs.haunts.regulars(around)

    def best(self, readers: Ints, top: int, least: int) -> tuple[Best, Singles]:
        """The best for these readers, with the rank that nobody who was not looked at can have more than."""
        candidates, sums = self._promising(readers, least)
        bound = np.asarray(
            2 * log_expit((self._steps.as_numbers(sums) + self._own[self._rows[readers]]) / 2), np.float32
        )
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

    def _promising(self, readers: Ints, least: int) -> tuple[NDArray[np.int32], Whole]:
        """For each reader at least `least` of those around with the greatest sums, -1 after the last, and the sum that
        all others have no more than.
        """
        candidates = np.full((len(readers), 2 * least), -1, np.int32)
        cuts, few = np.full(len(readers), NEVER_STEPS, np.int16), Few(len(self._around), least)
        for some in self._sums(readers, few.room):
            line, place, cuts[some] = few.greatest(len(some))
            within = np.arange(len(line)) - np.searchsorted(line, line)
            candidates[some[line], within] = place
        return candidates, cuts

    def _sums(self, readers: Ints, room: Whole) -> Iterator[Ints]:
        """Positions of some readers after others, when the sums of both logits with everyone around are written into
        the first lines of `room`; those with the same work come one after the other, as they have it in common.
        """
        rows, pairs, needs = self._rows[readers], self._pairs, self._needs.readers[readers]
        own = self._offers.readers[readers] * 4 + pairs.nonprofit[rows] * 2 + pairs.serves[rows]
        order = np.lexsort((needs, own))
        by_work = self._by_work(own[order], needs[order])
        for some in np.split(order, range(len(room), len(order), len(room))):
            spots = self._spots[readers[some]].tolist()
            for line, spot, work in zip(room, spots, by_work, strict=False):
                np.add(work, self._places[spot], out=line[: len(work)])
            self._add_tags(readers[some], room)
            yield some

    def _by_work(self, own: Ints, needs: Ints) -> Iterator[Whole]:
        """What everybody around adds of themselves and by work, for one after the other."""
        for start in range(0, len(own), READERS_AT_ONCE):
            here = slice(start, start + READERS_AT_ONCE)
            different, line = np.unique(own[here], return_inverse=True)
            base, last = self._from_offers(different), None
            for each in zip(line.tolist(), needs[here].tolist(), strict=True):
                if each != last:
                    found, last = self._with_needs(base[each[0]], each[1]), each
                yield found

    def _with_needs(self, base: Whole, needs: int) -> Whole:
        found, met = base.copy(), self._needs_met
        here = slice(*met.indptr[needs : needs + 2])
        found[met.indices[here]] += met.data[here]
        return found

    def _add_tags(self, readers: Ints, sums: Whole) -> None:
        for line in np.flatnonzero(self._pairs.told[self._rows[readers]]).tolist():
            told = sums[line, self._told]
            for table, sets in self._tags:
                told += table[sets[readers[line]]]
            if self._regulars.nnz:
                self._add_haunts(self._rows[readers[line]], sums[line])

    def _add_haunts(self, row: int, out: Whole) -> None:
        """What the place adds to both logits that says most of those where both are regulars."""
        mine = self._pairs.haunts.of_row(row)
        if len(mine):
            common = self._regulars[mine]
            others, first = np.unique(common.indices, return_index=True)
            weigh = np.float32(2 * self._pairs.beliefs.weights["shared_haunt"])
            out[others] += self._steps.of(weigh * common.data[first])

    def _from_offers(self, own: Ints) -> Whole:
        """What everybody around adds of themselves, and to whoever offers this, a line for each (see `_sums`)."""
        offers, nonprofit, serves = own // 4, own // 2 % 2, own % 2 > 0
        trades = np.where(serves[:, None], self._plus[offers], self._open[offers])
        found: Whole = trades.take(self._offers.others, axis=1, mode=UNCHECKED)
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
        return np.asarray(say(members[:, None], members[None, :]), np.float32), side


def _most(parts: Iterable[Singles]) -> float:
    """What these add up to at most, or at least, without the sign, where each says one thing or NEVER."""
    said = (np.abs(part[part > NEVER / 2]).max(initial=0) for part in parts)
    return max(float(sum(said)), 1.0)
