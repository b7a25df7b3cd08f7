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
from dataclasses import dataclass, field
from math import log
from typing import Protocol, TypeVar

import numpy as np
from scipy.special import expit

from hometeam.engine.fit.audiences import NEIGHBOURS
from hometeam.engine.fit.facts import RING_M
from hometeam.engine.fit.near import ways
from hometeam.engine.fit.pool import KINDS, Bools, Entries, FitPool, code
from hometeam.engine.fit.trades import Floats

Evidence = dict[str, Floats]
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
MANY_HANDS = 3
"""So many things at a time are as much room as counts."""
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
class Scores:
    """One member against everyone: a number per row of the pool. `logit_…` of the chance that a side would be glad;
    `speaks` what the strongest reason counts on the side where that is least, 0 where a side has none.
    """

    evidence: Evidence
    logit_me: Floats
    logit_them: Floats
    metres: Floats
    rivalry: Floats
    understood: Bools
    speaks: Floats

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

    @property
    def rank(self) -> Floats:
        """The logarithm of the score, which prices are taken from."""
        mine, theirs = (np.exp(-np.maximum(logit, LEAST_LOGIT)) for logit in (self.logit_me, self.logit_them))
        both: Floats = -np.log((1 + mine) * (1 + theirs))
        return both


def score(pool: FitPool, row: int, beliefs: Weighs = BY_EXPERTS) -> Scores:
    """The member in `row` against everyone in the pool (itself included; whoever ranks leaves it out)."""
    metres, known, way = ways(pool, row, slice(None))
    shared = _shared_audience(pool, row)
    tongues = _overlap(pool.languages, row, len(pool))
    rivalry = _rivalry(pool, row, shared, metres)
    evidence = {
        **_work(pool, row),
        "our_trades_go_together": _hand_in_hand(pool, row),
        "shared_audience": shared,
        "near_each_other": np.where(known, np.exp(-metres / RING_M[1]), 0.0),
        "business_and_nonprofit": ((pool.kinds == NONPROFIT) != (pool.kinds[row] == NONPROFIT)).astype(np.float64),
        "shared_language": np.clip(2 * tongues - 1, 0.0, 1.0),
        "like_the_same": _overlap(pool.likes, row, len(pool)),
        "shared_haunt": _overlap(pool.haunts, row, len(pool)),
        "shared_values": _overlap(pool.values, row, len(pool)),
        **_history(pool, row),
        **_circumstances(pool, row),
        "way": way / (way + HALF_WAY_M),
        "rivalry": rivalry,
    }
    for_me, for_them = _logits(beliefs, evidence)
    me = int(pool.ids[row])
    return Scores(
        evidence=evidence,
        logit_me=for_me + beliefs.asks.get(me, 0.0) + column_of(pool, beliefs.liked),
        logit_them=for_them + beliefs.liked.get(me, 0.0) + column_of(pool, beliefs.asks),
        metres=metres,
        rivalry=rivalry,
        understood=_has_none(pool.languages, row, len(pool)) | (tongues > 0),
        speaks=_best_reasons(beliefs, evidence),
    )


NONPROFIT = KINDS.index("nonprofit")


def mirrored(evidence: Mapping[str, Value]) -> dict[str, Value]:
    """The same evidence in the eyes of the other side."""
    return {MIRROR.get(key, key): value for key, value in evidence.items()}


def _logits(beliefs: Weighs, evidence: Evidence) -> tuple[Floats, Floats]:
    """Of both sides: what is the same for both is added up once."""
    both = np.full(len(evidence["way"]), beliefs.bias)
    counts, room = [key for key in KEYS if beliefs.weights[key]], np.empty_like(both)
    for key in counts:
        if key not in MIRROR:
            both += np.multiply(evidence[key], beliefs.weights[key], out=room)
    mine, theirs = both, both.copy()
    for key in counts:
        if key in MIRROR:
            mine += np.multiply(evidence[key], beliefs.weights[key], out=room)
            theirs += np.multiply(evidence[MIRROR[key]], beliefs.weights[key], out=room)
    return mine, theirs


def _best_reasons(beliefs: Weighs, evidence: Evidence) -> Floats:
    """What the strongest reason counts on the side where that is least: one that both have counts on either."""
    both = np.zeros(len(evidence["way"]))
    room = np.empty_like(both)
    for key in WEIGHT.keys() - MIRROR.keys():
        np.maximum(both, np.multiply(evidence[key], beliefs.weights[key], out=room), out=both)
    mine, theirs = np.zeros_like(both), np.zeros_like(both)
    for key in WEIGHT.keys() & MIRROR.keys():
        np.maximum(mine, np.multiply(evidence[key], beliefs.weights[key], out=room), out=mine)
        np.maximum(theirs, np.multiply(evidence[MIRROR[key]], beliefs.weights[key], out=room), out=theirs)
    least: Floats = np.maximum(both, np.minimum(mine, theirs, out=mine), out=both)
    return least


def column_of(pool: FitPool, effects: Mapping[int, float]) -> Floats:
    """Members' effects as a column."""
    column = np.zeros(len(pool))
    if effects:
        rows, known = pool.rows_of(np.fromiter(effects, np.int64, len(effects)))
        column[rows] = np.fromiter(effects.values(), np.float64, len(effects))[known]
    return column


# -- Work: what one lacks and the other does -------------------------------------------------------------------------


def _work(pool: FitPool, row: int) -> Evidence:
    return {
        "they_offer_what_i_need": _my_needs_met(pool, pool.wants, row),
        "they_do_what_i_send_away": _my_needs_met(pool, pool.sends, row),
        "they_need_what_i_offer": _their_needs_met(pool, pool.wants, row),
        "they_send_away_what_i_do": _their_needs_met(pool, pool.sends, row),
    }


def _my_needs_met(pool: FitPool, needs: Entries, row: int) -> Floats:
    """The chance that any of my needs is met: how sure the need × how rare the service × how close their best offer
    is.
    """
    services, sure = needs.of_row(row)
    close = pool.trades.alike[services]
    unmet, offers = np.ones(len(pool)), pool.offers.those(np.asarray((close > 0).any(axis=0)))
    for service, chance in zip(close, CERTAIN * sure * pool.rarity[services], strict=True):
        unmet *= 1 - chance * offers.best(service[offers.codes] * offers.weights, len(pool))
    return 1 - unmet


def _their_needs_met(pool: FitPool, needs: Entries, row: int) -> Floats:
    """The same, seen from the other side: the chance that I meet any of theirs."""
    met = CERTAIN * pool.rarity * _reach(pool, pool.trades.alike, row)
    wanted = needs.those(met > 0)
    return wanted.any(wanted.weights * met[wanted.codes], len(pool))


def _reach(pool: FitPool, table: Floats, row: int, *, sure: bool = True) -> Floats:
    """For every service the greatest entry of `table` that one of my offers has with it."""
    services, weights = pool.offers.of_row(row)
    if not len(services):
        return np.zeros(len(pool.trades.ids))
    reach: Floats = (table[services] * (weights[:, None] if sure else 1.0)).max(axis=0)
    return reach


def _hand_in_hand(pool: FitPool, row: int) -> Floats:
    mine = _reach(pool, pool.trades.together, row)
    return pool.offers.best(mine[pool.offers.codes] * pool.offers.weights, len(pool))


def _rivalry(pool: FitPool, row: int, shared_audience: Floats, metres: Floats) -> Floats:
    """What, to whom and where: how alike our closest offers are; half of it when both have said whom they serve and
    nobody is served by both; and half of it when both are known to work far from each other, not online.
    """
    mine = _reach(pool, pool.trades.alike, row, sure=False)
    alike = pool.offers.best(mine[pool.offers.codes], len(pool))
    to_the_same = _has_none(pool.audiences, row, len(pool)) | (shared_audience > 0)
    in_one_market = (metres <= OTHER_MARKET_M) | np.isinf(metres) | pool.online | pool.online[row]
    return alike * np.where(to_the_same, 1.0, 0.5) * np.where(in_one_market, 1.0, 0.5)


# -- People: whom we serve, what we speak and like -------------------------------------------------------------------


def _shared_audience(pool: FitPool, row: int) -> Floats:
    """Whether we serve the same people, or else people who lie beside them: as said, or as measured."""
    mine = [" ".join(tag.casefold().split()) for tag in pool.members[int(pool.ids[row])].audiences]
    beside = [code(other) for tag in mine for other in NEIGHBOURS.get(tag, ())]
    next_to = np.where(np.isin(pool.audiences.codes, beside), BESIDE, 0.0)
    said = np.maximum(_overlap(pool.audiences, row, len(pool)), pool.audiences.best(next_to, len(pool)))
    return np.maximum(said, pool.overlapping[[row]].toarray().ravel()) if pool.overlaps else said


def _overlap(tags: Entries, row: int, size: int) -> Floats:
    """How much the rarest tag that both have says: 1 where only they have it, half of that where everybody does."""
    said = np.zeros(len(tags.codes))
    for tag in tags.of_row(row)[0]:
        here = tags.codes == tag
        said[here] = 1 - 0.5 * log(np.count_nonzero(here)) / log(max(size, 2))
    return tags.best(said, size)


def _has_none(tags: Entries, row: int, size: int) -> Bools:
    """Where one of the two has said nothing, so that nothing can be held against them."""
    nothing = np.bincount(tags.rows, minlength=size) == 0
    either: Bools = nothing | nothing[row]
    return either


# -- What was, and how things stand ----------------------------------------------------------------------------------


def _history(pool: FitPool, row: int) -> Evidence:
    """What we did together, and partners of both: the fewer partners such a one has, the more it says (Adamic and Adar,
    *Friends and neighbors on the web*, 2003).
    """
    if pool.bonds.nnz == 0:
        return {"did_things_together": np.zeros(len(pool)), "partners_in_common": np.zeros(len(pool))}
    mine = pool.bonds[[row]]
    through = (mine * pool.introduces) @ pool.bonds
    return {
        "did_things_together": mine.toarray().ravel(),
        "partners_in_common": -np.expm1(-through.toarray().ravel()),
    }


def _circumstances(pool: FitPool, row: int) -> Evidence:
    both_known = (pool.reach > 0) & (pool.reach[row] > 0)
    steps = np.abs(pool.reach - pool.reach[row])
    room = np.clip((pool.capacity - 1) / (MANY_HANDS - 1), 0.0, 1.0)
    return {
        "alike_in_size": np.where(both_known, np.clip(1 - steps / 2, 0.0, 1.0), 0.0),
        "they_have_room": room,
        "i_have_room": np.broadcast_to(room[row], len(pool)),
        "they_are_new": pool.new,
        "i_am_new": np.broadcast_to(pool.new[row], len(pool)),
    }
