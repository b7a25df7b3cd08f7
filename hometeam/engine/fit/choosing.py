"""Which few of the many: best first, not all of one trade, one from afar, and one to be found out about."""

from collections.abc import Callable, Sequence
from math import log

import numpy as np
from scipy.special import log_expit, ndtri

from hometeam.engine.fit.beliefs import Beliefs
from hometeam.engine.fit.facts import RINGS, ListPlace
from hometeam.engine.fit.mixing import mixed
from hometeam.engine.fit.near import rings_of
from hometeam.engine.fit.pool import FitPool
from hometeam.engine.fit.score import KEYS, MIRROR, SAME_WORK, Scores
from hometeam.engine.fit.several import each
from hometeam.engine.fit.trades import Bools, Floats, Ints

LOOKED_AT = 200
"""How many of the best are looked at when the list is mixed."""
ONE_MORE = log(0.5)
"""What each further member of a trade already on the list counts, as a logarithm: half."""
AFAR_AT, EXPLORING_AT = 3, 4
"""Which place of the list, counted from 0, is for one from afar, and which for one to be found out about."""
AFAR_LEAST = log(0.05)
"""One from afar is at least a twentieth as good a fit as the best: for either side somewhat less than a quarter."""
FIRST = 1e-6
"""Whoever has a seat is worth this much more than the best, so as to be looked at."""
EXPLORED = 60
"""Whoever is to be found out about is among so many of the best."""
LEAST = -1e300
"""Any member is worth more than this."""
ONLINE = RINGS.index("online")


class Choice:
    """The best for one member, taken one after the other; `worth` a logarithm per row of the pool, -inf for nobody.
    Whoever is sure of a place, `seats` (rows), is taken first.
    """

    def __init__(
        self, pool: FitPool, scores: Scores, row: int, worth: Floats, *, max_looked_at: int, seats: Sequence[int] = ()
    ) -> None:
        self._pool, self._scores, self._row = pool, scores, row
        sure = [seat for seat in seats if worth[seat] > -np.inf]
        if sure:
            worth = worth.copy()
            worth[sure] = worth.max() + FIRST
        self._waiting = _best(pool, scores, worth, max(LOOKED_AT, max_looked_at))
        self._worth = worth[self._waiting].copy()
        self._first_worth = self._worth.copy()
        self._sure = np.isin(self._waiting, sure) if sure else np.zeros(len(self._waiting), np.bool_)
        self._afar = _afar(pool, scores, row, self._waiting)
        self._offers = np.zeros((len(self._waiting), len(pool.trades.ids)), np.bool_)
        sets = pool.offers.which[self._waiting]
        entries, at = each(pool.offers.ends[sets], pool.offers.ends[sets + 1])
        self._offers[at, pool.offers.codes[entries]] = True

    def chosen(
        self, top: int, beliefs: Beliefs, seed: int | None, tells: Callable[[int], bool]
    ) -> dict[int, ListPlace]:
        """At most `top` rows of whom `tells` holds, with what each is there for. Fewer wanted are the same ones, only
        fewer.
        """
        found: dict[int, ListPlace] = {}
        while len(found) < min(top, len(self._waiting)) and self._worth.max() > -np.inf:
            at, place = self._next(list(found), beliefs, seed)
            if tells(int(self._waiting[at])):
                found[at] = place
                self._same_trade_counts_less(at)
            self._worth[at] = -np.inf
        return {int(self._waiting[at]): place for at, place in found.items()}

    def _next(self, found: list[int], beliefs: Beliefs, seed: int | None) -> tuple[int, ListPlace]:
        if (sure := self._sure & (self._worth > -np.inf)).any():
            return int(sure.argmax()), "best"
        best = int(self._worth.argmax())
        if len(found) == AFAR_AT and not self._afar[found].any():
            afar = np.where(self._afar, self._worth, -np.inf)
            if afar.max() > -np.inf and self._first_worth[afar.argmax()] >= self._first_worth[0] + AFAR_LEAST:
                return int(afar.argmax()), "afar"
        if len(found) == EXPLORING_AT and seed is not None and self._worth[:EXPLORED].max() > -np.inf:
            at = int(self._as_it_may_be(beliefs, seed).argmax())
            return at, "best" if at == best else "new"
        return best, "best"

    def _same_trade_counts_less(self, at: int) -> None:
        offers, alike = self._offers, self._pool.trades.alike
        same_trade = offers[at] | (alike[offers[at]] >= SAME_WORK).any(axis=0)
        self._worth[offers[:, same_trade].any(axis=1)] += ONE_MORE

    def _as_it_may_be(self, beliefs: Beliefs, seed: int) -> Floats:
        """What the best would be worth were the truth one draw from what is believed (Thompson sampling). Each one's
        luck hangs on the seed and the two members alone, so that nobody else's change shuffles it.
        """
        rows, me = self._waiting[:EXPLORED], int(self._pool.ids[self._row])
        drawn = beliefs.drawn(np.random.default_rng((seed, me)))
        evidence = {key: values[rows] for key, values in self._scores.evidence.items()}
        asks, liked = (
            sure * _luck(seed + number, me, self._pool.ids[rows])
            for number, sure in enumerate(beliefs.unsure_of(self._pool.ids[rows]))
        )
        change = {key: drawn.weights[key] - beliefs.weights[key] for key in KEYS}
        for_me = self._scores.logit_me[rows] + liked + drawn.bias - beliefs.bias
        for_them = self._scores.logit_them[rows] + asks + drawn.bias - beliefs.bias
        for key in KEYS:
            for_me += change[key] * evidence[key]
            for_them += change[key] * evidence[MIRROR.get(key, key)]
        luckier = log_expit(for_me) + log_expit(for_them) - self._scores.rank[rows]
        found: Floats = np.where(np.isinf(self._worth[: len(rows)]), -np.inf, self._worth[: len(rows)] + luckier)
        return found


def _best(pool: FitPool, scores: Scores, worth: Floats, most: int) -> Ints:
    """The rows that are worth most and that something speaks for, greatest first; of equals the lower id comes first.
    As something speaks for most who are worth much, few more than are wanted are looked at first.
    """
    looked_at = most
    while True:
        looked_at = min(2 * looked_at, len(worth))
        least = max(np.partition(worth, -looked_at)[-looked_at], LEAST)
        good = np.flatnonzero(worth >= least)
        good = good[scores.speaks(good)]
        if len(good) >= most or least == LEAST:
            return good[np.lexsort((pool.ids[good], -worth[good]))][:most]


def _afar(pool: FitPool, scores: Scores, row: int, others: Ints) -> Bools:
    """Which of the others are known to be out of town."""
    metres = scores.metres[others]
    known = np.isfinite(metres) | ((pool.cities[others] != 0) & (pool.cities[row] != 0))
    afar: Bools = (rings_of(pool, row, others, metres) >= ONLINE) & known
    return afar


def _luck(seed: int, me: int, others: Ints) -> Floats:
    """One draw from a normal distribution for each of them, the same whoever else is there."""
    mine = mixed(mixed(np.array([seed % 2**64], np.uint64)) ^ np.uint64(me % 2**64))
    bits = mixed(mine ^ others.astype(np.uint64))
    drawn: Floats = ndtri((bits >> np.uint64(11)).astype(np.float64) / 2**53 * (1 - 2e-9) + 1e-9)
    return drawn
