"""How glad would each side be? The whole score, to be read from top to bottom.

Two members are compared by *evidence*: plain questions, each answered for everyone in the pool at once by a number from
0 (nothing) to 1 (fully). The answers add up to the chance that one side would be glad of the other,

    chance = sigmoid(BIAS + Σ weight[key] · evidence[key] + asks[who is asked] + liked[who is proposed])

so that each answer counts for itself, can be told as a reason, and can be learnt: the weights below are what experts
expect before the first answer, and `beliefs.py` moves them, with how readily each member says yes (`asks`) and how
gladly each is taken (`liked`), by what members answer. What pleases me in you pleases you in me by the mirrored
question (you offer what I need | I need what you offer), so the other side's chance is the same formula on the mirrored
evidence.

The score is the product of both: a fit that pleases only one side is not a fit. (Of the simple rules for joining two
sides the product ranks real mutual choices best: AP .423 on the speed dating data of Fisman and others, 2006, against
.406 for the mean and .311 for one side alone.)
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import log
from typing import Any, Protocol, TypeVar

import numpy as np
from scipy.special import expit

from hometeam.engine.fit.audiences import NEIGHBOURS
from hometeam.engine.fit.facts import RING_M
from hometeam.engine.fit.near import ways
from hometeam.engine.fit.pool import KINDS, FitPool, code
from hometeam.engine.fit.sets import Singles
from hometeam.engine.fit.several import Several
from hometeam.engine.fit.trades import Bools, Floats, Ints

Value = TypeVar("Value")

BIAS = -2.0
"""Where nothing speaks for or against it, one in eight would be glad."""
WEIGHT = {
    "they_send_away_what_i_do": 2.6,  # clients would come to me
    "they_offer_what_i_need": 2.3,  # somebody does it for me
    "they_do_what_i_send_away": 1.6,  # my clients would be in good hands
    "they_need_what_i_offer": 1.6,  # they may become a client
    "our_trades_go_together": 1.4,  # one contact sphere: the florist and the wedding photographer
    "shared_audience": 1.3,  # we speak to the same people
    "near_each_other": 0.7,  # doors on one street
    "business_and_nonprofit": 0.5,  # each has what the other lacks
    "shared_language": 0.5,  # beyond the one that everybody speaks
    "like_the_same": 0.5,  # the same kinds of doing something together
    "shared_haunt": 0.6,  # regulars of one café, library or market: they may know each other by sight
    "shared_values": 0.3,  # the same things matter to both; never held against anybody
}
"""What speaks for it and is told as a reason."""
QUIET = {
    "did_things_together": 1.0,  # whoever did something together does so again
    "partners_in_common": 0.9,  # the partner of my partner
    "alike_in_size": 0.3,  # audiences of much the same size, where both are known
    "they_have_room": 0.2,  # hands free for more than one thing
    "i_have_room": 0.2,
    "they_are_new": 0.0,  # nothing by itself; organisers may want to help newcomers
    "i_am_new": 0.0,
    "way": -2.2,  # how far it is: 0 next door, ½ at ten kilometres
    "rivalry": -1.0,  # how alike our work is, short of competing
}
"""What counts without being told: it is plain to see, or nobody else's business."""
KEYS = (*WEIGHT, *QUIET)
MIRROR = {
    "they_send_away_what_i_do": "they_do_what_i_send_away",
    "they_do_what_i_send_away": "they_send_away_what_i_do",
    "they_offer_what_i_need": "they_need_what_i_offer",
    "they_need_what_i_offer": "they_offer_what_i_need",
    "they_have_room": "i_have_room",
    "i_have_room": "they_have_room",
    "they_are_new": "i_am_new",
    "i_am_new": "they_are_new",
}

SAME_WORK = 0.6
"""From this much rivalry on, two members compete and are never suggested to each other, unless they ask for it."""
BESIDE = 0.4
"""What a neighbouring audience counts; one that both share counts from ½ up."""
CERTAIN = 0.98
"""No single answer is surer than this; it keeps the logarithms finite."""
HALF_WAY_M = 10_000.0
"""At this distance the `way` is a half."""
OTHER_MARKET_M = 50_000.0
"""Whoever works farther away than this, and not online, serves other people."""
NOT_NEAR = 746.0
"""Of less than minus this, the exponential is nought, and slow to say so."""
LEAST_LOGIT = -300.0
"""Nothing is surer not to please than this; it keeps the rank finite."""


class Weighs(Protocol):
    """What the score asks of beliefs (see `beliefs.py`): how much evidence counts, and members' effects by id."""

    @property
    def bias(self) -> float: ...

    @property
    def weights(self) -> Mapping[str, float]: ...

    @property
    def asks(self) -> Mapping[int, float]: ...

    @property
    def liked(self) -> Mapping[int, float]: ...


@dataclass(frozen=True)
class ByExperts:
    """The weights above and no effects: what is believed before the first answer."""

    bias: float = BIAS
    weights: Mapping[str, float] = field(default_factory=lambda: WEIGHT | QUIET)
    asks: Mapping[int, float] = field(default_factory=dict)
    liked: Mapping[int, float] = field(default_factory=dict)


BY_EXPERTS = ByExperts()


@dataclass(frozen=True, eq=False)
class BySet:
    """Evidence that is the same for all members who have the same of something: `said` of each, and `which` they have
    (see `several.py`). For some rows it is looked up as in a plain column.
    """

    said: Floats
    which: Ints

    def __getitem__(self, rows: Any) -> Any:
        return self.said[self.which[rows]]


Evidence = dict[str, Floats | BySet]


@dataclass(frozen=True, eq=False)
class Scores:
    """One member against everyone: a number per row of the pool. `logit_…` of the chance that a side would be glad."""

    evidence: Evidence
    logit_me: Floats
    logit_them: Floats
    metres: Floats
    rivalry: Floats
    understood: Bools
    _weights: Mapping[str, float]

    @property
    def for_me(self) -> Floats:
        """The chance that I would be glad of them."""
        chance: Floats = expit(self.logit_me)
        return chance

    @property
    def for_them(self) -> Floats:
        """The chance that they would be glad of me."""
        chance: Floats = expit(self.logit_them)
        return chance

    @property
    def together(self) -> Floats:
        """The score: the product of the two sides."""
        product: Floats = self.for_me * self.for_them
        return product

    @cached_property
    def rank(self) -> Floats:
        """The logarithm of the score, which prices are taken from."""
        return rank_of(self.logit_me, self.logit_them)

    def speaks(self, rows: Ints) -> Bools:
        """Of some rows those with a reason for either side: one that both have, or one each."""
        told = {key: self._weights[key] * self.evidence[key][rows] > 0 for key in WEIGHT}
        both, mine, theirs = (np.zeros(len(rows), np.bool_) for _side in range(3))
        for key in WEIGHT:
            if key not in MIRROR:
                both |= told[key]
            else:
                mine |= told[key]
                theirs |= told[MIRROR[key]]
        return both | (mine & theirs)


def rank_of(logit_me: Floats | Singles, logit_them: Floats | Singles) -> Floats:
    """The logarithm of the score that two logits give, log σ(x) + log σ(y)."""
    mine, theirs = (np.exp(-np.maximum(logit, LEAST_LOGIT), dtype=np.float64) for logit in (logit_me, logit_them))
    mine += 1
    theirs += 1
    mine *= theirs
    both: Floats = np.log(mine, out=mine)
    return np.negative(both, out=both)


def score(pool: FitPool, row: int, beliefs: Weighs = BY_EXPERTS) -> Scores:
    """The member in `row` against everyone in the pool (itself included; whoever ranks leaves it out)."""
    metres, _known, way = ways(pool, row, slice(None))
    shared, tongues = _shared_audience(pool, row), _overlap(pool.languages, row)
    rivalry = _rivalry(pool, row, shared, metres)
    evidence: Evidence = {
        **_work(pool, row),
        "shared_audience": shared,
        "near_each_other": _nearness(metres),
        "business_and_nonprofit": _of_other_kind(pool, row),
        "shared_language": replace(tongues, said=np.clip(2 * tongues.said - 1, 0.0, 1.0)),
        "like_the_same": _overlap(pool.likes, row),
        "shared_haunt": _overlap(pool.haunts, row),
        "shared_values": _overlap(pool.values, row),
        **_history(pool, row),
        **_circumstances(pool, row),
        "way": way / (way + HALF_WAY_M),
        "rivalry": rivalry,
    }
    for_me, for_them = _logits(beliefs, evidence, len(pool))
    _add_effects(for_me, pool, row, beliefs.asks, beliefs.liked)
    _add_effects(for_them, pool, row, beliefs.liked, beliefs.asks)
    return Scores(
        evidence=evidence,
        logit_me=for_me,
        logit_them=for_them,
        metres=metres,
        rivalry=rivalry,
        understood=_has_none(pool.languages, row) | (tongues.said > 0)[tongues.which],
        _weights=beliefs.weights,
    )


NONPROFIT = KINDS.index("nonprofit")


def mirrored(evidence: Mapping[str, Value]) -> dict[str, Value]:
    """The same evidence in the eyes of the other side."""
    return {MIRROR.get(key, key): value for key, value in evidence.items()}


def _logits(beliefs: Weighs, evidence: Evidence, size: int) -> tuple[Floats, Floats]:
    """Of both sides: what is the same for both is added up once."""
    both = np.full(size, beliefs.bias)
    _add(both, beliefs.weights, {key: said for key, said in evidence.items() if key not in MIRROR})
    mine, theirs = both, both.copy()
    mirror = {key: evidence[key] for key in MIRROR}
    _add(mine, beliefs.weights, mirror)
    _add(theirs, beliefs.weights, mirrored(mirror))
    return mine, theirs


def _add(logit: Floats, weights: Mapping[str, float], evidence: Mapping[str, Floats | BySet]) -> None:
    """Add Σ weight · evidence. What is said of sets is added up set by set before members look up theirs."""
    of_sets: dict[int, BySet] = {}
    for key, told in evidence.items():
        if isinstance(told, BySet):
            before = of_sets.setdefault(id(told.which), BySet(np.zeros(len(told.said)), told.which))
            before.said[:] += weights[key] * told.said
        elif weights[key]:
            logit += weights[key] * told
    for told in of_sets.values():
        if told.said.any():
            logit += told.said[told.which]


def _add_effects(
    logit: Floats, pool: FitPool, row: int, mine: Mapping[int, float], theirs: Mapping[int, float]
) -> None:
    logit += mine.get(int(pool.ids[row]), 0.0)
    if theirs:
        logit += column_of(pool, theirs)


def column_of(pool: FitPool, effects: Mapping[int, float]) -> Floats:
    """Members' effects as a column."""
    column = np.zeros(len(pool))
    if effects:
        rows, known = pool.rows_of(np.fromiter(effects, np.int64, len(effects)))
        column[rows] = np.fromiter(effects.values(), np.float64, len(effects))[known]
    return column


# -- Work: what one lacks and the other does -------------------------------------------------------------------------


def _work(pool: FitPool, row: int) -> Evidence:
    mine = _reach(pool, pool.trades.together, row)
    together = pool.offers.best(mine[pool.offers.codes] * pool.offers.weights)
    return {
        "they_offer_what_i_need": _my_needs_met(pool, pool.wants, row),
        "they_do_what_i_send_away": _my_needs_met(pool, pool.sends, row),
        "they_need_what_i_offer": _their_needs_met(pool, pool.wants, row),
        "they_send_away_what_i_do": _their_needs_met(pool, pool.sends, row),
        "our_trades_go_together": BySet(together, pool.offers.which),
    }


def _my_needs_met(pool: FitPool, needs: Several, row: int) -> BySet:
    """The chance that any of my needs is met: how sure the need × how rare the service × how close their best offer
    is.
    """
    services, sure = needs.of_row(row)
    unmet, offers = np.ones(len(pool.offers)), pool.offers
    for service, chance in zip(services, CERTAIN * sure * pool.rarity[services], strict=True):
        unmet *= 1 - chance * offers.best(pool.trades.alike[service][offers.codes] * offers.weights)
    return BySet(1 - unmet, offers.which)


def _their_needs_met(pool: FitPool, needs: Several, row: int) -> BySet:
    """The same, seen from the other side: the chance that I meet any of theirs."""
    met = CERTAIN * pool.rarity * _reach(pool, pool.trades.alike, row)
    return BySet(needs.any(needs.weights * met[needs.codes]), needs.which)


def _reach(pool: FitPool, table: Floats, row: int, *, sure: bool = True) -> Floats:
    """For every service the greatest entry of `table` that one of my offers has with it."""
    services, weights = pool.offers.of_row(row)
    if not len(services):
        return np.zeros(len(pool.trades.ids))
    reach: Floats = (table[services] * (weights[:, None] if sure else 1.0)).max(axis=0)
    return reach


def _rivalry(pool: FitPool, row: int, shared_audience: Floats | BySet, metres: Floats) -> Floats:
    """What, to whom and where: how alike our closest offers are; half of it when both have said whom they serve and
    nobody is served by both; and half of it when both are known to work far from each other, not online.
    """
    mine = _reach(pool, pool.trades.alike, row, sure=False)
    alike = pool.offers.best(mine[pool.offers.codes])
    rivals = np.flatnonzero((alike > 0)[pool.offers.which])
    to_the_same = _has_none(pool.audiences, row)[rivals] | (shared_audience[rivals] > 0)
    metres, online = metres[rivals], pool.online[rivals] | pool.online[row]
    in_one_market = (metres <= OTHER_MARKET_M) | np.isinf(metres) | online
    rivalry = np.zeros(len(pool))
    rivalry[rivals] = np.where(to_the_same, 1.0, 0.5) * np.where(in_one_market, 1.0, 0.5)
    rivalry[rivals] *= alike[pool.offers.which[rivals]]
    return rivalry


# -- People: whom we serve, what we speak and like -------------------------------------------------------------------


def _shared_audience(pool: FitPool, row: int) -> Floats | BySet:
    """Whether we serve the same people, or else people who lie beside them: as said, or as measured."""
    mine = [" ".join(tag.casefold().split()) for tag in pool.members[int(pool.ids[row])].audiences]
    beside = [code(other) for tag in mine for other in NEIGHBOURS.get(tag, ())]
    next_to = np.where(np.isin(pool.audiences.codes, beside), BESIDE, 0.0)
    said = _overlap(pool.audiences, row)
    said = replace(said, said=np.maximum(said.said, pool.audiences.best(next_to)))
    return np.maximum(said[:], pool.overlapping[[row]].toarray().ravel()) if pool.overlaps else said


def _overlap(tags: Several, row: int) -> BySet:
    """How much the rarest tag that both have says: 1 where only they have it, half of that where everybody does."""
    said, everybody = np.zeros(len(tags.codes)), log(max(len(tags.which), 2))
    for tag in tags.of_row(row)[0]:
        here = tags.codes == tag
        said[here] = 1 - 0.5 * log(tags.members[tags.sets[here]].sum()) / everybody
    return BySet(tags.best(said), tags.which)


def _has_none(tags: Several, row: int) -> Bools:
    """Where one of the two has said nothing, so that nothing can be held against them."""
    nothing = tags.nothing
    either: Bools = nothing | nothing[row]
    return either


# -- What was, and how things stand ----------------------------------------------------------------------------------


def _history(pool: FitPool, row: int) -> Evidence:
    """What we did together, and partners of both: the fewer partners such a one has, the more it says (Adamic and Adar,
    *Friends and neighbors on the web*, 2003).
    """
    if pool.bonds.nnz == 0:
        return dict.fromkeys(("did_things_together", "partners_in_common"), np.broadcast_to(0.0, len(pool)))
    mine = pool.bonds[[row]]
    through = (mine * pool.introduces) @ pool.bonds
    return {
        "did_things_together": mine.toarray().ravel(),
        "partners_in_common": -np.expm1(-through.toarray().ravel()),
    }


def _circumstances(pool: FitPool, row: int) -> Evidence:
    bands = np.arange(int(pool.reach.max()) + 1)
    alike = np.where((bands > 0) & (pool.reach[row] > 0), np.clip(1 - np.abs(bands - pool.reach[row]) / 2, 0.0, 1.0), 0)
    return {
        "alike_in_size": BySet(alike, pool.reach),
        "they_have_room": pool.room,
        "i_have_room": np.broadcast_to(pool.room[row], len(pool)),
        "they_are_new": pool.new,
        "i_am_new": np.broadcast_to(pool.new[row], len(pool)),
    }


def _nearness(metres: Floats) -> Floats:
    """1 door by door, e⁻¹ where the block ends."""
    near = np.zeros(len(metres))
    there = np.flatnonzero(metres < NOT_NEAR * RING_M[1])
    near[there] = np.exp(-metres[there] / RING_M[1])
    return near


def _of_other_kind(pool: FitPool, row: int) -> BySet:
    """Whether one of us is a nonprofit and the other is not."""
    nonprofit = np.arange(len(KINDS)) == NONPROFIT
    return BySet((nonprofit != nonprofit[pool.kinds[row]]).astype(np.float64), pool.kinds)
