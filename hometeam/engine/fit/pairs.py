"""The score of many pairs at once. Says what `score.py` says, which is the one to read; a test holds the two together.

What a pair's sets of offers, needs and tags say to each other is looked up in tables, so that a pair costs some dozen
look-ups; all other evidence is reckoned from columns.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, reduce

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from hometeam.engine.fit.audiences import NEIGHBOURS
from hometeam.engine.fit.facts import RING_M
from hometeam.engine.fit.haunts import Haunts
from hometeam.engine.fit.near import ways
from hometeam.engine.fit.pool import FitPool, code
from hometeam.engine.fit.score import (
    BESIDE,
    CERTAIN,
    HALF_WAY_M,
    NONPROFIT,
    OTHER_MARKET_M,
    SAME_WORK,
    Weighs,
    column_of,
    mirrored,
    rank_of,
)
from hometeam.engine.fit.sets import Met, Sets, Singles, Tags, greatest, met
from hometeam.engine.fit.several import each
from hometeam.engine.fit.trades import Bools, Floats, Ints

NOWHERE_NEAR = np.float32(-80.0)
"""Of less than this, the exponential is too small a number to be reckoned with quickly."""


@dataclass(frozen=True)
class Work:
    """What is said by the work of pairs, an entry a pair: my wants and what I send away, met by them; theirs, met by
    me; how well our trades go together; and how alike they are.
    """

    my_wants: Singles
    my_sends: Singles
    their_wants: Singles
    their_sends: Singles
    together: Singles
    alike: Singles

    @property
    def needs(self) -> dict[str, Singles]:
        """What needs that are met say, as evidence in my eyes."""
        return {
            "they_offer_what_i_need": self.my_wants,
            "they_need_what_i_offer": self.their_wants,
            "they_do_what_i_send_away": self.my_sends,
            "they_send_away_what_i_do": self.their_sends,
        }


@dataclass(frozen=True, eq=False)
class Pairs:
    """A pool and beliefs, made ready."""

    pool: FitPool
    beliefs: Weighs

    def ranks(self, one: Ints, other: Ints, work: Work) -> Singles:
        """`Scores.rank` of the members in rows `other` for those in rows `one`; -inf for whoever is never suggested."""
        weigh = self.weigh
        metres, _known, way = ways(self.pool, one, other)
        common = self.place(metres, way) + weigh["our_trades_go_together"] * work.together
        common += weigh["business_and_nonprofit"] * self.of_other_kinds(one, other)
        never = ~self.pool.open[other] | (one == other)
        common += self.tags(one, other)
        never |= common == -np.inf
        alike = np.flatnonzero(work.alike)
        rivalry = self.rivalry(one[alike], other[alike], work.alike[alike], metres[alike])
        common[alike] += (weigh["rivalry"] * rivalry).astype(np.float32)
        never[alike] |= rivalry >= SAME_WORK
        self._add_history(common, one, other)
        mine, theirs = self._by_work(work)
        for_me = common + mine + self.as_reader[one] + self.as_other[other]
        for_them = common + theirs + self.as_reader[other] + self.as_other[one]
        return np.where(never, np.float32(-np.inf), rank_of(for_me, for_them)).astype(np.float32)

    def work(self, one: Ints, other: Ints) -> Work:
        """The work of any pairs."""
        offers, wants, sends = (had.which for had in (self.pool.offers, self.pool.wants, self.pool.sends))
        mine, theirs = offers[one], offers[other]
        return Work(
            self.wants_met.pairs(wants[one], theirs),
            self.sends_met.pairs(sends[one], theirs),
            self.wants_met.pairs(wants[other], mine),
            self.sends_met.pairs(sends[other], mine),
            self.together[mine, theirs],
            self.alike[mine, theirs],
        )

    def _by_work(self, work: Work) -> tuple[Singles, Singles]:
        """What the work adds for me, and for them: the same questions, mirrored."""
        mine = work.needs
        for_me, for_them = (self._sum(told) for told in (mine, mirrored(mine)))
        return for_me, for_them

    def _sum(self, told: Mapping[str, Singles]) -> Singles:
        added: Singles = reduce(np.add, (self.weigh[key] * said for key, said in told.items()))
        return added

    def tags(self, one: Ints, other: Ints) -> Singles:
        """What audiences, languages, likes, values, haunts and sizes add to either side's logit; -inf where no language
        is shared.
        """
        found = np.zeros(len(one), np.float32)
        both = np.flatnonzero(self.told[one] & self.told[other])
        a, b = one[both], other[both]
        apart = (self.languages.shared(a, b) == 0) & self.speaks[a] & self.speaks[b]
        found[both] = np.where(apart, np.float32(-np.inf), self._sum(self.by_tags(a, b)))
        return found

    def by_tags(self, one: Ints, other: Ints) -> dict[str, Singles]:
        """What audiences, languages, likes, values, haunts and sizes say to each other."""
        return {
            "shared_audience": self.shared_audience(one, other),
            "shared_language": np.clip(2 * self.languages.shared(one, other) - 1, np.float32(0), np.float32(1)),
            "like_the_same": self.likes.shared(one, other),
            "shared_values": self.values.shared(one, other),
            "shared_haunt": self.haunts.shared(one, other),
            "alike_in_size": self.alike_in_size(self.pool.reach[one], self.pool.reach[other]),
        }

    def rivalry(self, one: Ints, other: Ints, alike: Singles, metres: Floats) -> Floats:
        """What, to whom and where, of pairs whose work is alike."""
        to_the_same = ~(self.serves[one] & self.serves[other]) | (self.shared_audience(one, other) > 0)
        if self.pool.overlaps:
            to_the_same |= entries(self.pool.overlapping, one, other) > 0
        online = self.pool.online[one] | self.pool.online[other]
        in_one_market = (metres <= OTHER_MARKET_M) | np.isinf(metres) | online
        found: Floats = np.where(to_the_same, 1.0, 0.5) * np.where(in_one_market, 1.0, 0.5) * alike
        return found

    def _add_history(self, common: Singles, one: Ints, other: Ints) -> None:
        """What was done together, partners of both, and customers that were found to be the same."""
        weigh, pool = self.weigh, self.pool
        if pool.partners:
            having = np.flatnonzero(np.diff(pool.bonds.indptr)[one] > 0)
            for table, key in ((pool.bonds, "did_things_together"), (self.in_common, "partners_in_common")):
                common[having] += weigh[key] * entries(table, one[having], other[having])
        if pool.overlaps:
            having = np.flatnonzero(np.diff(pool.overlapping.indptr)[one] > 0)
            a, b = one[having], other[having]
            more = np.maximum(entries(pool.overlapping, a, b) - self.shared_audience(a, b), 0)
            common[having] += weigh["shared_audience"] * more

    def acquainted(self) -> tuple[Ints, Ints]:
        """Pairs of rows between whom there is more than their profiles say."""
        tables = [self.pool.bonds, self.in_common] if self.pool.partners else []
        pairs = [table.nonzero() for table in (*tables, *([self.pool.overlapping] if self.pool.overlaps else []))]
        size = max(len(self.pool), 1)
        keys = [one.astype(np.int64) * size + other for one, other in pairs]
        return np.divmod(np.unique(np.concatenate([np.zeros(0, np.int64), *keys])), size)

    @property
    def both_gain(self) -> tuple[np.float32, np.float32]:
        """What a want that is met adds to both logits together, and what is sent away."""
        weigh = self.beliefs.weights
        wanted = weigh["they_offer_what_i_need"] + weigh["they_need_what_i_offer"]
        return np.float32(wanted), np.float32(weigh["they_do_what_i_send_away"] + weigh["they_send_away_what_i_do"])

    def place(self, metres: Floats | Singles, way: Floats | Singles) -> Singles:
        """What a way adds to either side's logit; metres are infinite where they are not known."""
        way, said = np.asarray(way, np.float32), self.nearness(metres)
        said *= self.weigh["near_each_other"]
        far = way + np.float32(HALF_WAY_M)
        np.divide(way, far, out=far)
        said += np.multiply(far, self.weigh["way"], out=far)
        return said

    @staticmethod
    def nearness(metres: Floats | Singles) -> Singles:
        """1 door by door, nothing where the way is infinite."""
        said = np.asarray(metres, np.float32) * np.float32(-1 / RING_M[1])
        np.maximum(said, NOWHERE_NEAR, out=said)
        near: Singles = np.exp(said, out=said)
        return near

    def of_other_kinds(self, one: Ints, other: Ints) -> Bools:
        """Whether one is a nonprofit and the other is not."""
        mixed: Bools = self.nonprofit[one] != self.nonprofit[other]
        return mixed

    def shared_audience(self, one: Ints, other: Ints) -> Singles:
        """Whether they serve the same people, or else people who lie beside them."""
        shared = self.audiences.shared(one, other)
        beside = np.zeros(shared.shape, np.bool_)
        for word in range(len(self._beside)):
            beside |= (self._beside[word][one] & self.audiences.bits[word][other]) != 0
        return np.where(beside, np.maximum(shared, np.float32(BESIDE)), shared)

    @staticmethod
    def alike_in_size(one: Ints, other: Ints) -> Singles:
        """Whether two audiences are of much the same size, by their bands; 0 where one is not known."""
        alike: Singles = np.maximum(1 - np.abs(one - other).astype(np.float32) / 2, np.float32(0))
        alike *= (one > 0) & (other > 0)
        return alike

    # -- what is made ready once -------------------------------------------------------------------------------------

    @cached_property
    def weigh(self) -> dict[str, np.float32]:
        """How much each evidence counts."""
        return {key: np.float32(value) for key, value in self.beliefs.weights.items()}

    @cached_property
    def audience_sets(self) -> Sets:
        """Sets of audiences."""
        return Sets.of(self.pool.audiences.which, len(self.pool.audiences))

    @cached_property
    def like_sets(self) -> Sets:
        """Sets of what is liked."""
        return Sets.of(self.pool.likes.which, len(self.pool.likes))

    @cached_property
    def value_sets(self) -> Sets:
        """Sets of values."""
        return Sets.of(self.pool.values.which, len(self.pool.values))

    @cached_property
    def tongues_and_sizes(self) -> Sets:
        """Sets of languages, each with a band of reach."""
        both = self.pool.languages.which * (int(self.pool.reach.max(initial=0)) + 1) + self.pool.reach
        _both, example, which = np.unique(both, return_index=True, return_inverse=True)
        return Sets(which.reshape(-1), example)

    @cached_property
    def wants_met(self) -> Met:
        """Sets of wants by sets of offers."""
        return met(self.pool, self.pool.wants, self._closest, CERTAIN)

    @cached_property
    def sends_met(self) -> Met:
        """Sets of what is sent away by sets of offers."""
        return met(self.pool, self.pool.sends, self._closest, CERTAIN)

    @cached_property
    def together(self) -> Singles:
        """How well trades go together, set of offers by set of offers."""
        return self._of_pairs(self.pool.trades.together, sure=True)

    @cached_property
    def alike(self) -> Singles:
        """How alike the closest offers are, set by set."""
        return self._of_pairs(self.pool.trades.alike, sure=False)

    @cached_property
    def _closest(self) -> Singles:
        return self._by_service(self.pool.trades.alike, sure=True)

    def _of_pairs(self, table: Floats, *, sure: bool) -> Singles:
        return greatest(self._by_service(table, sure=sure), self.pool.offers, sure=sure)

    def _by_service(self, table: Floats, *, sure: bool) -> Singles:
        """Service by set of offers: the greatest entry that the table has for the service and one of the set."""
        found = greatest(table.astype(np.float32), self.pool.offers, sure=sure)
        return np.ascontiguousarray(found.T)

    @cached_property
    def audiences(self) -> Tags:
        """Whom each serves."""
        return Tags.of(self.pool.audiences)

    @cached_property
    def languages(self) -> Tags:
        """What each speaks."""
        return Tags.of(self.pool.languages)

    @cached_property
    def likes(self) -> Tags:
        """What each likes to do together."""
        return Tags.of(self.pool.likes)

    @cached_property
    def values(self) -> Tags:
        """What matters to each."""
        return Tags.of(self.pool.values)

    @cached_property
    def haunts(self) -> Haunts:
        """Where each is a regular."""
        return Haunts.of(self.pool.haunts)

    @cached_property
    def _beside(self) -> NDArray[np.uint64]:
        """Bits of the audiences that lie beside those that each serves."""
        bit_of, audiences = self.audiences.bit_of, self.pool.audiences
        tags = {
            code(tag): [bit_of[code(one)] for one in others if code(one) in bit_of]
            for tag, others in NEIGHBOURS.items()
        }
        rows, told, _weights = audiences.by_member()
        codes, which = np.unique(told, return_inverse=True)
        lists = [tags.get(int(tag), []) for tag in codes]
        ends = np.cumsum([0, *map(len, lists)])
        places, at = each(ends[:-1][which], ends[1:][which])
        bits = np.array([bit for one in lists for bit in one], np.int64)
        return self.audiences.with_bits(rows[at], bits[places])

    @cached_property
    def serves(self) -> Bools:
        """Who has said whom they serve."""
        return self.audiences.any

    @cached_property
    def speaks(self) -> Bools:
        """Who has said what they speak."""
        return self.languages.any

    @cached_property
    def told(self) -> Bools:
        """Who has said anything of the kind at all."""
        told: Bools = self.serves | self.speaks | self.likes.any | (self.pool.reach > 0)
        return told | self.values.any | self.haunts.any

    @cached_property
    def nonprofit(self) -> Bools:
        """Who is a nonprofit."""
        nonprofit: Bools = self.pool.kinds == NONPROFIT
        return nonprofit

    @cached_property
    def in_common(self) -> csr_array:
        """Partners in common, row by row."""
        bonds = self.pool.bonds
        through = csr_array(csr_array(bonds * self.pool.introduces[None, :]) @ bonds)
        through.data = -np.expm1(-through.data)
        return through

    @cached_property
    def as_reader(self) -> Singles:
        """What each adds to its own logit, whoever is looked at."""
        weigh, pool = self.beliefs.weights, self.pool
        own = weigh["i_have_room"] * pool.room + weigh["i_am_new"] * pool.new + column_of(pool, self.beliefs.asks)
        return np.asarray(self.beliefs.bias + own, np.float32)

    @cached_property
    def as_other(self) -> Singles:
        """What each adds to the logit of whoever looks at them."""
        weigh, pool = self.beliefs.weights, self.pool
        own = weigh["they_have_room"] * pool.room + weigh["they_are_new"] * pool.new
        return np.asarray(own + column_of(pool, self.beliefs.liked), np.float32)


def entries(table: csr_array, rows: Ints, columns: Ints) -> Singles:
    """What a table says of these pairs."""
    if not len(rows):
        return np.zeros(0, np.float32)  # of no pairs SciPy gives a sparse array of nothing
    return np.asarray(table[rows, columns], np.float32).ravel()
