"""Why, in facts: the best reasons of each side for a pair, what to mind, and which kind of doing something together
fits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import exp

from hometeam.engine.fit.audiences import NEIGHBOURS
from hometeam.engine.fit.facts import RINGS, Fact, FitMember, KindFit, Needed, Offered, Reason, Ring
from hometeam.engine.fit.pool import GUESSED_NEED, GUESSED_OFFER
from hometeam.engine.fit.score import MIRROR, WEIGHT, mirrored
from hometeam.engine.fit.trades import Trades

MOST = 3
FAINT = 0.05
"""A reason that adds less to the logit is not worth a reader's line."""
ALIKE = 0.35
"""From this much rivalry on the reader is told that their work is similar."""


def reasons(
    trades: Trades,
    me: FitMember,
    them: FitMember,
    evidence: Mapping[str, float],
    metres: float,
    *,
    weights: Mapping[str, float] = WEIGHT,
) -> tuple[Reason, ...]:
    """What speaks for `them` in the eyes of `me`, strongest first, at most three; evidence as `me` sees it."""
    weighed = {key: weights[key] * evidence[key] for key in WEIGHT}
    found: list[Reason] = []
    for key in sorted(weighed, key=lambda key: (-weighed[key], key)):
        told = _facts(trades, key, me, them, metres) if weighed[key] >= FAINT else None
        if told is not None:
            reason = _unsaid(trades, Reason(key, told[0], told[1], round(1 - exp(-weighed[key]), 3)), found)
            if reason is not None and not any(_same_ground(reason, other) for other in found):
                found.append(reason)
    return tuple(found[:MOST])


def _same_ground(one: Reason, other: Reason) -> bool:
    """Whether both speak of the same service, one of them only because the trades go together."""
    if _TRADES not in (one.key, other.key):
        return False
    trades, work = (one, other) if one.key == _TRADES else (other, one)
    return work.fact("offer") in (trades.fact("mine"), trades.fact("theirs"))


def _unsaid(trades: Trades, reason: Reason, said: Sequence[Reason]) -> Reason | None:
    """Of whom both serve what was not said yet, by their audiences or by why their trades go together; None where all
    was.
    """
    for other in said:
        if {reason.key, other.key} == {_TRADES, _AUDIENCE}:
            mine, theirs = _both_serve(trades, reason), _both_serve(trades, other)
            if reason.key == _TRADES:
                return None if mine & theirs else reason
            left = tuple(sorted(mine - theirs))
            return replace(reason, facts=(("shared", left),)) if mine and left else None if mine else reason
    return reason


def _both_serve(trades: Trades, reason: Reason) -> frozenset[str]:
    if reason.key == _TRADES:
        return trades.both_serve.get((str(reason.fact("mine")), str(reason.fact("theirs"))), frozenset())
    shared = reason.fact("shared")
    return frozenset(shared) if isinstance(shared, tuple) else frozenset()


_TRADES, _AUDIENCE = "our_trades_go_together", "shared_audience"


def caution(why: Sequence[Reason], rivalry: float, *, far: bool) -> Reason | None:
    """The one thing to mind before asking: similar work, a long way, or that all of it is guessed."""
    if rivalry >= ALIKE:
        return Reason("similar_work", (("alike", round(rivalry, 2)),))
    if far:
        return Reason("far_apart")
    work = [reason for reason in why if reason.key in MIRROR]
    return Reason("only_guessed", guessed=True) if work and all(reason.guessed for reason in work) else None


def kinds_for(
    kinds: Sequence[KindFit], me: FitMember, them: FitMember, evidence: Mapping[str, float], ring: Ring
) -> list[tuple[str, float]]:
    """The kinds whose conditions hold, with what speaks for each, best first; what both like counts."""
    other, channels = mirrored(evidence), {channel.casefold() for channel in (*me.channels, *them.channels)}
    told = {key: max(evidence[key], other[key]) for key in WEIGHT}
    met = bool(evidence["they_offer_what_i_need"] and evidence["they_need_what_i_offer"])
    allowed = [kind for kind in kinds if (met or not kind.mutual) and _allowed(kind, me, them, channels, ring)]
    return sorted(((kind.kind, _suits(kind, me, them, told)) for kind in allowed), key=lambda each: -each[1])


def _allowed(kind: KindFit, me: FitMember, them: FitMember, channels: set[str], ring: Ring) -> bool:
    near_enough = RINGS.index(ring) <= RINGS.index(kind.ring_at_most)
    heard = not kind.channels or bool(kind.channels & channels)
    meant = not kind.member_kinds or bool(kind.member_kinds & {me.kind, them.kind})
    alike = kind.sizes == "any" or (0 not in (me.reach, them.reach) and abs(me.reach - them.reach) <= 1)
    return near_enough and heard and meant and alike and _fill_the_parts(kind, me, them)


def _fill_the_parts(kind: KindFit, me: FitMember, them: FitMember) -> bool:
    """Whether the two can play the two parts, one way or the other."""
    if len(kind.parts) != 2:
        return True
    first, second = kind.parts
    ways = ((me.kind, them.kind), (them.kind, me.kind))
    return any((not first or one in first) and (not second or other in second) for one, other in ways)


def _suits(kind: KindFit, me: FitMember, them: FitMember, told: Mapping[str, float]) -> float:
    speaks = sum(weight * told.get(key, 0.0) for key, weight in kind.weights.items())
    liked = sum(0.25 for one in (me, them) if kind.kind in one.likes)
    return kind.base + speaks + liked


def _facts(
    trades: Trades, key: str, me: FitMember, them: FitMember, metres: float
) -> tuple[tuple[tuple[str, Fact], ...], bool] | None:
    """The facts behind one key of evidence and whether they are guessed; None when it cannot be told in one line."""
    if key in _WORK:
        needy, helper, kind = (me, them, _WORK[key][1]) if _WORK[key][0] else (them, me, _WORK[key][1])
        return _met(trades, needy, helper, kind)
    if key == "our_trades_go_together":
        return _pair(trades, me, them)
    if key == "near_each_other":
        return (("metres", round(metres)),), False
    if key == "business_and_nonprofit":
        return (("their_kind", them.kind),), False
    if key == "shared_haunt":
        return _haunts(me, them)
    return _shared(key, me, them)


_WORK = {
    "they_offer_what_i_need": (True, "want"),
    "they_do_what_i_send_away": (True, "send_away"),
    "they_need_what_i_offer": (False, "want"),
    "they_send_away_what_i_do": (False, "send_away"),
}
_TAGS = {
    "shared_audience": "audiences",
    "shared_language": "languages",
    "like_the_same": "likes",
    "shared_values": "values",
}


def _met(
    trades: Trades, needy: FitMember, helper: FitMember, kind: str
) -> tuple[tuple[tuple[str, Fact], ...], bool] | None:
    """The need and the offer that meet best."""

    def close(pair: tuple[Needed, Offered]) -> float:
        need, offer = pair
        alike = float(trades.alike[trades.index[need.service], trades.index[offer.service]])
        sure = (GUESSED_NEED if need.guessed else 1.0) * (GUESSED_OFFER if offer.guessed else 1.0)
        return alike * need.strength * sure

    needs = [need for need in needy.needs if need.kind == kind and need.service in trades.index]
    offers = [offer for offer in helper.offers if offer.service in trades.index]
    pairs = sorted(((need, offer) for need in needs for offer in offers), key=close, reverse=True)
    if not pairs or not close(pairs[0]):
        return None
    need, offer = pairs[0]
    facts = (("need", need.service), ("offer", offer.service), ("need_guessed", need.guessed))
    return facts, need.guessed or offer.guessed


def _pair(trades: Trades, me: FitMember, them: FitMember) -> tuple[tuple[tuple[str, Fact], ...], bool] | None:
    """The two trades that go together best."""

    def hand_in_hand(pair: tuple[Offered, Offered]) -> float:
        return float(trades.together[trades.index[pair[0].service], trades.index[pair[1].service]])

    mine = [offer for offer in me.offers if offer.service in trades.index]
    theirs = [offer for offer in them.offers if offer.service in trades.index]
    pairs = sorted(((one, other) for one in mine for other in theirs), key=hand_in_hand, reverse=True)
    if not pairs or not hand_in_hand(pairs[0]):
        return None
    one, other = pairs[0]
    return (("mine", one.service), ("theirs", other.service)), one.guessed or other.guessed


def _shared(key: str, me: FitMember, them: FitMember) -> tuple[tuple[tuple[str, Fact], ...], bool] | None:
    """The tags that both have; of audiences also a neighbouring pair."""
    mine, theirs = _tags(me, _TAGS[key]), _tags(them, _TAGS[key])
    both = tuple(sorted(mine & theirs))
    if both:
        return (("shared", both),), False
    beside = sorted((one, other) for one in mine for other in NEIGHBOURS.get(one, frozenset()) & theirs)
    return ((("mine", beside[0][0]), ("theirs", beside[0][1])), False) if beside else None


def _haunts(me: FitMember, them: FitMember) -> tuple[tuple[tuple[str, Fact], ...], bool] | None:
    """The names of the haunts of both. Those that both tell everybody of come alone; where there are none,
    `between_us` says that nobody but the two may read the reason.
    """
    mine = {haunt.id: haunt.open for haunt in me.haunts}
    both = [(haunt.name, haunt.open and mine[haunt.id]) for haunt in them.haunts if haunt.id in mine]
    told = tuple(sorted(name for name, is_open in both if is_open))
    names = told or tuple(sorted(name for name, _is_open in both))
    return ((("shared", names), ("between_us", int(not told))), False) if names else None


def _tags(member: FitMember, name: str) -> set[str]:
    return {" ".join(tag.casefold().split()) for tag in getattr(member, name) if tag.strip()}
