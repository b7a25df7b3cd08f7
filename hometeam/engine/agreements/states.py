"""The only way from one `Deal` to the next: the tables of moves, read.

Each move has an actor, and tells the sides who need to know, never the actor, and never those who are out.
"""

from __future__ import annotations

from hometeam.engine.agreements.deal import (
    ASKING,
    Deal,
    Made,
    Move,
    NotPossible,
    Outcome,
    Role,
    Rule,
    State,
    Tell,
    is_unconfirmed,
)
from hometeam.engine.agreements.groups import GROUP_RULES, turn_of
from hometeam.engine.agreements.pairs import RULES

_OF_PAIRS = {(rule.move, rule.state): rule for rule in RULES}
_OF_GROUPS = {(rule.move, rule.state): rule for rule in GROUP_RULES}


def apply(deal: Deal, move: Move, by: int | None, task: int | None = None, whom: tuple[int, ...] = ()) -> Outcome:
    """Make a move.

    Args: `by` is the side who moves, None for the clock; `task` the id of the step for DELIVER, UNDO, NOT_YET and
    LET_GO; `whom` the sides that INVITE brings in, or whom TAKE_OUT and NUDGE are about.
    Raises NotPossible where the state, the side or the step does not allow it.
    """
    rule = (_OF_GROUPS if deal.is_group else _OF_PAIRS).get((move, deal.state))
    if rule is None or not _may(rule.role, deal, by):
        raise NotPossible(f"{move} by {by} in {deal.state}")
    after = rule.change(deal, Made(by, task, whom))
    turn = turn_of(deal, after)
    tell, notice = rule.turns.get(turn, (rule.tell, rule.notice)) if turn else (rule.tell, rule.notice)
    told = _told_in_group(tell, after, by, whom) if deal.is_group else _told(tell, deal, by)
    only = _only_between_two(deal, move, by, task)
    told = told if only is None else tuple(side for side in told if side in only)
    return Outcome(deal=after, notice=notice if told else "", tell=told)


def _only_between_two(deal: Deal, move: Move, by: int | None, task: int | None) -> frozenset[int] | None:
    """Whom a move concerns that is about steps which one owes one other; None where it is everybody's."""
    if move in (Move.DELIVER, Move.UNDO, Move.NOT_YET):
        about = [one for one in deal.tasks if one.id == task]
        two = frozenset(side for one in about for side in (one.by, one.to) if side is not None)
        return two if about and about[0].to is not None else None
    if move == Move.CONFIRM and by is not None:
        about = [one for one in deal.tasks if is_unconfirmed(one, by)]
        givers = frozenset(one.done_by for one in about if one.done_by is not None)
        return givers if all(one.to is not None for one in about) else None
    return None


def possible(deal: Deal, by: int | None) -> frozenset[Move]:
    """The moves that a side (None: the clock) could make now, apart from which step and about whom."""
    rules: tuple[Rule, ...] = GROUP_RULES if deal.is_group else RULES
    return frozenset(rule.move for rule in rules if rule.state == deal.state and _may(rule.role, deal, by))


def _may(role: Role, deal: Deal, by: int | None) -> bool:
    if role == Role.CLOCK or by is None:
        return role == Role.CLOCK and by is None
    if by not in deal.sides:
        return False
    if role == Role.LEAVER:
        return by == deal.left_by
    return by in _holders(role, deal)


def _holders(role: Role, deal: Deal) -> frozenset[int]:
    asked = (deal.inside if deal.state in ASKING else deal.parties) - deal.yes
    late = deal.late | deal.said_no
    return {
        Role.PARTY: deal.parties,
        Role.STARTER: frozenset({deal.starter}) & deal.inside,
        Role.ASKED: asked,
        Role.LATE: late,
        Role.ASKED_OR_LATE: asked | late,
        Role.PARTY_OR_LATE: deal.parties | late,
        Role.SAID_YES: deal.yes,
        Role.ANYBODY_INSIDE: deal.inside,
    }[role]


def _told(tell: Tell, deal: Deal, by: int | None) -> tuple[int, ...]:
    audience = {
        Tell.OTHERS: set(deal.sides),
        Tell.EVERYONE: set(deal.sides),
        Tell.STARTER: {deal.starter},
        Tell.SAID_YES: set(deal.yes),
        Tell.WHOM: set(),
        Tell.NOBODY: set(),
    }[tell]
    return tuple(side for side in deal.sides if side in audience and side != by)


def _told_in_group(tell: Tell, after: Deal, by: int | None, whom: tuple[int, ...]) -> tuple[int, ...]:
    concerned = after.joined if after.joined and after.state != State.WITHDRAWN else after.inside
    audience = {
        Tell.OTHERS: concerned,
        Tell.EVERYONE: concerned,
        Tell.STARTER: {after.starter},
        Tell.SAID_YES: after.yes | {after.starter},
        Tell.WHOM: set(whom),
        Tell.NOBODY: set(),
    }[tell]
    return tuple(side for side in after.sides if side in audience and side in after.inside and side != by)
