"""From a board to loops: the engine's search, and its repair after a refusal or silence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hometeam.engine import loops as engine
from hometeam.engine.barter import Plan, plan, search
from hometeam.engine.consent import to_keep
from hometeam.engine.loops.pool import Clock
from hometeam.swap.models import Leg
from hometeam.swap.queries.loops import links_as_they_were
from hometeam.swap.queries.pool import Board, region_of


def plan_of(board: Board, start: engine.Start, seconds: float) -> Plan:
    """What there is to do for the best loops of a board, in pieces that share none; `start` is an earlier search."""
    return plan(board.pool, _rules(board, seconds), _apart(board), start, region_of(board))


def instead_of(
    board: Board, legs: Sequence[Leg], prices: Mapping[str, float], seconds: float, clock: Clock
) -> list[tuple[str, ...]]:
    """The best loops in the stead of one that dissolved: they keep as many of the legs said yes to as can be kept.

    Only loops with somebody of the old one in it: all others wait for the night.
    """
    old = tuple(str(leg.giver_id) for leg in legs)
    before = engine.Answer((old,), 0.0, 0.0, False, "", 0, prices=prices)
    rules = _rules(board, seconds, _kept(board, legs))
    found = search(board.pool, rules, _apart(board), lambda pool, rules: engine.repair(pool, rules, before, clock))
    return [loop for loop in found.loops if not set(loop).isdisjoint(old)]


def _kept(board: Board, legs: Sequence[Leg]) -> frozenset[tuple[str, str]]:
    """The legs to keep that are still on the board just as they were, with nothing in them said otherwise."""
    yes = {leg.giver_id for leg in legs if leg.answer == Leg.Answer.YES}
    links = links_as_they_were(legs[0].loop, legs)
    there = {(one.giver, one.receiver): (one.gives, one.needs) for one in board.matches.values()}
    same = [link for link in links if there.get((link.giver, link.receiver)) == (link.gives, link.needs)]
    return frozenset((str(giver), str(receiver)) for giver, receiver in to_keep(same, yes, ()))


def _rules(board: Board, seconds: float, fixed: frozenset[tuple[str, str]] = frozenset()) -> engine.Rules:
    return engine.Rules(
        max_length=board.rules.longest_loop,
        objective="expected",
        fixed=fixed,
        time_limit=seconds,
        seed=board.community.pk,
    )


def _apart(board: Board) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(map(str, pair)) for pair in board.apart)
