"""The states of a collaboration and the moves between them, as one table.

`apply` is the only way from one `Deal` to the next. Each move has an actor, and tells the sides who need to know, never
the actor.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum


class State(StrEnum):
    """Where a collaboration stands."""

    IDEA = "idea"
    PROPOSED = "proposed"
    COUNTERED = "countered"
    AGREED = "agreed"
    DELIVERING = "delivering"
    DELIVERED = "delivered"
    CONFIRMED = "confirmed"
    CLOSED = "closed"
    RENEGOTIATED = "renegotiated"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"


class Move(StrEnum):
    """What somebody, or the clock, does."""

    SEND = "send"
    ACCEPT = "accept"
    COUNTER = "counter"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    RENEGOTIATE = "renegotiate"
    DELIVER = "deliver"
    UNDO = "undo"
    CONFIRM = "confirm"
    THANK = "thank"
    CLOSE = "close"
    LAPSE = "lapse"
    REOPEN = "reopen"


class Role(StrEnum):
    """Who may make a move."""

    STARTER = "starter"
    ASKED = "asked"
    SAID_YES = "said-yes"
    PARTY = "party"
    LEAVER = "leaver"
    CLOCK = "clock"


class Tell(StrEnum):
    """Who hears of a move. The actor is never among them."""

    OTHERS = "others"
    STARTER = "starter"
    SAID_YES = "said-yes"
    EVERYONE = "everyone"
    NOBODY = "nobody"


ANSWERABLE = frozenset({State.PROPOSED, State.COUNTERED, State.RENEGOTIATED})
RUNNING = frozenset({State.AGREED, State.DELIVERING, State.RENEGOTIATED})
OPEN = ANSWERABLE | RUNNING | {State.IDEA, State.DELIVERED}
ENDED = frozenset({State.CLOSED, State.LAPSED, State.WITHDRAWN, State.DECLINED})


class NotPossible(Exception):
    """The move does not fit where things stand, or is not this side's to make."""


@dataclass(frozen=True, slots=True)
class Task:
    """One promised step.

    `by` is the side who promised it, or None for what all do together; `counts` when it is done *for* the others and so
    is theirs to confirm.
    """

    id: int
    by: int | None
    counts: bool = True
    done_by: int | None = None
    confirmed_by: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Deal:
    """All that the rules need to know. Sides are ids; `yes` are those who agree to the terms as they stand."""

    state: State
    sides: tuple[int, ...]
    starter: int
    yes: frozenset[int] = frozenset()
    tasks: tuple[Task, ...] = ()
    thanked: frozenset[int] = frozenset()
    left_by: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a move led to: the deal after it, the notice's key (empty for none) and whom it goes to."""

    deal: Deal
    notice: str
    tell: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table: who may make a move in a state, what it changes, and who hears of it under which key."""

    move: Move
    state: State
    role: Role
    change: Callable[[Deal, int | None, int | None], Deal]
    tell: Tell
    notice: str


def has_to_confirm(deal: Deal, side: int) -> bool:
    """Whether others did something for this side that it has not yet confirmed."""
    return any(_unconfirmed(task, side) for task in deal.tasks)


def awaited(deal: Deal) -> frozenset[int]:
    """The sides whose answer is awaited now; empty outside of the states that wait for one."""
    return frozenset(deal.sides) - deal.yes if deal.state in ANSWERABLE else frozenset()


def _unconfirmed(task: Task, side: int) -> bool:
    return task.counts and task.done_by not in (None, side) and task.by != side and side not in task.confirmed_by


def _progress(deal: Deal) -> State:
    done = [task for task in deal.tasks if task.done_by is not None]
    if not done:
        return State.AGREED
    if len(done) < len(deal.tasks):
        return State.DELIVERING
    return State.DELIVERED if any(has_to_confirm(deal, side) for side in deal.sides) else State.CONFIRMED


def _going_on(deal: Deal) -> Deal:
    return replace(deal, state=_progress(deal), yes=frozenset(deal.sides))


def _send(deal: Deal, _by: int | None, _task_id: int | None) -> Deal:
    return replace(deal, state=State.PROPOSED)


def _accept(deal: Deal, by: int | None, _task_id: int | None) -> Deal:
    agreed = replace(deal, yes=deal.yes | _one(by))
    return _going_on(agreed) if agreed.yes >= set(deal.sides) else agreed


def _ask_again(state: State) -> Callable[[Deal, int | None, int | None], Deal]:
    def change(deal: Deal, by: int | None, _task_id: int | None) -> Deal:
        return replace(deal, state=state, yes=_one(by), left_by=None)

    return change


def _leave(state: State) -> Callable[[Deal, int | None, int | None], Deal]:
    def change(deal: Deal, by: int | None, _task_id: int | None) -> Deal:
        return replace(deal, state=state, left_by=by)

    return change


def _keep(deal: Deal, _by: int | None, _task_id: int | None) -> Deal:
    return _going_on(deal)


def _with_task(deal: Deal, task: Task) -> Deal:
    return replace(deal, tasks=tuple(task if old.id == task.id else old for old in deal.tasks))


def _after_work(deal: Deal, state: State) -> Deal:
    return deal if state == State.RENEGOTIATED else replace(deal, state=_progress(deal))


def _deliver(deal: Deal, by: int | None, task: int | None) -> Deal:
    found = _task(deal, task)
    if found.done_by is not None or found.by not in (None, by):
        raise NotPossible("this step is done, or is another side's")
    return _after_work(_with_task(deal, replace(found, done_by=by)), deal.state)


def _undo(deal: Deal, by: int | None, task: int | None) -> Deal:
    found = _task(deal, task)
    if found.done_by != by or found.confirmed_by:
        raise NotPossible("only who did a step may take it back, and only until it is confirmed")
    return _after_work(_with_task(deal, replace(found, done_by=None)), deal.state)


def _confirm(deal: Deal, by: int | None, _task_id: int | None) -> Deal:
    if by is None or not has_to_confirm(deal, by):
        raise NotPossible("nothing waits for this side's word")
    tasks = tuple(
        replace(one, confirmed_by=one.confirmed_by | {by}) if _unconfirmed(one, by) else one for one in deal.tasks
    )
    return _after_work(replace(deal, tasks=tasks), deal.state)


def _thank(deal: Deal, by: int | None, _task_id: int | None) -> Deal:
    if by in deal.thanked:
        raise NotPossible("this side has said thanks")
    thanked = replace(deal, thanked=deal.thanked | _one(by))
    all_done = deal.state == State.CONFIRMED and thanked.thanked >= set(deal.sides)
    return replace(thanked, state=State.CLOSED) if all_done else thanked


def _one(by: int | None) -> frozenset[int]:
    return frozenset() if by is None else frozenset({by})


def _task(deal: Deal, pk: int | None) -> Task:
    for task in deal.tasks:
        if task.id == pk:
            return task
    raise NotPossible("no such step")


S, M, R, T = State, Move, Role, Tell

RULES: tuple[Rule, ...] = (
    Rule(M.SEND, S.IDEA, R.STARTER, _send, T.OTHERS, "proposed"),
    Rule(M.WITHDRAW, S.IDEA, R.STARTER, _leave(S.WITHDRAWN), T.NOBODY, ""),
    *(
        rule
        for state in (S.PROPOSED, S.COUNTERED)
        for rule in (
            Rule(M.ACCEPT, state, R.ASKED, _accept, T.OTHERS, "agreed"),
            Rule(M.COUNTER, state, R.ASKED, _ask_again(S.COUNTERED), T.OTHERS, "countered"),
            Rule(M.DECLINE, state, R.ASKED, _leave(S.DECLINED), T.OTHERS, "declined"),
            Rule(M.WITHDRAW, state, R.SAID_YES, _leave(S.WITHDRAWN), T.OTHERS, "withdrawn"),
            Rule(M.LAPSE, state, R.CLOCK, _leave(S.LAPSED), T.SAID_YES, "lapsed"),
        )
    ),
    Rule(M.LAPSE, S.IDEA, R.CLOCK, _leave(S.LAPSED), T.STARTER, "lapsed"),
    Rule(M.ACCEPT, S.RENEGOTIATED, R.ASKED, _accept, T.OTHERS, "agreed"),
    Rule(M.COUNTER, S.RENEGOTIATED, R.ASKED, _ask_again(S.RENEGOTIATED), T.OTHERS, "renegotiated"),
    Rule(M.DECLINE, S.RENEGOTIATED, R.ASKED, _keep, T.OTHERS, "kept"),
    Rule(M.LAPSE, S.RENEGOTIATED, R.CLOCK, _keep, T.EVERYONE, "kept"),
    *(
        Rule(M.RENEGOTIATE, state, R.PARTY, _ask_again(S.RENEGOTIATED), T.OTHERS, "renegotiated")
        for state in (S.AGREED, S.DELIVERING)
    ),
    *(Rule(M.WITHDRAW, state, R.PARTY, _leave(S.WITHDRAWN), T.OTHERS, "withdrawn") for state in sorted(RUNNING)),
    *(Rule(M.LAPSE, state, R.CLOCK, _leave(S.LAPSED), T.EVERYONE, "lapsed") for state in (S.AGREED, S.DELIVERING)),
    *(Rule(M.DELIVER, state, R.PARTY, _deliver, T.OTHERS, "done") for state in sorted(RUNNING)),
    *(
        Rule(M.UNDO, state, R.PARTY, _undo, T.OTHERS, "undone")
        for state in (S.DELIVERING, S.DELIVERED, S.CONFIRMED, S.RENEGOTIATED)
    ),
    *(
        Rule(M.CONFIRM, state, R.PARTY, _confirm, T.OTHERS, "confirmed")
        for state in (S.DELIVERING, S.DELIVERED, S.RENEGOTIATED)
    ),
    *(Rule(M.THANK, state, R.PARTY, _thank, T.OTHERS, "thanked") for state in (S.DELIVERED, S.CONFIRMED, S.CLOSED)),
    *(Rule(M.CLOSE, state, R.PARTY, _leave(S.CLOSED), T.OTHERS, "closed") for state in (S.DELIVERED, S.CONFIRMED)),
    *(Rule(M.LAPSE, state, R.CLOCK, _leave(S.CLOSED), T.NOBODY, "") for state in (S.DELIVERED, S.CONFIRMED)),
    Rule(M.REOPEN, S.LAPSED, R.PARTY, _ask_again(S.PROPOSED), T.OTHERS, "reopened"),
    *(
        Rule(M.REOPEN, state, R.LEAVER, _ask_again(S.PROPOSED), T.OTHERS, "reopened")
        for state in (S.DECLINED, S.WITHDRAWN)
    ),
)

_BY_KEY = {(rule.move, rule.state): rule for rule in RULES}


def apply(deal: Deal, move: Move, by: int | None, task: int | None = None) -> Outcome:
    """Make a move.

    Args: `by` is the side who moves, None for the clock; `task` the id of the step for DELIVER and UNDO.
    Raises NotPossible where the state, the side or the step does not allow it.
    """
    rule = _BY_KEY.get((move, deal.state))
    if rule is None or not _may(rule.role, deal, by):
        raise NotPossible(f"{move} by {by} in {deal.state}")
    after = rule.change(deal, by, task)
    told = _told(rule.tell, deal, by)
    return Outcome(deal=after, notice=rule.notice if told else "", tell=told)


def possible(deal: Deal, by: int | None) -> frozenset[Move]:
    """The moves that a side (None: the clock) could make now, apart from which step."""
    return frozenset(rule.move for rule in RULES if rule.state == deal.state and _may(rule.role, deal, by))


def _may(role: Role, deal: Deal, by: int | None) -> bool:
    if role == Role.CLOCK or by is None:
        return role == Role.CLOCK and by is None
    if by not in deal.sides:
        return False
    return {
        Role.PARTY: True,
        Role.STARTER: by == deal.starter,
        Role.ASKED: by not in deal.yes,
        Role.SAID_YES: by in deal.yes,
        Role.LEAVER: by == deal.left_by,
    }[role]


def _told(tell: Tell, deal: Deal, by: int | None) -> tuple[int, ...]:
    audience = {
        Tell.OTHERS: set(deal.sides),
        Tell.EVERYONE: set(deal.sides),
        Tell.STARTER: {deal.starter},
        Tell.SAID_YES: set(deal.yes),
        Tell.NOBODY: set(),
    }[tell]
    return tuple(side for side in deal.sides if side in audience and side != by)
