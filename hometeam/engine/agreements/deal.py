"""What the rules of an agreement speak of: states, moves, who may make them, who hears of them, and the deal itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
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
    """What somebody, or the clock, does. LEAVE is made for a member who is no longer here; LET_GO drops a step that
    one owes one other and that will not come about; NOT_YET opens a step again that was ticked off too early.
    """

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
    START = "start"
    INVITE = "invite"
    TAKE_OUT = "take-out"
    NUDGE = "nudge"
    LET_GO = "let-go"
    NOT_YET = "not-yet"
    LEAVE = "leave"


class Role(StrEnum):
    """Who may make a move. LATE is for groups: asked, or said no, and not bound by what the others have begun."""

    STARTER = "starter"
    ASKED = "asked"
    LATE = "late"
    ASKED_OR_LATE = "asked-or-late"
    PARTY_OR_LATE = "party-or-late"
    SAID_YES = "said-yes"
    PARTY = "party"
    ANYBODY_INSIDE = "anybody-inside"
    LEAVER = "leaver"
    CLOCK = "clock"


class Tell(StrEnum):
    """Who hears of a move. The actor is never among them."""

    OTHERS = "others"
    STARTER = "starter"
    SAID_YES = "said-yes"
    EVERYONE = "everyone"
    WHOM = "whom"
    NOBODY = "nobody"


class Turn(StrEnum):
    """What a move can lead to beyond itself, which is then told instead."""

    STARTED = "started"
    TOO_FEW = "too-few"
    SHORT = "short"
    GOING_ON = "going-on"
    DONE = "done"
    ENDED = "ended"


ANSWERABLE = frozenset({State.PROPOSED, State.COUNTERED, State.RENEGOTIATED})
ASKING = frozenset({State.PROPOSED, State.COUNTERED})
"""What is asked and has not begun."""
RUNNING = frozenset({State.AGREED, State.DELIVERING, State.RENEGOTIATED})
OPEN = ANSWERABLE | RUNNING | {State.IDEA, State.DELIVERED}
ENDED = frozenset({State.CLOSED, State.LAPSED, State.WITHDRAWN, State.DECLINED})


class NotPossible(Exception):
    """The move does not fit where things stand, or is not this side's to make."""


@dataclass(frozen=True, slots=True)
class Task:
    """One promised step.

    `by` is the side who promised it, or None for what all do together; `counts` when it is done *for* the others and so
    is theirs to confirm: for `to` alone where it is owed to one; else for `receivers` where they are known (who took
    part when it was done), else for all others. `is_due`: its day has come. `doubted_by` is the side for whom it was
    ticked and who said "not yet": from then on it is theirs to tick. Of a step for several, `missed_by` are those who
    said so: it is open for them alone, and done for the others.
    """

    id: int
    by: int | None
    counts: bool = True
    done_by: int | None = None
    confirmed_by: frozenset[int] = frozenset()
    receivers: frozenset[int] | None = None
    to: int | None = None
    is_due: bool = True
    doubted_by: int | None = None
    missed_by: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Deal:
    """All that the rules need to know. Sides are ids; `yes` are those who agree to the terms as they stand.

    In a group (`most` above two) `joined` are those bound by what was agreed, empty before it starts; `said_no` have
    declined by themselves and may still change their mind; `gone` have left or were taken out; `nudged` have been
    reminded once; `short` is the question whether to go on with fewer than `least`.
    """

    state: State
    sides: tuple[int, ...]
    starter: int
    yes: frozenset[int] = frozenset()
    tasks: tuple[Task, ...] = ()
    thanked: frozenset[int] = frozenset()
    left_by: int | None = None
    least: int = 2
    most: int = 2
    joined: frozenset[int] = frozenset()
    said_no: frozenset[int] = frozenset()
    gone: frozenset[int] = frozenset()
    nudged: frozenset[int] = frozenset()
    short: bool = False

    @property
    def is_group(self) -> bool:
        """Whether more than two may take part."""
        return self.most > 2

    @property
    def inside(self) -> frozenset[int]:
        """Those who are asked or take part, without those who said no or are gone."""
        return frozenset(self.sides) - self.said_no - self.gone

    @property
    def parties(self) -> frozenset[int]:
        """Those bound by what was agreed."""
        return self.joined if self.is_group else frozenset(self.sides)

    @property
    def late(self) -> frozenset[int]:
        """Those asked into a group that has started without them."""
        started = self.is_group and self.state not in {State.IDEA, *ASKING, *ENDED}
        return self.inside - self.joined if started else frozenset()


@dataclass(frozen=True, slots=True)
class Made:
    """A move as it is made: by whom (None: the clock), on which step, concerning whom."""

    by: int | None
    task: int | None = None
    whom: tuple[int, ...] = ()

    @property
    def one(self) -> frozenset[int]:
        """Whoever moves, as a set; empty for the clock."""
        return frozenset() if self.by is None else frozenset({self.by})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a move led to: the deal after it, the notice's key (empty for none) and whom it goes to."""

    deal: Deal
    notice: str
    tell: tuple[int, ...]


Changes = Callable[[Deal, Made], Deal]


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table: who may make a move in a state, what it changes, and who hears of it under which key.

    `turns` says what is told instead where the move leads to more than itself.
    """

    move: Move
    state: State
    role: Role
    change: Changes
    tell: Tell
    notice: str
    turns: Mapping[Turn, tuple[Tell, str]] = field(default_factory=dict)


def has_to_confirm(deal: Deal, side: int) -> bool:
    """Whether others did something for this side that it has not yet confirmed."""
    return any(is_unconfirmed(task, side) for task in deal.tasks)


def awaited(deal: Deal) -> frozenset[int]:
    """The sides whose answer is awaited now; empty outside of the states that wait for one."""
    if deal.state not in ANSWERABLE:
        return frozenset()
    return (deal.inside if deal.state in ASKING else deal.parties) - deal.yes


def is_unconfirmed(task: Task, side: int) -> bool:
    """Whether a step was done for this side and waits for its word."""
    if task.to not in (None, side) or (task.receivers is not None and side not in task.receivers):
        return False
    return task.counts and task.done_by not in (None, side) and task.by != side and side not in task.confirmed_by


def is_done(task: Task, deal: Deal) -> bool:
    """Whether a step is ticked, and nobody who still takes part says that it has not reached them."""
    return task.done_by is not None and not task.missed_by & deal.parties


def promised(deal: Deal) -> list[Task]:
    """The steps that are somebody's: open ones of, or for, those who take no part are nobody's any more."""
    return [one for one in deal.tasks if one.done_by is not None or {one.by, one.to} - {None} <= deal.parties]


def progress(deal: Deal) -> State:
    """How far what was agreed has come."""
    tasks = promised(deal)
    done = [task for task in tasks if is_done(task, deal)]
    if not done:
        return State.AGREED
    if len(done) < len(tasks):
        return State.DELIVERING
    return State.DELIVERED if any(has_to_confirm(deal, side) for side in deal.parties) else State.CONFIRMED
