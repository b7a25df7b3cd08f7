"""Yes, not this, and thinking better of it: lock, look, apply the rules, write, tell.

Nobody is told who said no, or who said nothing. What follows a no is looked for at once, see `mending`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from hometeam.engine import consent
from hometeam.engine.consent import Move, NotPossible, Ring, State
from hometeam.foundation import clock, journal, moved
from hometeam.foundation.text import shorten
from hometeam.members.access import Viewer
from hometeam.swap.actions import notices
from hometeam.swap.actions.agreeing import carry_out
from hometeam.swap.actions.mending import mend_if_small, mend_later
from hometeam.swap.models import Leg, Loop, Refused
from hometeam.swap.queries.loops import asked, is_sound, ring_of

NotThis = Literal["get", "give", "giver", "receiver", "later"]
"""What one does not want: what one would get, or give; either of the two people; or just not now."""


class Moved(moved.Moved):
    """Things have moved on since the page was opened; `happened` says how."""

    def __init__(self, loop: Loop) -> None:
        self.loop = loop
        super().__init__(_happened(loop))


def _happened(loop: Loop) -> str:
    if loop.state == Loop.State.AGREED:
        return _("All have said yes meanwhile.")
    if loop.state == Loop.State.DISSOLVED:
        return _("It did not come together meanwhile. Nothing is expected of you.")
    if loop.deadline_at <= clock.now():
        return _("The time to answer is over. Nothing is expected of you.")
    return _("You have answered this already.")


@dataclass(slots=True)
class Turn:
    """A locked loop, its legs in order, and whoever is about to move it; no `mine` is the clock."""

    loop: Loop
    legs: list[Leg]
    ring: Ring
    mine: Leg | None = None
    viewer: Viewer | None = None


def say_yes(*, viewer: Viewer, loop: Loop) -> Loop:
    """Say yes to what one would give and get. With the last yes it is agreed, and becomes a collaboration.

    Raises Moved where one has answered or it is over, and where something in it is no longer there; Http404 for those
    who are not in it, or who have nobody to speak for them.
    """
    after = _say_yes(viewer, loop)
    if after.state == Loop.State.DISSOLVED:
        mend_if_small(after)
        raise Moved(after)
    return after


@transaction.atomic
def _say_yes(viewer: Viewer, loop: Loop) -> Loop:
    turn = _begin(loop, viewer)
    if turn.ring.state == State.PROPOSED and not is_sound(turn.loop, turn.legs, viewer.acting.pk):
        return _fall_apart(turn)
    _answer(turn, Move.YES, Leg.Answer.YES)
    return carry_out(loop=turn.loop) if turn.ring.state == State.AGREED else turn.loop


@transaction.atomic
def take_back(*, viewer: Viewer, loop: Loop) -> Loop:
    """Think better of a yes, as long as not all have said it: one is asked again. Raises Moved and Http404."""
    turn = _begin(loop, viewer)
    _answer(turn, Move.TAKE_BACK, Leg.Answer.WAITING)
    return turn.loop


def say_no(*, viewer: Viewer, loop: Loop, what: NotThis, words: str = "") -> Loop:
    """Say "not this": what of it stays between oneself and the search, and is not asked again. Raises Moved and
    Http404.
    """
    after = _say_no(viewer, loop, what, words)
    mend_if_small(after)
    return after


@transaction.atomic
def _say_no(viewer: Viewer, loop: Loop, what: NotThis, words: str) -> Loop:
    turn = _begin(loop, viewer)
    _answer(turn, Move.NO, Leg.Answer.LATER if what == "later" else Leg.Answer.NO)
    if what != "later":
        _refuse(turn, what, words)
    return _dissolve(turn)


def _begin(loop: Loop, viewer: Viewer | None = None) -> Turn:
    """Lock a loop for a move by the viewer, or by the clock. Raises Http404 for those not in it."""
    locked = Loop.objects.select_for_update(of=("self",)).select_related("community").get(pk=loop.pk)
    legs = list(locked.legs.select_related("giver", "receiver", "needs", "gives").order_by("place"))
    mine = next((leg for leg in legs if viewer and leg.giver_id == viewer.acting.pk), None)
    if viewer is not None and mine is None:
        raise Http404
    return Turn(locked, legs, ring_of(locked, legs), mine, viewer)


def _answer(turn: Turn, move: Move, answer: Leg.Answer) -> None:
    """Apply the rules and write one's own answer. Raises Moved where the rules do not allow it."""
    assert turn.mine is not None and turn.viewer is not None  # the clock does not answer
    try:
        turn.ring = consent.apply(turn.ring, move, turn.mine.giver_id, clock.now()).ring
    except NotPossible as error:
        raise Moved(turn.loop) from error
    turn.mine.answer, turn.mine.answered_at = answer, clock.now() if answer else None
    turn.mine.answered_by, turn.mine.on_behalf = turn.viewer.person, turn.viewer.on_behalf
    turn.mine.save(update_fields=["answer", "answered_at", "answered_by", "on_behalf"])
    notices.asks_no_longer(turn.loop, [turn.mine.giver])
    _write(turn)
    journal.record(
        actor=turn.viewer.actor,
        verb="swap.loop_answered",
        object=turn.loop,
        community_id=turn.loop.community_id,
        data={"move": str(move)},
    )


def _write(turn: Turn) -> None:
    """Keep where the ring stands."""
    loop, ring = turn.loop, turn.ring
    loop.state, loop.because = Loop.State(ring.state), Loop.Because(ring.because)
    loop.reminded_at = (loop.reminded_at or clock.now()) if ring.reminded else None
    loop.ended_at = None if ring.state == State.PROPOSED else (loop.ended_at or clock.now())
    loop.version += 1
    loop.save()


def _fall_apart(turn: Turn) -> Loop:
    """Something in it is no longer there: it dissolves, whatever was answered."""
    turn.ring = consent.apply(turn.ring, Move.FALL_APART, None, clock.now()).ring
    _write(turn)
    return _dissolve(turn)


def move_on(*, loop_id: int) -> None:
    """What the clock does with one loop: it dissolves when its time is over or when it is not sound any more, and those
    who have not answered are reminded once. Again harmless.
    """
    with transaction.atomic():
        turn = _begin(Loop(pk=loop_id))
        loop = _moved_on(turn)
    if loop.state == Loop.State.DISSOLVED:
        mend_if_small(loop)


def _moved_on(turn: Turn) -> Loop:
    if turn.ring.state != State.PROPOSED:
        return turn.loop
    if not is_sound(turn.loop, turn.legs):
        return _fall_apart(turn)
    for move in (Move.LAPSE, Move.REMIND):
        try:
            outcome = consent.apply(turn.ring, move, None, clock.now())
        except NotPossible:
            continue
        turn.ring = outcome.ring
        _write(turn)
        if move == Move.LAPSE:
            return _dissolve(turn)
        for leg in turn.legs:
            if leg.giver_id in outcome.tell:
                notices.tell_reminder(asked(turn.loop, leg.giver))
    return turn.loop


def _dissolve(turn: Turn) -> Loop:
    """Others are looked for in the same breath: the job is there once this is written."""
    journal.record(
        actor=journal.NOBODY,
        verb="swap.loop_dissolved",
        object=turn.loop,
        community_id=turn.loop.community_id,
        data={"because": turn.loop.because},
    )
    notices.asks_no_longer(turn.loop, [leg.giver for leg in turn.legs])
    mend_later.enqueue(turn.loop.pk)
    return turn.loop


def _refuse(turn: Turn, what: NotThis, words: str) -> None:
    assert turn.mine is not None
    give, get = turn.mine, next(leg for leg in turn.legs if leg.receiver_id == turn.mine.giver_id)
    leg = give if what in ("give", "receiver") else get
    kind = {"give": Refused.What.GIVE, "get": Refused.What.GET}.get(what, Refused.What.WHO)
    whole = kind == Refused.What.WHO
    Refused.objects.get_or_create(
        member=give.giver,
        giver=leg.giver,
        receiver=leg.receiver,
        gives=None if whole else leg.gives,
        needs=None if whole else leg.needs,
        defaults={"what": kind, "words": shorten(words, 300), "at": clock.now()},
    )
