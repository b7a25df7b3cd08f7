"""The one way in which a measuring changes: lock, look, apply the rules, write, tell.

Two who do something at the same moment are taken one after the other; who comes second and too late hears `Moved`.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext, gettext_lazy

from hometeam.engine.overlap import OPEN, Course, Move, NotNow, Side, State, move
from hometeam.foundation import clock, journal, moved
from hometeam.foundation.journal import Actor
from hometeam.overlap import queries
from hometeam.overlap.models import Exchange, Hand, course_of

PAST = {
    Move.AGREE: "agreed",
    Move.DECLINE: "declined",
    Move.PUT_IN: "list_put_in",
    Move.START_AGAIN: "list_taken_out",
    Move.HAND_BACK: "handed_back",
    Move.WITHDRAW: "withdrawn",
    Move.LAPSE: "lapsed",
}


HAPPENED = {
    State.ASKED: gettext_lazy("This still waits for an answer."),
    State.AGREED: gettext_lazy("Both have agreed, and not both lists are in."),
    State.EXCHANGING: gettext_lazy("Both lists are in meanwhile."),
    State.DONE: gettext_lazy("It is counted meanwhile."),
    State.DECLINED: gettext_lazy("The answer was: not this time."),
    State.WITHDRAWN: gettext_lazy("It was stopped meanwhile, and what was given for it is deleted."),
    State.LAPSED: gettext_lazy("It went quiet and ended meanwhile."),
}


class Moved(moved.Moved):
    """Things have moved on since the page was opened; `happened` says how. Without a state it is gone altogether."""

    def __init__(self, state: State | None = None) -> None:
        super().__init__(str(HAPPENED[state] if state else gettext("It is over, and nothing of it is kept.")))


@dataclass(slots=True)
class Turn:
    """A locked measuring, what both sides have given, and where it stands."""

    exchange: Exchange
    hands: list[Hand]
    course: Course

    def hand_of(self, side: Side) -> Hand:
        """What a side has given; a new, unsaved row where it has given nothing."""
        found = next((hand for hand in self.hands if hand.side == side), None)
        if found is None:
            found = Hand(exchange=self.exchange, side=str(side))
            self.hands.append(found)
        return found


def begin(pk: int) -> Turn:
    """Lock a measuring until the transaction ends. Raises Moved where it is gone."""
    try:
        exchange = queries.whole().select_for_update(of=("self",)).get(pk=pk)
    except Exchange.DoesNotExist as error:
        raise Moved from error
    hands = list(Hand.objects.filter(exchange=exchange).order_by("side"))
    return Turn(exchange, hands, course_of(exchange, hands))


def go(turn: Turn, side: Side, what: Move, actor: Actor) -> Course:
    """Apply the rules and keep where it stands then; whatever ends it deletes all that is blinded.

    The caller writes the hands. Raises Moved.
    """
    try:
        turn.course = move(turn.course, side, what)
    except NotNow as error:
        raise Moved(error.course.state) from error
    _keep(turn.exchange, turn.course)
    if turn.course.state not in OPEN:
        Hand.objects.filter(exchange=turn.exchange).delete()
        turn.hands = []
    note(turn.exchange, PAST[what], actor)
    return turn.course


def note(exchange: Exchange, past: str, actor: Actor) -> None:
    """Write into the journal that it happened. What came out is between the two, so no band stands there."""
    journal.record(actor=actor, verb=f"overlap.{past}", object=exchange, community_id=exchange.community_id)


def _keep(exchange: Exchange, course: Course) -> None:
    exchange.state = str(course.state)
    exchange.version += 1
    exchange.changed_at = clock.now()
    if course.state not in OPEN:
        exchange.open_key = ""
    if course.state != State.DONE:
        exchange.band = ""
    exchange.save(update_fields=["state", "version", "changed_at", "open_key", "band"])
