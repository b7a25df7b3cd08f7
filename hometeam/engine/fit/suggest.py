"""Who fits this member: score everyone, leave out whom we must, choose a good few, and explain them."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np
from scipy.special import expit

from hometeam.engine.fit.beliefs import EXPERT, Beliefs
from hometeam.engine.fit.choosing import Choice
from hometeam.engine.fit.explain import caution, kinds_for, reasons
from hometeam.engine.fit.facts import RINGS, Fit, FitMember, KindFit, Ring
from hometeam.engine.fit.near import rings_of
from hometeam.engine.fit.pool import FitPool
from hometeam.engine.fit.score import SAME_WORK, Scores, Weighs, mirrored, score
from hometeam.engine.fit.trades import Bools, Floats

FAR_M = 50_000
"""From here on a way is too long for a coffee, in metres."""
SOONER = 0.25
"""How much more a fit counts with somebody who gave all and got nothing."""
NOTHING: Mapping[int, float] = MappingProxyType({})
AGAIN = 0.6
"""What speaks for a kind counts so much less each further time that it is on a list."""


def suggest(
    pool: FitPool,
    member_id: int,
    *,
    exclude: Collection[int] = frozenset(),
    top: int = 10,
    kinds: Sequence[KindFit] = (),
    owed: Mapping[int, float] = NOTHING,
    beliefs: Beliefs = EXPERT,
    prices: Mapping[int, float] = NOTHING,
    seats: Collection[int] = (),
    seed: int | None = None,
) -> list[Fit]:
    """The `top` best fits for a member, best first, each with at least one reason for either side.

    Never the member itself, a competitor, somebody snoozed or full, somebody with whom no language is shared, or
    anyone in `exclude` (blocked, declined lately, already in touch). `kinds` are the kinds of collaboration to choose a
    first step from, each counting less once it is on the list; whom none suits leaves their place to the next. Without
    any, `Fit.kind` is "". `owed` says (see `owed_to`, 0..1, by member) who gave much more lately than came back: they
    are served sooner among those who fit nearly as well, and never instead of a much better fit. `beliefs` is what the
    community has learnt, `prices` what showing a member costs, `seats` who is sure of a place here, if welcome (see
    `seats`). Of five, one is from afar, where such a one suits; with a `seed`, such as the number of the week, one is
    there to be found out about: the same in every look with the same seed. Raises ValueError when the member is not in
    the pool or `top` is negative.
    """
    if top < 0:
        raise ValueError(f"top is how many suggestions to give, not {top}")
    row = pool.row_of(member_id)
    scores = score(pool, row, beliefs)
    worth = _worth(pool, scores, owed, prices)
    welcome = _welcome(pool, row, scores, exclude) & (scores.rivalry < SAME_WORK)
    sure = [pool.row_of(seat) for seat in seats if seat in pool.members]
    choice = Choice(pool, scores, row, np.where(welcome, worth, -np.inf), max_looked_at=2 * top, seats=sure)
    tell = _Teller(pool, scores, row, beliefs, kinds)
    chosen = choice.chosen(top, beliefs, seed, tell.speaks)
    best_first = sorted(chosen, key=lambda other: (-worth[other], pool.ids[other]))
    return _each_its_kind(
        [(replace(tell.facts(other), place=chosen[other]), tell.suiting(other)) for other in best_first]
    )


def owed_to(given: int, received: int) -> float:
    """How much sooner a member is to be served who did so many things for others lately and had so many done for it: 0
    for an even account or a member who received more, towards 1 the more was given and the less came back.
    """
    return max(0, given - received) / (given + received + 2)


def between(
    pool: FitPool, member_id: int, other_id: int, *, kinds: Sequence[KindFit] = (), beliefs: Beliefs = EXPERT
) -> Fit | None:
    """How two members fit, whether or not either would be suggested just now.

    None for competitors, for those without a language in common, and where nothing speaks for it. Raises ValueError
    when either is not in the pool.
    """
    row, other = pool.row_of(member_id), pool.row_of(other_id)
    scores = score(pool, row, beliefs)
    if row == other or scores.rivalry[other] >= SAME_WORK or not scores.understood[other]:
        return None
    fit = _Teller(pool, scores, row, beliefs, kinds).fit(other)
    return fit if _both_sides(fit) else None


def peers(
    pool: FitPool,
    member_id: int,
    *,
    exclude: Collection[int] = frozenset(),
    top: int = 10,
    kinds: Sequence[KindFit] = (),
    beliefs: Beliefs = EXPERT,
) -> list[Fit]:
    """Those who do the same work, for a member who asks for them on purpose: the nearest in work first, and of equals
    whoever fits best in everything else. All have the caution "similar_work"; reasons may be missing.

    Raises ValueError when the member is not in the pool or `top` is negative.
    """
    if top < 0:
        raise ValueError(f"top is how many peers to give, not {top}")
    row = pool.row_of(member_id)
    scores = score(pool, row, beliefs)
    same = np.flatnonzero(_welcome(pool, row, scores, exclude) & (scores.rivalry >= SAME_WORK))
    order = np.lexsort((pool.ids[same], -scores.rank[same], -scores.rivalry[same].round(1)))
    tell = _Teller(pool, scores, row, beliefs, kinds)
    return [tell.fit(int(other)) for other in same[order][:top]]


def evidence_for(pool: FitPool, member_id: int, other_id: int) -> dict[str, float]:
    """What speaks for `other_id` in the eyes of `member_id`, by `score.KEYS`: what an `Answer` about it takes along.

    Raises ValueError when either is not in the pool.
    """
    row, other = pool.row_of(member_id), pool.row_of(other_id)
    return {key: float(values[other]) for key, values in score(pool, row).evidence.items()}


def _worth(pool: FitPool, scores: Scores, owed: Mapping[int, float], prices: Mapping[int, float]) -> Floats:
    """The logarithm of both sides' gladness, dearer for whoever is shown to everyone, sooner for whoever is owed."""
    worth = scores.rank.copy()
    for much, effect in ((prices, _dearer), (owed, _sooner)):
        if much:
            rows, known = pool.rows_of(np.fromiter(much, np.int64, len(much)))
            worth[rows] += effect(np.fromiter(much.values(), np.float64, len(much))[known])
    return worth


def _dearer(prices: Floats) -> Floats:
    return -prices


def _sooner(owed: Floats) -> Floats:
    found: Floats = np.log1p(SOONER * np.clip(owed, 0.0, 1.0))
    return found


def _welcome(pool: FitPool, row: int, scores: Scores, exclude: Collection[int]) -> Bools:
    welcome: Bools = pool.open & scores.understood
    welcome[[row, *(pool.row_of(one) for one in exclude if one in pool.members)]] = False
    return welcome


def _both_sides(fit: Fit) -> bool:
    return bool(fit.reasons_for_me and fit.reasons_for_them)


def _each_its_kind(fits: Sequence[tuple[Fit, list[tuple[str, float]]]]) -> list[Fit]:
    """Each with the kind for which most speaks, where what is on the list already counts less each time."""
    taken: Counter[str] = Counter()
    found = []
    for fit, suiting in fits:
        kind, _suits = max(suiting, key=lambda one: one[1] * AGAIN ** taken[one[0]], default=("", 0.0))
        taken[kind] += 1
        found.append(replace(fit, kind=kind))
    return found


class _Teller:
    """Puts the numbers of one member and another into facts, and finds what the two can do; each once."""

    def __init__(self, pool: FitPool, scores: Scores, row: int, beliefs: Weighs, kinds: Sequence[KindFit] = ()) -> None:
        self._pool, self._scores, self._row, self._beliefs, self._kinds = pool, scores, row, beliefs, kinds
        self._evidence: dict[int, dict[str, float]] = {}
        self._told: dict[int, Fit] = {}
        self._suiting: dict[int, list[tuple[str, float]]] = {}

    def fit(self, other: int) -> Fit:
        """All of it, with the kind that suits best."""
        best = self.suiting(other)
        return replace(self.facts(other), kind=best[0][0]) if best else self.facts(other)

    def facts(self, other: int) -> Fit:
        """All but what the two could do."""
        if other not in self._told:
            self._told[other] = self._explained(other)
        return self._told[other]

    def speaks(self, other: int) -> bool:
        """Whether something speaks for it on either side, and there is something that the two can do."""
        return _both_sides(self.facts(other)) and bool(not self._kinds or self.suiting(other))

    def suiting(self, other: int) -> list[tuple[str, float]]:
        """The kinds that the two can do, best first, with what speaks for each."""
        if other not in self._suiting:
            me, them = self._members(other)
            ring = self.facts(other).ring
            self._suiting[other] = kinds_for(self._kinds, me, them, self._evidence_of(other), ring)
        return self._suiting[other]

    def _ring(self, other: int) -> Ring:
        only = np.array([other])
        return RINGS[int(rings_of(self._pool, self._row, only, self._scores.metres[only])[0])]

    def _members(self, other: int) -> tuple[FitMember, FitMember]:
        me, them = (self._pool.members[int(self._pool.ids[at])] for at in (self._row, other))
        return me, them

    def _evidence_of(self, other: int) -> dict[str, float]:
        if other not in self._evidence:
            self._evidence[other] = {key: float(values[other]) for key, values in self._scores.evidence.items()}
        return self._evidence[other]

    def _explained(self, other: int) -> Fit:
        trades, scores, weights = self._pool.trades, self._scores, self._beliefs.weights
        (me, them), evidence = self._members(other), self._evidence_of(other)
        ring, metres = self._ring(other), float(scores.metres[other])
        why_me = reasons(trades, me, them, evidence, metres, weights=weights)
        for_me, for_them = float(expit(scores.logit_me[other])), float(expit(scores.logit_them[other]))
        return Fit(
            member_id=them.id,
            score=for_me * for_them,
            for_me=for_me,
            for_them=for_them,
            reasons_for_me=why_me,
            reasons_for_them=reasons(trades, them, me, mirrored(evidence), metres, weights=weights),
            caution=caution(why_me, float(scores.rivalry[other]), far=_far(me, them, metres, ring)),
            kind="",
            ring=ring,
        )


def _far(me: FitMember, them: FitMember, metres: float, ring: Ring) -> bool:
    """Whether enough is known of where both are to say that it is far."""
    if np.isfinite(metres):
        return ring == RINGS[-1] and metres > FAR_M
    return ring == RINGS[-1] and bool(me.city and them.city)
