"""How glad would each side be? The whole score, to be read from top to bottom.

Two members are compared by *evidence*: ten plain questions, each answered for everyone in the pool at once by a
number from 0 (nothing) to 1 (fully). The answers of one side become its gladness

    glad = near · (1 - Π (1 - WEIGHT[key] · evidence[key]))

so that each answer adds something, none can do harm, and all together never exceed 1; `near` fades with the way
between the two. What pleases me in you pleases you in me by the mirrored question (you offer what I need | I need
what you offer), so the other side's gladness is the same formula on the mirrored evidence. The score is the product
of both: a fit that pleases only one side is not a fit. (Of the simple rules for joining two sides the product ranks
real mutual choices best: AP .423 on the speed dating data of Fisman and others, 2006, against .406 for the mean and
.311 for one side alone.)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from hometeam.engine.fit.audiences import NEIGHBOURS
from hometeam.engine.fit.facts import RING_M, RINGS
from hometeam.engine.fit.pool import KINDS, Bools, Entries, FitPool, Ints, code
from hometeam.engine.fit.trades import Floats

Evidence = dict[str, Floats]
Value = TypeVar("Value")

WEIGHT = {
    "they_send_away_what_i_do": 0.80,  # clients would come to me
    "they_offer_what_i_need": 0.70,  # somebody does it for me
    "they_do_what_i_send_away": 0.50,  # my clients would be in good hands
    "they_need_what_i_offer": 0.50,  # they may become a client
    "our_trades_go_together": 0.45,  # one contact sphere: the florist and the wedding photographer
    "shared_audience": 0.40,  # we speak to the same people
    "near_each_other": 0.22,  # doors on one street
    "business_and_nonprofit": 0.15,  # each has what the other lacks
    "shared_language": 0.15,  # beyond the one that everybody speaks
    "like_the_same": 0.15,  # the same kinds of doing something together
}
MIRROR = {
    "they_send_away_what_i_do": "they_do_what_i_send_away",
    "they_do_what_i_send_away": "they_send_away_what_i_do",
    "they_offer_what_i_need": "they_need_what_i_offer",
    "they_need_what_i_offer": "they_offer_what_i_need",
}

SAME_WORK = 0.6
"""From this much alike on, two members compete and are never suggested to each other."""
BESIDE = 0.4
"""What a neighbouring audience counts; one that both share counts from ½ up."""
CERTAIN = 0.98
"""No single answer is surer than this; it keeps the logarithms finite."""

EARTH_M = 6_371_009
SAME_NEIGHBOURHOOD_M, SAME_CITY_M, ONLINE_M, UNKNOWN_M, OTHER_CITY_M = 1_500.0, 6_000.0, 15_000.0, 20_000.0, 60_000.0
"""What a way counts as where only the names of places are known, where both meet online, and where nothing is known."""
HALF_WAY_M = 10_000.0
"""At this distance `near` is a half."""


@dataclass(frozen=True, eq=False)
class Scores:
    """One member against everyone: a number per row of the pool."""

    evidence: Evidence
    for_me: Floats
    for_them: Floats
    metres: Floats
    rings: Ints
    rivalry: Floats
    understood: Bools

    @property
    def together(self) -> Floats:
        """The score: the product of the two sides."""
        product: Floats = self.for_me * self.for_them
        return product


def score(pool: FitPool, row: int) -> Scores:
    """The member in `row` against everyone in the pool (itself included; whoever ranks leaves it out)."""
    metres, known = distances(pool, row)
    rings, way = rings_of(pool, row, metres)
    shared = _shared_audience(pool, row)
    tongues = _overlap(pool.languages, row, len(pool))
    evidence = _work(pool, row) | {
        "our_trades_go_together": _hand_in_hand(pool, row),
        "shared_audience": shared,
        "near_each_other": np.where(known, np.exp(-metres / RING_M[1]), 0.0),
        "business_and_nonprofit": ((pool.kinds == _NONPROFIT) != (pool.kinds[row] == _NONPROFIT)).astype(np.float64),
        "shared_language": np.clip(2 * tongues - 1, 0.0, 1.0),
        "like_the_same": _overlap(pool.likes, row, len(pool)),
    }
    near = 1 / (1 + way / HALF_WAY_M)
    return Scores(
        evidence=evidence,
        for_me=near * _glad(evidence),
        for_them=near * _glad(mirrored(evidence)),
        metres=metres,
        rings=rings,
        rivalry=_rivalry(pool, row, shared),
        understood=_has_none(pool.languages, row, len(pool)) | (tongues > 0),
    )


_NONPROFIT = KINDS.index("nonprofit")


def mirrored(evidence: Mapping[str, Value]) -> dict[str, Value]:
    """The same evidence in the eyes of the other side."""
    return {MIRROR.get(key, key): value for key, value in evidence.items()}


def _glad(evidence: Evidence) -> Floats:
    untouched = np.ones(len(evidence["near_each_other"]))
    for key in sorted(evidence):
        untouched *= 1 - WEIGHT[key] * evidence[key]
    return 1 - untouched


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
    unmet = np.ones(len(pool))
    for service, sure in zip(*needs.of_row(row), strict=True):
        offers = pool.trades.alike[service][pool.offers.codes] * pool.offers.weights
        unmet *= 1 - CERTAIN * sure * pool.rarity[service] * pool.offers.best(offers, len(pool))
    return 1 - unmet


def _their_needs_met(pool: FitPool, needs: Entries, row: int) -> Floats:
    """The same, seen from the other side: the chance that I meet any of theirs."""
    mine = _reach(pool, pool.trades.alike, row)
    return needs.any(CERTAIN * needs.weights * pool.rarity[needs.codes] * mine[needs.codes], len(pool))


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


def _rivalry(pool: FitPool, row: int, shared_audience: Floats) -> Floats:
    """How alike our closest offers are; half of it when both have said whom they serve and nobody is served by both."""
    mine = _reach(pool, pool.trades.alike, row, sure=False)
    alike = pool.offers.best(mine[pool.offers.codes], len(pool))
    silent = _has_none(pool.audiences, row, len(pool))
    return np.where(silent | (shared_audience > 0), alike, alike / 2)


# -- People: whom we serve, what we speak and like -------------------------------------------------------------------


def _shared_audience(pool: FitPool, row: int) -> Floats:
    """Whether we serve the same people, or else people who lie beside them."""
    mine = [" ".join(tag.casefold().split()) for tag in pool.members[int(pool.ids[row])].audiences]
    beside = [code(other) for tag in mine for other in NEIGHBOURS.get(tag, ())]
    next_to = np.where(np.isin(pool.audiences.codes, beside), BESIDE, 0.0)
    return np.maximum(_overlap(pool.audiences, row, len(pool)), pool.audiences.best(next_to, len(pool)))


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


# -- Place -----------------------------------------------------------------------------------------------------------


def distances(pool: FitPool, row: int) -> tuple[Floats, Bools]:
    """Metres over the ground to everyone, at most (both blurs added), and where that is known; elsewhere infinite."""
    chord = np.linalg.norm(pool.points - pool.points[row], axis=1)
    known = ~np.isnan(chord)
    metres = 2 * EARTH_M * np.arcsin(np.clip(np.where(known, chord, 0.0) / 2, 0.0, 1.0))
    return np.where(known, metres + pool.blur_m + pool.blur_m[row], np.inf), known


def rings_of(pool: FitPool, row: int, metres: Floats) -> tuple[Ints, Floats]:
    """The ring each one is in (an index of `RINGS`), and the way that counts for the score, in metres."""
    same_city = _same(pool.cities, row)
    either_unknown = (pool.cities == 0) | (pool.cities[row] == 0)
    same_part = _same(pool.neighbourhoods, row) & (same_city | either_unknown)
    both_online = pool.online & pool.online[row]
    by_way = np.searchsorted(RING_M, metres)
    by_name = np.select([same_part, same_city, both_online], [2, 3, 4], default=len(RINGS) - 1)
    rings = np.where(by_way < len(RING_M), np.minimum(by_way, by_name), by_name)
    by_name_m = np.select(
        [same_part, same_city, either_unknown], [SAME_NEIGHBOURHOOD_M, SAME_CITY_M, UNKNOWN_M], default=OTHER_CITY_M
    )
    way = np.where(np.isinf(metres), by_name_m, metres)
    return rings, np.where(both_online, np.minimum(way, ONLINE_M), way)


def _same(names: NDArray[np.int64], row: int) -> Bools:
    same: Bools = (names == names[row]) & (names != 0)
    return same
