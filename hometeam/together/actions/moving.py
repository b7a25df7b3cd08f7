"""The one way in which a collaboration changes: lock, look, apply the rules, write, tell.

Whoever comes second finds the version gone on and is told what happened meanwhile; nothing of theirs is half done.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ParamSpec, TypeVar, cast

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from hometeam.engine import agreements
from hometeam.engine.agreements import ANSWERABLE, ASKING, Deal, Move, NotPossible, Outcome, State
from hometeam.foundation import clock, journal, moved
from hometeam.foundation.journal import Actor
from hometeam.members.access import Viewer, is_blocked
from hometeam.members.models import Member
from hometeam.together.actions import notices
from hometeam.together.actions.promises import match_commitments
from hometeam.together.actions.terms import asked_for, sign
from hometeam.together.models import Change, Collaboration, Part
from hometeam.together.queries import telling
from hometeam.together.queries.at_hand import lock, whole_one
from hometeam.together.queries.deals import deal_of, last_told
from hometeam.together.queries.leaving import of_those_no_longer_here

P = ParamSpec("P")
R = TypeVar("R")

PAST = {
    Move.SEND: "proposed",
    Move.ACCEPT: "accepted",
    Move.COUNTER: "countered",
    Move.DECLINE: "declined",
    Move.WITHDRAW: "withdrawn",
    Move.RENEGOTIATE: "renegotiated",
    Move.DELIVER: "delivered",
    Move.UNDO: "undone",
    Move.CONFIRM: "confirmed",
    Move.THANK: "thanked",
    Move.CLOSE: "closed",
    Move.LAPSE: "lapsed",
    Move.REOPEN: "reopened",
    Move.START: "started",
    Move.INVITE: "asked_more",
    Move.TAKE_OUT: "taken_out",
    Move.NUDGE: "nudged",
    Move.LET_GO: "let_go",
    Move.NOT_YET: "not_yet",
    Move.LEAVE: "left",
}
GROUPS_ANSWER_BEFORE = timedelta(days=1)
"""A group has its answers a day ahead, where there is the time."""
_ABOUT_STEPS = frozenset({Move.DELIVER, Move.UNDO, Move.CONFIRM, Move.LET_GO, Move.NOT_YET})
_OPENS_AGAIN = frozenset({Move.UNDO, Move.NOT_YET})
_DONE = frozenset({State.DELIVERED, State.CONFIRMED})
_GOES = frozenset({Move.WITHDRAW, Move.LEAVE, Move.DECLINE})
_ASKS_AFRESH = frozenset({Move.SEND, Move.COUNTER, Move.RENEGOTIATE, Move.REOPEN})


class Moved(moved.Moved):
    """Things have moved on since the page was opened: where they stand, who moved them, and what happened in a
    sentence. `part` is whoever comes too late.
    """

    def __init__(self, collaboration: Collaboration, part: Part | None = None) -> None:
        last = last_told(collaboration)
        self.collaboration = collaboration
        self.state = State(collaboration.state)
        self.by = telling.who(last) if last else ""
        is_own = last is not None and part is not None and last.by_id == part.member_id
        super().__init__(telling.happened(last) if last else _("Something has changed."), is_own=is_own)


@dataclass(slots=True)
class Turn:
    """A locked collaboration and whoever is about to move it; no `part` is the clock."""

    collaboration: Collaboration
    viewer: Viewer | None
    part: Part | None
    deal: Deal


def moving(action: Callable[P, R]) -> Callable[P, R]:
    """For actions on a `collaboration`: what has run out of time lapses first, and who is no longer here is seen off;
    then all or nothing happens.
    """

    @functools.wraps(action)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        pk = cast("Collaboration", kwargs["collaboration"]).pk
        lapse_if_due(pk)
        for _pk, member in of_those_no_longer_here(pk):
            see_off_one(pk, member)
        with transaction.atomic():
            return action(*args, **kwargs)

    return guarded


def begin(
    collaboration: Collaboration,
    viewer: Viewer | None,
    seen_version: int | None,
    member: Member | None = None,
    *,
    is_gone: bool = False,
) -> Turn:
    """Lock a collaboration for a move by the viewer, by a `member` whom nobody acts for, or by the clock.

    Raises Moved when it is no longer what was seen, Http404 for those not in it.
    """
    lock(collaboration.pk)
    locked = whole_one(collaboration.pk)
    side = viewer.acting if viewer else member
    part = _part_of(locked, side, whatever=is_gone) if side else None
    if seen_version is not None and _has_moved(locked, seen_version):
        raise Moved(locked, part)
    return Turn(locked, viewer, part, deal_of(locked))


def _has_moved(collaboration: Collaboration, seen_version: int) -> bool:
    """Whether what was seen is no longer what is asked. In a group, the others' answers do not touch mine."""
    if not collaboration.is_group or seen_version > collaboration.version:
        return collaboration.version != seen_version
    since = collaboration.changes.filter(version__gt=seen_version)
    return any(_asks_otherwise(change) for change in since)


def _asks_otherwise(change: Change) -> bool:
    if change.move in _ASKS_AFRESH:
        return True
    if State.RENEGOTIATED in (change.from_state, change.to_state):
        return change.from_state != change.to_state or change.move in _GOES
    started = change.from_state in ASKING and change.to_state in (State.AGREED, State.DELIVERING)
    worked = change.to_state in (State.AGREED, State.DELIVERING) and change.from_state not in (*ASKING, State.LAPSED)
    return change.from_state != change.to_state and not started and not worked


def _part_of(collaboration: Collaboration, member: Member, *, whatever: bool) -> Part:
    for part in collaboration.parts.all():
        if part.member_id == member.pk:
            others = [other.member for other in collaboration.parts.all() if other.pk != part.pk]
            if not whatever and not collaboration.is_group and any(is_blocked(member, other) for other in others):
                raise Http404
            return part
    raise Http404


def must_be_possible(turn: Turn, move: Move) -> None:
    """Look ahead, before anything is written. Raises Moved where the rules do not allow the move."""
    if move not in agreements.possible(turn.deal, turn.part.pk if turn.part else None):
        raise Moved(turn.collaboration, turn.part)


def finish(
    turn: Turn,
    move: Move,
    *,
    task: int | None = None,
    whom: Sequence[Part] = (),
    words: str = "",
    private: bool = False,
    changed: Sequence[Mapping[str, object]] = (),
    quiet: bool = False,
) -> Collaboration:
    """Apply the move, write it, and tell those who need to know. Raises Moved where the rules do not allow it (any
    more).

    `words` go into the history and the notice, unless `private`. `whom` are the sides whom a move of a group's
    starter is about. `quiet`: they hear of it otherwise.
    """
    collaboration = turn.collaboration
    side = turn.part.pk if turn.part else None
    try:
        outcome = agreements.apply(turn.deal, move, side, task, tuple(part.pk for part in whom))
    except NotPossible as error:
        raise Moved(collaboration, turn.part) from error
    before = collaboration.state
    _write_parts(collaboration, turn.deal, outcome.deal, move)
    _write(collaboration, turn.deal, outcome.deal, move)
    _sign(turn, outcome, move)
    about = whom[0].member if len(whom) == 1 else None
    steps = _steps(turn, outcome) if move in _ABOUT_STEPS else []
    change = _remember(turn, move, before, words=words, private=private, changed=changed, about=about, steps=steps)
    told = [part for part in collaboration.parts.all() if part.pk in outcome.tell and not quiet]
    notices.send(collaboration, change, _notice(outcome, move, task), told)
    notices.tell_in_whose_name(collaboration, change)
    return collaboration


def _steps(turn: Turn, outcome: Outcome) -> list[dict[str, object]]:
    """The steps that a move was about, for the history: a step that drops out is told of, too."""
    touched = {one.id for one in turn.deal.tasks if one not in outcome.deal.tasks}
    return [
        {"what": one.what, "part": one.part_id, "receiver": one.receiver_id}
        for one in turn.collaboration.commitments.all()
        if one.pk in touched
    ]


def _notice(outcome: Outcome, move: Move, task: int | None) -> str:
    """What is told of a move: of a step that counts for nobody, only that it is ticked off; of one that its receiver
    ticks, that it happened.
    """
    step = next((one for one in outcome.deal.tasks if one.id == task), None)
    if move != Move.DELIVER or step is None or not outcome.notice:
        return outcome.notice
    if not step.counts:
        return "ticked"
    return "confirmed" if step.confirmed_by else outcome.notice


def _write(collaboration: Collaboration, before: Deal, deal: Deal, move: Move) -> None:
    members = {part.pk: part.member for part in collaboration.parts.all()}
    collaboration.state = str(deal.state)
    collaboration.left_by = members.get(deal.left_by or 0)
    collaboration.least, collaboration.short = deal.least, deal.short
    collaboration.version += 1
    collaboration.changed_at = clock.now()
    if deal.is_group:
        match_commitments(collaboration, deal, started=before.state in ASKING and deal.state not in ASKING)
    same_question = deal.is_group and deal.state == before.state and deal.state in ANSWERABLE
    if not same_question or move in _ASKS_AFRESH:
        collaboration.deadline_at = _deadline(collaboration, deal)
    if move in _OPENS_AGAIN and collaboration.deadline_at is not None:
        collaboration.deadline_at = max(collaboration.deadline_at, clock.now() + agreements.PATIENCE)
    collaboration.save()


def _deadline(collaboration: Collaboration, deal: Deal) -> datetime | None:
    ends_at = telling.ends_at(collaboration)
    if deal.state == State.RENEGOTIATED and ends_at <= clock.now():
        ends_at = asked_for(collaboration).happens_at
    ahead = GROUPS_ANSWER_BEFORE if deal.is_group and deal.state in ASKING else timedelta()
    last_due_at = telling.last_due_at(collaboration)
    return agreements.deadline_for(deal.state, clock.now(), ends_at, last_due_at, ahead=ahead)


def _write_parts(collaboration: Collaboration, before: Deal, after: Deal, move: Move) -> None:
    now = clock.now()
    for part in collaboration.parts.all():
        part.out = _out(part, after, move)
        part.answer = _answer(part, after)
        part.joined_at = (part.joined_at or now) if part.pk in after.joined else None
        part.nudged_at = (part.nudged_at or now) if part.pk in after.nudged else None
        if part.pk in after.thanked - before.thanked:
            part.thanked_at = now
        owed = [task for task in after.tasks if task.by in (None, part.pk)]
        part.delivered_at = (part.delivered_at or now) if owed and all(one.done_by for one in owed) else None
        had_to = agreements.has_to_confirm(before, part.pk)
        if move == Move.CONFIRM and had_to and not agreements.has_to_confirm(after, part.pk):
            part.confirmed_at = now
        part.save()


def _out(part: Part, deal: Deal, move: Move) -> Part.Out:
    if part.pk in deal.said_no:
        return Part.Out.SAID_NO
    if part.pk not in deal.gone:
        return Part.Out.INSIDE
    if part.out in (Part.Out.LEFT, Part.Out.TAKEN_OUT):
        return Part.Out(part.out)
    return Part.Out.TAKEN_OUT if move == Move.TAKE_OUT else Part.Out.LEFT


def _answer(part: Part, deal: Deal) -> Part.Answer:
    if part.out:
        return Part.Answer.OUT
    if part.pk in deal.late:
        return Part.Answer.LATE
    return Part.Answer.YES if part.pk in deal.yes else Part.Answer.WAITING


def _sign(turn: Turn, outcome: Outcome, move: Move) -> None:
    """Keep which terms each side said yes to: its own word, or, for other terms, the word of all once they stand."""
    was, deal = turn.deal, outcome.deal
    if was.state == State.RENEGOTIATED:
        adopted = move == Move.ACCEPT and not was.short and deal.state != State.RENEGOTIATED
        signing = deal.parties if adopted else frozenset()
    else:
        signs = move in (Move.ACCEPT, Move.COUNTER, Move.REOPEN) or (move == Move.INVITE and was.state == State.LAPSED)
        signing = frozenset({turn.part.pk}) if signs and turn.part else frozenset()
    if signing:
        sign(turn.collaboration, [part for part in turn.collaboration.parts.all() if part.pk in signing], turn.part)


def _remember(
    turn: Turn,
    move: Move,
    before: str,
    *,
    words: str,
    private: bool,
    changed: Sequence[Mapping[str, object]],
    about: Member | None,
    steps: list[dict[str, object]],
) -> Change:
    viewer, collaboration = turn.viewer, turn.collaboration
    change = Change.objects.create(
        collaboration=collaboration,
        move=str(move),
        from_state=before,
        to_state=collaboration.state,
        version=collaboration.version,
        by=turn.part.member if turn.part else None,
        about=about,
        person=viewer.person if viewer else None,
        on_behalf=viewer.on_behalf if viewer else False,
        words=words[:600],
        private=private,
        changed=list(changed),
        steps=steps,
        at=clock.now(),
    )
    journal.record(
        actor=viewer.actor if viewer else Actor(None, turn.part.member_id if turn.part else None),
        verb=f"together.{PAST[move]}",
        object=collaboration,
        community_id=collaboration.community_id,
        data={"kind": collaboration.kind_id, "state": collaboration.state, "from": before, **_again(change)},
    )
    return change


def _again(change: Change) -> dict[str, object]:
    """Whether what is done now had been done before, and was opened again in between."""
    if change.move != Move.DELIVER or change.to_state not in _DONE:
        return {}
    before = change.collaboration.changes.filter(move=Move.DELIVER, to_state__in=_DONE).exclude(pk=change.pk)
    return {"again": True} if before.exists() else {}


@transaction.atomic
def lapse_if_due(pk: int) -> bool:
    """Let a collaboration lapse or close kindly when its deadline is past; whether it did."""
    if not lock(pk, due_at=clock.now()):
        return False
    turn = begin(Collaboration(pk=pk), None, None)
    finish(turn, Move.LAPSE)
    return True


@transaction.atomic
def see_off_one(pk: int, member_id: int) -> bool:
    """Take a member who is no longer here out of one open collaboration; whether it was still in."""
    lock(pk)
    part = Part.objects.select_related("member", "collaboration").filter(collaboration=pk, member=member_id).first()
    if part is None or part.out:
        return False
    turn = begin(part.collaboration, None, None, part.member, is_gone=True)
    if Move.LEAVE not in agreements.possible(turn.deal, part.pk):
        return False
    finish(turn, Move.LEAVE)
    return True
