"""The best for members of one part of the map among those around them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_expit

from hometeam.engine.fit.best import Best
from hometeam.engine.fit.near import EARTH_M, ONLINE_M, ways
from hometeam.engine.fit.pairs import Pairs, Work
from hometeam.engine.fit.pool import FitPool, Ints
from hometeam.engine.fit.score import SAME_WORK
from hometeam.engine.fit.sets import Sets, Singles
from hometeam.engine.fit.trades import Floats

CELL_DEGREES = 0.004
"""About 400 m: members this close to each other see all others at much the same way."""
NEVER = np.float32(-1e6)
"""Less than any sum of logits."""
GROUPS_FOR_EACH = 4
"""So many groups for each that is looked for: of fewer, more than are looked for would pass."""


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
    """Readers and those around, by sets and by where they are, with tables of what the sets say."""

    def __init__(self, pairs: Pairs, rows: Ints, around: Ints) -> None:
        self._pairs, self._rows, self._around = pairs, rows, around
        weigh = pairs.beliefs.weights
        self._offers, self._wants, self._sends = (
            Side.of(sets.which, rows, around) for sets in (pairs.offers, pairs.wants, pairs.sends)
        )
        self._want = pairs.wants_met.table(self._wants.sets, self._offers.sets)
        self._send = pairs.sends_met.table(self._sends.sets, self._offers.sets)
        self._needs, self._met = self._both_needs()
        own = np.ix_(self._offers.sets, self._offers.sets)
        self._together, self._alike = pairs.together[own], pairs.alike[own]
        self._plus = np.float32(2 * weigh["our_trades_go_together"]) * self._together
        self._plus += np.float32(max(2 * weigh["rivalry"], weigh["rivalry"] / 2)) * self._alike
        self._open = np.where(self._alike >= SAME_WORK, NEVER, self._plus)
        self._own = pairs.as_reader + pairs.as_other
        self._spots, self._places = self._seen_from()
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

        The least of the greatest numbers is found by groups: of many groups, each has one greatest, and the
        `least`-th of these is no greater than the `least`-th of all.
        """
        groups = GROUPS_FOR_EACH * least
        width = -(-len(self._around) // groups) if len(self._around) else 1
        padded = np.full(groups * width, NEVER, np.float32)
        candidates = np.full((len(readers), 2 * least), -1, np.int32)
        cuts = np.full(len(readers), NEVER)
        for at, sums in self._sums(readers, padded[: len(self._around)]):
            greatest = padded.reshape(width, groups).max(axis=0)
            cut = max(np.partition(greatest, groups - least)[groups - least], NEVER / 2)
            found = np.flatnonzero(sums >= cut)
            if len(found) > 2 * least:
                found = found[np.argpartition(-sums[found], 2 * least - 1)[: 2 * least]]
                cut = sums[found].min()
            candidates[at, : len(found)], cuts[at] = found, cut
        return candidates, cuts

    def _sums(self, readers: Ints, out: Singles) -> Iterator[tuple[int, Singles]]:
        """For one reader after the other the sum of both logits with everyone around, written into `out`; readers with
        the same offers come one after the other, as they have much of it in common.
        """
        pairs, rows = self._pairs, self._rows[readers]
        offers, needs, spots = self._offers.readers[readers], self._needs.readers[readers], self._spots[readers]
        kind = pairs.nonprofit[rows] * 2 + pairs.serves[rows]
        seen, base, known = (-1, -1), out, -1
        for at in np.lexsort((spots, needs, kind, offers)):
            if seen != (offers[at], kind[at]):
                seen, known, base = (offers[at], kind[at]), -1, self._from_offers(offers[at], rows[at])
            if known != needs[at]:
                known, sums = needs[at], base + self._met[needs[at]][self._offers.others]
            np.add(sums, self._places[spots[at]], out=out)
            for table, side in self._tags:
                own = table[side.readers[readers[at]]]
                if own is not None:
                    out += own[side.others]
            self._add_haunts(rows[at], out)
            yield int(at), out

    def _add_haunts(self, row: int, out: Singles) -> None:
        """What the place adds to both logits that says most of those where both are regulars."""
        mine = self._pairs.haunts.of_row(row)
        if len(mine):
            common = self._regulars[mine]
            others, first = np.unique(common.indices, return_index=True)
            out[others] += np.float32(2 * self._pairs.beliefs.weights["shared_haunt"]) * common.data[first]

    def _from_offers(self, offers: int, row: int) -> Singles:
        """What everybody around adds of themselves, and to whoever offers this."""
        pairs, weigh = self._pairs, self._pairs.beliefs.weights
        trades = (self._plus if pairs.serves[row] else self._open)[offers]
        mixed = pairs.nonprofit[self._around] != pairs.nonprofit[row]
        own = self._own[self._around] + np.float32(2 * weigh["business_and_nonprofit"]) * mixed
        found: Singles = own + trades[self._offers.others] + self._met[:, offers][self._needs.others]
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

        def tongues(one: Ints, other: Ints) -> Singles:
            shared = pairs.languages.shared(one, other)
            apart = (shared == 0) & pairs.speaks[one] & pairs.speaks[other]
            return np.where(apart, NEVER, 2 * weigh["shared_language"] * np.clip(2 * shared - 1, 0.0, 1.0))

        def sizes(one: Ints, other: Ints) -> Singles:
            reach = pairs.pool.reach
            return np.asarray(2 * weigh["alike_in_size"] * pairs.alike_in_size(reach[one], reach[other]), np.float32)

        for sets, say in (
            (pairs.sizes, sizes),
            (pairs.audience_sets, lambda a, b: 2 * weigh["shared_audience"] * pairs.shared_audience(a, b)),
            (pairs.value_sets, lambda a, b: 2 * weigh["shared_values"] * pairs.values.shared(a, b)),
            (pairs.like_sets, lambda a, b: 2 * weigh["like_the_same"] * pairs.likes.shared(a, b)),
            (pairs.language_sets, tongues),
        ):
            yield self._table(sets, say)

    def _table(self, sets: Sets, say: Callable[[Ints, Ints], Singles]) -> tuple[list[Singles | None], Side]:
        side = Side.of(sets.which, self._rows, self._around)
        members = sets.example[side.sets]
        table = np.asarray(say(members[:, None], members[None, :]), np.float32)
        return [line if line.any() else None for line in table], side

    def _seen_from(self) -> tuple[Ints, Singles]:
        """Which spot each reader is at, and what the way from there to everyone around adds to both logits, at most."""
        pool, rows = self._pairs.pool, self._rows
        x, y, z = pool.points[rows].T
        where = np.nan_to_num(np.stack((np.degrees(np.arcsin(z)), np.degrees(np.arctan2(y, x))), axis=1), nan=-999.0)
        cell = np.floor(where / CELL_DEGREES).astype(np.int64)
        blur = pool.blur_m[rows].astype(np.int64)
        seen = np.stack((blur, pool.cities[rows], pool.neighbourhoods[rows], pool.online[rows]), axis=1)
        _keys, first, spots = np.unique(np.hstack((cell, seen)), axis=0, return_index=True, return_inverse=True)
        spots = spots.reshape(-1)
        return spots, self._places_from(rows[first], spots)

    def _places_from(self, examples: Ints, spots: Ints) -> Singles:
        """One line for each spot; `examples` is one of the readers at each. Nobody at a spot is farther from that one
        than the slack, which is taken off every way; half-metres do not matter, so single precision will do.
        """
        pool, around = self._pairs.pool, self._around
        slack, there = self._slack(examples, spots), _Ground(pool, around)
        places = np.empty((len(examples), len(around)), np.float32)
        for spot, example in enumerate(examples.tolist()):
            if there.all_known and not np.isnan(pool.points[example, 0]):
                metres = np.maximum(there.metres_from(example) - slack[spot], 0)
                way = np.where(there.online, np.minimum(metres, ONLINE_M), metres) if pool.online[example] else metres
                places[spot] = self._pairs.place(metres, there.known, way)
            else:
                metres, known, way = ways(pool, example, around)
                places[spot] = self._pairs.place(np.maximum(metres - slack[spot], 0), known, way - slack[spot])
        return np.multiply(places, 2, out=places)

    def _slack(self, examples: Ints, spots: Ints) -> Singles:
        points = self._pairs.pool.points
        off = np.nan_to_num(np.linalg.norm(points[self._rows] - points[examples[spots]], axis=1)) * EARTH_M
        slack = np.zeros(len(examples), np.float32)
        np.maximum.at(slack, spots, off.astype(np.float32))
        return slack


class _Ground:
    """Where some members are, in metres from the middle of them all."""

    def __init__(self, pool: FitPool, rows: Ints) -> None:
        self._pool, points = pool, pool.points[rows]
        self.known = ~np.isnan(points[:, 0])
        self.all_known = bool(self.known.all())
        self.online = pool.online[rows]
        self._middle = points.mean(axis=0) if len(rows) else np.zeros(3)
        self._x, self._y, self._z = self._flat(points)
        self._blur = pool.blur_m[rows].astype(np.float32)

    def metres_from(self, row: int) -> Singles:
        """The way to all of them, straight."""
        x, y, z = self._flat(self._pool.points[row])
        square = (self._x - x) ** 2
        square += (self._y - y) ** 2
        square += (self._z - z) ** 2
        metres: Singles = np.sqrt(square, out=square)
        metres += self._blur
        metres += np.float32(self._pool.blur_m[row])
        return metres

    def _flat(self, points: Floats) -> Singles:
        return np.ascontiguousarray(((points - self._middle) * EARTH_M).astype(np.float32).T)
