"""Who fits this member: score everyone, leave out whom we must, mix the trades, and explain the few that remain."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType

import numpy as np

from hometeam.engine.fit.explain import caution, kind_for, reasons
from hometeam.engine.fit.facts import RINGS, Fit, FitMember, KindFit, Ring
from hometeam.engine.fit.pool import Bools, FitPool, Ints
from hometeam.engine.fit.score import SAME_WORK, Scores, mirrored, score
from hometeam.engine.fit.trades import Floats

LOOKED_AT = 200
"""How many of the best are looked at when the trades are mixed."""
FAR_M = 50_000
"""From here on a way is too long for a coffee, in metres."""
SOONER = 0.25
"""How much more a fit counts with somebody who gave all and got nothing."""
NOBODY_OWED: Mapping[int, float] = MappingProxyType({})
ONE_MORE = 0.5
"""What each further member of a trade already on the list counts."""


def suggest(
    pool: FitPool,
    member_id: int,
    *,
    exclude: Collection[int] = frozenset(),
    top: int = 10,
    kinds: Sequence[KindFit] = (),
    owed: Mapping[int, float] = NOBODY_OWED,
) -> list[Fit]:
    """The `top` best fits for a member, best first, each with at least one reason for either side.

    Never the member itself, a competitor, somebody snoozed or full, somebody with whom no language is shared, or
    anyone in `exclude` (blocked, declined lately, already in touch). `kinds` are the kinds of collaboration to
    choose a first step from; without any, `Fit.kind` is "". `owed` says (see `owed_to`, 0..1, by member) who gave much
    more lately than came back: they are served sooner among those who fit nearly as well, and never instead of a much
    better fit. Raises ValueError when the member is not in the pool or `top` is negative.
    """
    if top < 0:
        raise ValueError(f"top is how many suggestions to give, not {top}")
    row = pool.row_of(member_id)
    scores = score(pool, row)
    candidates = np.where(_welcome(pool, row, scores, exclude), scores.together, 0.0)
    for member, much in owed.items():
        candidates[pool.ids == member] *= 1 + SOONER * min(max(much, 0.0), 1.0)
    worth: dict[int, float] = {}
    found: list[Fit] = []
    for other in _mixed(pool, candidates, max(LOOKED_AT, 2 * top)):
        if len(found) == top:
            break
        fit = _explained(pool, scores, row, other, kinds)
        if fit.reasons_for_me and fit.reasons_for_them:
            found.append(fit)
            worth[fit.member_id] = float(candidates[other])
    return sorted(found, key=lambda fit: (-worth[fit.member_id], fit.member_id))


def owed_to(given: int, received: int) -> float:
    """How much sooner a member is to be served who did so many things for others lately and had so many done for it: 0
    for an even account or a member who received more, towards 1 the more was given and the less came back.
    """
    return max(0, given - received) / (given + received + 2)


def between(pool: FitPool, member_id: int, other_id: int, *, kinds: Sequence[KindFit] = ()) -> Fit | None:
    """How two members fit, whether or not either would be suggested just now.

    None for competitors, for those without a language in common, and where nothing speaks for it. Raises ValueError
    when either is not in the pool.
    """
    row, other = pool.row_of(member_id), pool.row_of(other_id)
    scores = score(pool, row)
    if row == other or scores.rivalry[other] >= SAME_WORK or not scores.understood[other]:
        return None
    fit = _explained(pool, scores, row, other, kinds)
    return fit if fit.reasons_for_me and fit.reasons_for_them else None


def _welcome(pool: FitPool, row: int, scores: Scores, exclude: Collection[int]) -> Bools:
    welcome = pool.open & scores.understood & (scores.rivalry < SAME_WORK)
    welcome &= ~np.isin(pool.ids, list(exclude))
    welcome[row] = False
    return welcome


def _mixed(pool: FitPool, candidates: Floats, most: int) -> Iterator[int]:
    """The best rows, one after the other, where each counts less the more of its trade have come already."""
    waiting = _best(pool, candidates, most)
    offers = np.zeros((len(waiting), len(pool.trades.ids)), np.bool_)
    for at, row in enumerate(waiting):
        offers[at, pool.offers.of_row(row)[0]] = True
    worth = candidates[waiting]
    for _ in waiting:
        best = int(worth.argmax())
        yield int(waiting[best])
        same_trade = offers[best] | (pool.trades.alike[offers[best]] >= SAME_WORK).any(axis=0)
        worth[offers[:, same_trade].any(axis=1)] *= ONE_MORE
        worth[best] = -1.0


def _best(pool: FitPool, candidates: Floats, most: int) -> Ints:
    """The rows with the greatest numbers above 0, greatest first; of equals the lower id comes first."""
    good = np.flatnonzero(candidates)
    if len(good) > most:
        least = np.partition(candidates[good], -most)[-most]
        good = good[candidates[good] >= least]
    return good[np.lexsort((pool.ids[good], -candidates[good]))][:most]


def _explained(pool: FitPool, scores: Scores, row: int, other: int, kinds: Sequence[KindFit]) -> Fit:
    me, them = (pool.members[int(pool.ids[at])] for at in (row, other))
    evidence = {key: float(values[other]) for key, values in scores.evidence.items()}
    ring, metres = RINGS[scores.rings[other]], float(scores.metres[other])
    why_me = reasons(pool.trades, me, them, evidence, metres)
    return Fit(
        member_id=them.id,
        score=float(scores.together[other]),
        for_me=float(scores.for_me[other]),
        for_them=float(scores.for_them[other]),
        reasons_for_me=why_me,
        reasons_for_them=reasons(pool.trades, them, me, mirrored(evidence), metres),
        caution=caution(why_me, float(scores.rivalry[other]), far=_far(me, them, metres, ring)),
        kind=kind_for(kinds, me, them, evidence, ring),
        ring=ring,
    )


def _far(me: FitMember, them: FitMember, metres: float, ring: Ring) -> bool:
    """Whether enough is known of where both are to say that it is far."""
    if np.isfinite(metres):
        return ring == RINGS[-1] and metres > FAR_M
    return ring == RINGS[-1] and bool(me.city and them.city)
