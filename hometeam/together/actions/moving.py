"""The one way in which a collaboration changes: lock, look, apply the rules, write, tell.

Whoever comes second finds the version gone on and is told what happened meanwhile; nothing of theirs is half done.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ParamSpec, TypeVar, cast

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from hometeam.engine import agreements
from hometeam.engine.agreements import Deal, Move, NotPossible, State
from hometeam.foundation import clock, journal
from hometeam.foundation.journal import Actor
from hometeam.members.access import Viewer, is_blocked
from hometeam.members.models import Member
from hometeam.together.actions import notices
from hometeam.together.actions.terms import asked_for
from hometeam.together.models import Change, Collaboration, Part
from hometeam.together.queries import telling
from hometeam.together.queries.collaborations import deal_of, whole

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
}


class Moved(Exception):
    """Things have moved on since the page was opened: where they stand, who moved them, and what happened in a
    sentence.
    """

    def __init__(self, collaboration: Collaboration) -> None:
        last = telling.last_change(collaboration)
        self.collaboration = collaboration
        self.state = State(collaboration.state)
        self.by = telling.who(last) if last else ""
        self.happened = telling.happened(last) if last else _("Something has changed.")
        super().__init__(self.happened)


@dataclass(slots=True)
class Turn:
    """A locked collaboration and whoever is about to move it; no `part` is the clock."""

    collaboration: Collaboration
    viewer: Viewer | None
    part: Part | None
    deal: Deal


def moving(action: Callable[P, R]) -> Callable[P, R]:
    """For actions on a `collaboration`: what has run out of time lapses first, by itself; then all or
    nothing happens.
    """

    @functools.wraps(action)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        lapse_if_due(cast("Collaboration", kwargs["collaboration"]).pk)
        with transaction.atomic():
            return action(*args, **kwargs)

    return guarded


def begin(
    collaboration: Collaboration, viewer: Viewer | None, seen_version: int | None, member: Member | None = None
) -> Turn:
    """Lock a collaboration for a move by the viewer, by a `member` who has no person yet, or by the clock.

    Raises Moved when it is no longer what was seen, Http404 for those not in it.
    """
    Collaboration.objects.select_for_update().get(pk=collaboration.pk)
    locked = whole().get(pk=collaboration.pk)
    side = viewer.acting if viewer else member
    part = _part_of(locked, side) if side else None
    if seen_version is not None and locked.version != seen_version:
        raise Moved(locked)
    return Turn(locked, viewer, part, deal_of(locked))


def _part_of(collaboration: Collaboration, member: Member) -> Part:
    for part in collaboration.parts.all():
        if part.member_id == member.pk:
            if any(is_blocked(member, other.member) for other in collaboration.parts.all() if other.pk != part.pk):
                raise Http404
            return part
    raise Http404


def must_be_possible(turn: Turn, move: Move) -> None:
    """Look ahead, before anything is written. Raises Moved where the rules do not allow the move."""
    if move not in agreements.possible(turn.deal, turn.part.pk if turn.part else None):
        raise Moved(turn.collaboration)


def finish(
    turn: Turn,
    move: Move,
    *,
    task: int | None = None,
    words: str = "",
    private: bool = False,
    changed: Sequence[Mapping[str, object]] = (),
    extra: Sequence[str] = (),
) -> Collaboration:
    """Apply the move, write it, and tell those who need to know. Raises Moved where the rules do not allow it (any
    more).

    `words` go into the history and the notice, unless `private`; `extra` lines go into the notice only.
    """
    collaboration = turn.collaboration
    try:
        outcome = agreements.apply(turn.deal, move, turn.part.pk if turn.part else None, task)
    except NotPossible as error:
        raise Moved(collaboration) from error
    before = collaboration.state
    _write_parts(collaboration, turn.deal, outcome.deal)
    _write(collaboration, outcome.deal)
    change = _remember(turn, move, before, words=words, private=private, changed=changed)
    told = [part for part in collaboration.parts.all() if part.pk in outcome.tell]
    notices.send(collaboration, change, outcome.notice, told, extra)
    return collaboration


def _write(collaboration: Collaboration, deal: Deal) -> None:
    members = {part.pk: part.member for part in collaboration.parts.all()}
    collaboration.state = str(deal.state)
    collaboration.left_by = members.get(deal.left_by or 0)
    collaboration.version += 1
    collaboration.changed_at = clock.now()
    ends_at = telling.ends_at(collaboration)
    if deal.state == State.RENEGOTIATED and ends_at <= clock.now():
        ends_at = asked_for(collaboration).happens_at
    last_due_at = telling.last_due_at(collaboration)
    collaboration.deadline_at = agreements.deadline_for(deal.state, clock.now(), ends_at, last_due_at)
    collaboration.save()


def _write_parts(collaboration: Collaboration, before: Deal, after: Deal) -> None:
    now = clock.now()
    for part in collaboration.parts.all():
        part.answer = Part.Answer.YES if part.pk in after.yes else Part.Answer.WAITING
        if part.pk in after.thanked - before.thanked:
            part.thanked_at = now
        owed = [task for task in after.tasks if task.by in (None, part.pk)]
        part.delivered_at = (part.delivered_at or now) if owed and all(one.done_by for one in owed) else None
        if agreements.has_to_confirm(before, part.pk) and not agreements.has_to_confirm(after, part.pk):
            part.confirmed_at = now
        part.save()


def _remember(
    turn: Turn, move: Move, before: str, *, words: str, private: bool, changed: Sequence[Mapping[str, object]]
) -> Change:
    viewer, collaboration = turn.viewer, turn.collaboration
    change = Change.objects.create(
        collaboration=collaboration,
        move=str(move),
        from_state=before,
        to_state=collaboration.state,
        version=collaboration.version,
        by=turn.part.member if turn.part else None,
        person=viewer.person if viewer else None,
        on_behalf=viewer.on_behalf if viewer else False,
        words=words[:600],
        private=private,
        changed=list(changed),
        at=clock.now(),
    )
    journal.record(
        actor=viewer.actor if viewer else Actor(None, turn.part.member_id if turn.part else None),
        verb=f"together.{PAST[move]}",
        object=collaboration,
        community_id=collaboration.community_id,
        data={"kind": collaboration.kind_id, "state": collaboration.state, "from": before},
    )
    return change


@transaction.atomic
def lapse_if_due(pk: int) -> bool:
    """Let a collaboration lapse or close kindly when its deadline is past; whether it did."""
    due = Collaboration.objects.filter(pk=pk, deadline_at__lte=clock.now())
    if not due.select_for_update().exists():
        return False
    turn = begin(due.get(), None, None)
    finish(turn, Move.LAPSE)
    return True
