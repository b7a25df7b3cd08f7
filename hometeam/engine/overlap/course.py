"""How a measuring goes, from the asking to the band: who may do what next, and what is left of it then.

`move` is the only way from one `Course` to the next. No return without both lists, no result without both returns, and
whatever ends it leaves nothing blinded behind.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Side(StrEnum):
    """The two who measure."""

    ASKER = "asker"
    ASKED = "asked"

    @property
    def other(self) -> Side:
        """The other of the two."""
        return Side.ASKED if self is Side.ASKER else Side.ASKER


class State(StrEnum):
    """Where it stands."""

    ASKED = "asked"
    AGREED = "agreed"
    EXCHANGING = "exchanging"
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


OPEN = frozenset({State.ASKED, State.AGREED, State.EXCHANGING})
"""States that wait for somebody."""


class Move(StrEnum):
    """What a side, or the clock, does."""

    AGREE = "agree"
    DECLINE = "decline"
    PUT_IN = "put-in"
    START_AGAIN = "start-again"
    HAND_BACK = "hand-back"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"


class NotNow(Exception):
    """This cannot be done as things stand; `course` is how they stand."""

    def __init__(self, course: Course) -> None:
        super().__init__(str(course.state))
        self.course = course


@dataclass(frozen=True)
class Course:
    """Where a measuring stands: whose lists are in, and who has handed the other's back."""

    state: State = State.ASKED
    lists: frozenset[Side] = frozenset()
    returns: frozenset[Side] = frozenset()


_LEADS_TO = {
    Move.AGREE: State.AGREED,
    Move.DECLINE: State.DECLINED,
    Move.WITHDRAW: State.WITHDRAWN,
    Move.LAPSE: State.LAPSED,
}


def may(course: Course, side: Side, what: Move) -> bool:
    """Whether a side may do this now; LAPSE is the clock's, for either side."""
    match what:
        case Move.AGREE | Move.DECLINE:
            return course.state == State.ASKED and side == Side.ASKED
        case Move.PUT_IN:
            return course.state == State.AGREED and side not in course.lists
        case Move.START_AGAIN:
            return course.state in OPEN and side in course.lists
        case Move.HAND_BACK:
            return course.state == State.EXCHANGING and side not in course.returns
        case Move.WITHDRAW:
            return course.state in OPEN | {State.DONE}
        case Move.LAPSE:
            return course.state in OPEN


def move(course: Course, side: Side, what: Move) -> Course:
    """The course after a move. Raises NotNow."""
    if not may(course, side, what):
        raise NotNow(course)
    match what:
        case Move.PUT_IN:
            lists = course.lists | {side}
            return Course(State.EXCHANGING if len(lists) == len(Side) else State.AGREED, lists)
        case Move.START_AGAIN:
            # The other's return was made from this list, and this side's under the key that goes with it.
            return Course(State.AGREED, course.lists - {side})
        case Move.HAND_BACK:
            returns = course.returns | {side}
            return Course(State.DONE) if len(returns) == len(Side) else replace(course, returns=returns)
        case _:
            return Course(_LEADS_TO[what])
