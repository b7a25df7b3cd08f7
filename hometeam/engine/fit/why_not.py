""" "Why not them?" answered for any two members, with what would change it.

Rests on what both show and on what the community has learnt of evidence, never on what was learnt of a person, on
prices, or on what the other one answered.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from hometeam.engine.fit.beliefs import EXPERT
from hometeam.engine.fit.facts import FitMember
from hometeam.engine.fit.pool import FitPool
from hometeam.engine.fit.score import SAME_WORK, WEIGHT, ByExperts, Scores, Weighs, score

BANDS = (10, 25, 50, 100, 250, 500, 1_000)
"""A place in the row is only told as coarsely as this. The least is more than a list has, so that nobody who is among
the best and not on it is seen to be dear.
"""
MOST = 3
WORTH_SAYING = 0.2
"""What would add less than this to the logit is not worth a line."""
NOBODY: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Lack:
    """A piece of evidence (a key of `score.WEIGHT`) that does not speak for it. `change` says who could change that by
    telling more of themselves: "me", "them", "both", or "nobody" where both have told and it does not meet.
    """

    key: str
    change: str


@dataclass(frozen=True, slots=True)
class WhyNot:
    """`barred`: why they are not suggested at all just now ("rivals", "language", "snoozed", "full", "nothing_speaks"
    or the caller's own word), or None. `among`: they are among so many of the best, the smallest of `BANDS` that
    holds; None beyond, or where barred. `lacks`: what does not speak for it, what would change most first, and at
    least one that I could change myself, where there is any.
    """

    barred: str | None
    among: int | None
    lacks: tuple[Lack, ...]


def why_not(
    pool: FitPool, member_id: int, other_id: int, *, beliefs: Weighs = EXPERT, excluded: Mapping[int, str] = NOBODY
) -> WhyNot:
    """Why `other_id` is not among the first who are suggested to `member_id`.

    `excluded` gives the caller's word for whom it leaves out; never pass one that tells what the other one answered.
    Customers found to be shared stay out of it, as either side may want them unsaid. Raises ValueError when either is
    not in the pool, or both are the same.
    """
    pool = pool.with_overlaps({}) if pool.overlaps else pool
    row, other = pool.row_of(member_id), pool.row_of(other_id)
    if row == other:
        raise ValueError("nobody is suggested to themselves")
    scores = score(pool, row, ByExperts(beliefs.bias, beliefs.weights))
    barred = excluded.get(other_id) or _barred(pool, scores, other)
    me, them = pool.members[member_id], pool.members[other_id]
    evidence = {key: float(scores.evidence[key][other]) for key in WEIGHT}
    among = None if barred else _among(pool, scores, row, other)
    return WhyNot(barred, among, _lacks(me, them, evidence, beliefs.weights))


def _barred(pool: FitPool, scores: Scores, other: int) -> str | None:
    them = pool.members[int(pool.ids[other])]
    reasons = {
        "snoozed": them.snoozed,
        "full": them.free_capacity <= 0,
        "rivals": scores.rivalry[other] >= SAME_WORK,
        "language": not scores.understood[other],
        "nothing_speaks": not scores.speaks(np.array([other]))[0],
    }
    return next((reason for reason, holds in reasons.items() if holds), None)


def _among(pool: FitPool, scores: Scores, row: int, other: int) -> int | None:
    before = pool.open & scores.understood & (scores.rivalry < SAME_WORK) & (scores.rank > scores.rank[other])
    before[row] = False
    place = int(np.count_nonzero(scores.speaks(np.flatnonzero(before)))) + 1
    return next((band for band in BANDS if place <= band), None)


def _lacks(
    me: FitMember, them: FitMember, evidence: Mapping[str, float], weights: Mapping[str, float]
) -> tuple[Lack, ...]:
    gains = {key: weights[key] * (1 - evidence[key]) for key in _TOLD if evidence[key] < 0.5}
    worth_saying = [key for key in sorted(gains, key=lambda key: -gains[key]) if gains[key] >= WORTH_SAYING]
    lacks = tuple(
        Lack(key, _who_could(*(told(one) for told, one in zip(_TOLD[key], (me, them), strict=True))))
        for key in worth_saying
    )
    mine = next((lack for lack in lacks if lack.change in ("me", "both")), None)
    return lacks[:MOST] if mine is None or mine in lacks[:MOST] else (*lacks[: MOST - 1], mine)


def _who_could(mine: bool, theirs: bool) -> str:
    if mine and theirs:
        return "nobody"
    return "both" if not mine and not theirs else "me" if not mine else "them"


Told = Callable[[FitMember], bool]


def _wants(one: FitMember) -> bool:
    return any(need.kind == "want" for need in one.needs)


def _sends(one: FitMember) -> bool:
    return any(need.kind == "send_away" for need in one.needs)


def _offers(one: FitMember) -> bool:
    return bool(one.offers)


_TOLD: dict[str, tuple[Told, Told]] = {
    "they_offer_what_i_need": (_wants, _offers),
    "they_need_what_i_offer": (_offers, _wants),
    "they_do_what_i_send_away": (_sends, _offers),
    "they_send_away_what_i_do": (_offers, _sends),
    "our_trades_go_together": (_offers, _offers),
    "shared_audience": (lambda one: bool(one.audiences),) * 2,
    "near_each_other": (lambda one: one.place is not None,) * 2,
    "shared_language": (lambda one: bool(one.languages),) * 2,
    "like_the_same": (lambda one: bool(one.likes),) * 2,
    "shared_haunt": (lambda one: bool(one.haunts), lambda one: any(haunt.open for haunt in one.haunts)),
    "shared_values": (lambda one: bool(one.values),) * 2,
}
"""For each evidence that telling more could change: whether I have told my side of it, and they theirs."""
