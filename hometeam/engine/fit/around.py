"""The best for members of one part of the map among those around them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_expit

from hometeam.engine.fit.best import Best
from hometeam.engine.fit.few import NEVER, Few
from hometeam.engine.fit.ground import seen_from
from hometeam.engine.fit.pairs import Pairs, Work
from hometeam.engine.fit.pool import Ints
from hometeam.engine.fit.score import SAME_WORK
from hometeam.engine.fit.sets import Sets, Singles


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
            Side.of(sets.which, rows, around) for sets in (pairs.offers, pairs.wants, pairs.sends)
        )
        self._want = pairs.wants_met.table(self._wants.sets, self._offers.sets)
        self._send = pairs.sends_met.table(self._sends.sets, self._offers.sets)
        self._needs, self._gained = self._both_needs()
        self._gained_by = np.ascontiguousarray(self._gained.T)
        own = np.ix_(self._offers.sets, self._offers.sets)
        self._together, self._alike = pairs.together[own], pairs.alike[own]
        self._plus = np.float32(2 * weigh["our_trades_go_together"]) * self._together
        self._plus += np.float32(max(2 * weigh["rivalry"], weigh["rivalry"] / 2)) * self._alike
        self._open = np.where(self._alike >= SAME_WORK, NEVER, self._plus)
        self._own = pairs.as_reader + pairs.as_other
        self._themselves = [self._seen_by(nonprofit) for nonprofit in (False, True)]
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
        order = np.argsort(-ranks, axis=1, kind="stable")[:, :top]
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
        cuts = np.full(len(readers), NEVER)
        few = Few(len(self._around), least)
        for at, as_before in self._sums(readers, few.sums):
            found, cuts[at] = few.greatest(as_before=as_before)
            candidates[at, : len(found)] = found
        return candidates, cuts

    def _sums(self, readers: Ints, out: Singles) -> Iterator[tuple[int, bool]]:
        """For one reader after the other the sum of both logits with everyone around, written into `out`, and whether
        it differs from the last one's by the way alone; readers with the same offers come one after the other, as they
        have much of it in common.
        """
        pairs, rows = self._pairs, self._rows[readers]
        kind = pairs.nonprofit[rows] * 4 + pairs.serves[rows] * 2 + pairs.told[rows]
        own = (self._offers.readers[readers], kind, self._needs.readers[readers], self._spots[readers])
        order = np.lexsort(own[::-1])
        told, work, before = out[self._told], np.empty_like(out), (-1, -1, -1)
        for at, *work_of, spot in zip(order.tolist(), *(column[order].tolist() for column in own), strict=True):
            offers, sort, needs = now = tuple(work_of)
            if now[:2] != before[:2]:
                base = self._from_offers(offers, nonprofit=sort >= 4, serves=sort & 2 > 0)
            if now != before:
                self._gained[needs].take(self._offers.others, out=work, mode="clip")
                work += base
            np.add(work, self._places[spot], out=out)
            if sort & 1:
                self._add_tags(readers[at], told)
                self._add_haunts(rows[at], out)
            yield at, now == before
            before = now

    def _add_tags(self, reader: int, told: Singles) -> None:
        for table, side in self._tags:
            line = table[side.readers[reader]]
            if line is not None:
                told += line.take(side.others, mode="clip")

    def _add_haunts(self, row: int, out: Singles) -> None:
        """What the place adds to both logits that says most of those where both are regulars."""
        mine = self._pairs.haunts.of_row(row)
        if len(mine):
            common = self._regulars[mine]
            others, first = np.unique(common.indices, return_index=True)
            out[others] += np.float32(2 * self._pairs.beliefs.weights["shared_haunt"]) * common.data[first]

    def _from_offers(self, offers: int, *, nonprofit: bool, serves: bool) -> Singles:
        """What everybody around adds of themselves, and to whoever offers this."""
        trades = (self._plus if serves else self._open)[offers]
        found: Singles = trades.take(self._offers.others, mode="clip")
        found += self._themselves[nonprofit]
        found += self._gained_by[offers].take(self._needs.others, mode="clip")
        return found

    def _seen_by(self, nonprofit: bool) -> Singles:
        """What everybody around adds of themselves to a member who is a nonprofit, or is none."""
        mixed = self._pairs.nonprofit[self._around] != nonprofit
        weigh = np.float32(2 * self._pairs.beliefs.weights["business_and_nonprofit"])
        found: Singles = self._own[self._around] + weigh * mixed
        return found

    def _both_needs(self) -> tuple[Side, Singles]:
        """Wants and what is sent away taken together, and what both sides gain where they are met."""
        many, (wanted, sent) = len(self._sends.sets), self._pairs.both_gain
        readers = self._wants.readers * many + self._sends.readers
        others = self._wants.others * many + self._sends.others
        both = Side.of(
            np.concatenate((readers, others)), np.arange(len(readers)), len(readers) + np.arange(len(others))
        )
        gained: Singles = wanted * self._want[both.sets // many] + sent * self._send[both.sets % many]
        return both, gained

    def _tables(self) -> Iterator[tuple[list[Singles | None], Side]]:
        """What each set of tags, and each size, says to each other; None for a set that says nothing."""
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
            yield self._table(sets, say)

    def _table(self, sets: Sets, say: Callable[[Ints, Ints], Singles]) -> tuple[list[Singles | None], Side]:
        side = Side.of(sets.which, self._rows, self._around[self._told])
        members = sets.example[side.sets]
        table = np.asarray(say(members[:, None], members[None, :]), np.float32)
        return [line if line.any() else None for line in table], side
