"""Of which pairs both sides can be told a reason, many pairs at once: only those are ever on a list."""

import numpy as np

from hometeam.engine.fit.explain import FAINT
from hometeam.engine.fit.facts import RING_M
from hometeam.engine.fit.near import ways
from hometeam.engine.fit.pairs import Pairs, Work, entries
from hometeam.engine.fit.pool import FitPool
from hometeam.engine.fit.score import Weighs
from hometeam.engine.fit.sets import Singles
from hometeam.engine.fit.trades import Bools, Ints

AT_ONCE = 200_000
"""So many pairs are looked at in one go."""


def both_are_told(pool: FitPool, one: Ints, other: Ints, beliefs: Weighs) -> Bools:
    """For each pair of rows, such as of a viewer and a candidate, whether either side has a reason that is worth a line
    (see `explain.py`).
    """
    pairs, found = Pairs(pool, beliefs), np.zeros(len(one), np.bool_)
    for at in range(0, len(one), AT_ONCE):
        here = slice(at, at + AT_ONCE)
        found[here] = _strongest(pairs, one[here], other[here]) >= FAINT
    return found


def _strongest(pairs: Pairs, one: Ints, other: Ints) -> Singles:
    """What the strongest reason counts on the side where that is least: one that both have counts on either."""
    work = pairs.work(one, other)
    mine, theirs = _by_work(pairs, work)
    either: Singles = np.maximum(_of_both(pairs, one, other, work), np.minimum(mine, theirs))
    return either


def _by_work(pairs: Pairs, work: Work) -> tuple[Singles, Singles]:
    weigh = pairs.beliefs.weights
    offer, need = weigh["they_offer_what_i_need"], weigh["they_need_what_i_offer"]
    do, send = weigh["they_do_what_i_send_away"], weigh["they_send_away_what_i_do"]
    wants, sends, wanted, sent = work.my_wants, work.my_sends, work.their_wants, work.their_sends
    return _greatest(offer * wants, need * wanted, do * sends, send * sent), _greatest(
        offer * wanted, need * wants, do * sent, send * sends
    )


def _of_both(pairs: Pairs, one: Ints, other: Ints, work: Work) -> Singles:
    """What the strongest of those reasons counts that are the same from either side."""
    weigh, pool = pairs.beliefs.weights, pairs.pool
    metres, known, _way = ways(pool, one, other)
    audience = pairs.shared_audience(one, other)
    if pool.overlaps:
        audience = np.maximum(audience, entries(pool.overlapping, one, other))
    said = {
        "our_trades_go_together": work.together,
        "shared_audience": audience,
        "near_each_other": np.where(known, np.exp(-metres / RING_M[1]), 0.0),
        "business_and_nonprofit": pairs.nonprofit[one] != pairs.nonprofit[other],
        "shared_language": np.clip(2 * pairs.languages.shared(one, other) - 1, 0.0, 1.0),
        "like_the_same": pairs.likes.shared(one, other),
        "shared_haunt": pairs.haunts.shared(one, other),
        "shared_values": pairs.values.shared(one, other),
    }
    return _greatest(*(weigh[key] * value for key, value in said.items()))


def _greatest(*columns: Singles) -> Singles:
    found: Singles = np.maximum.reduce(columns)
    return found
