"""What was made in another room for something that was agreed: one deed, one act, whichever came first.

The rooms above call these instead of the ledger. The notice of their own is the only one: nobody hears twice of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from hometeam.engine import agreements
from hometeam.engine.agreements import Move, NotPossible
from hometeam.foundation import clock
from hometeam.ledger import actions as ledger
from hometeam.ledger.actions import Proof
from hometeam.ledger.models import Act
from hometeam.members.access import Viewer
from hometeam.members.models import Member
from hometeam.together.actions.moving import Turn, begin, finish, lapse_if_due
from hometeam.together.models import Collaboration, Commitment
from hometeam.together.playbook.kind import PAGES
from hometeam.together.queries import kind_of
from hometeam.together.queries.made import Between, Spot, collaboration_of, label_of, spot_for


@dataclass(frozen=True, slots=True)
class Made:
    """Something made on the `page` of a room, by its label ("praise.testimonial:5"), and how the ledger tells it."""

    page: str
    label: str
    giver: Member
    receiver: Member
    kind_id: str
    group: str
    words: str
    happened_on: date
    proof: Proof | None = None


@transaction.atomic
def record_made(*, viewer: Viewer, made: Made, within: Collaboration | None = None) -> Act:
    """Write down, once, that something was made: the step of a collaboration that it is, is ticked with it, or, where
    it was ticked by word before, its act is taken. `within` is the collaboration that it is meant for, where one knows.
    """
    what = Between(made.page, made.giver, made.receiver, viewer.community)
    spot = spot_for(what, within.pk if within else None)
    if spot is not None:
        lapse_if_due(spot.step.collaboration_id)
        turn = _begin(viewer, made.giver, spot.step.collaboration_id)
        spot = spot_for(what, turn.collaboration.pk)  # somebody may have been quicker
        if spot is not None:
            return _record_at(viewer, made, turn, spot)
    return _record(viewer, made, made.label)


def _record_at(viewer: Viewer, made: Made, turn: Turn, spot: Spot) -> Act:
    if spot.act is not None:
        return _take_up(viewer, made, spot.act)
    act = _record(viewer, made, label_of(turn.collaboration.pk), made.label)
    if spot.step.pk == spot.deed.pk:
        spot.deed.acts.add(act)
    if spot.step.done_at is None:
        turn = _begin(viewer, made.giver, turn.collaboration.pk)
        if _applies(turn, Move.DELIVER, spot.step.pk):  # one that was doubted is for the other side to tick
            _tick(turn, spot.step.pk)
    return act


def _take_up(viewer: Viewer, made: Made, act: Act) -> Act:
    """It was ticked by word before: that act is the one."""
    act = ledger.adopt_act(act=act, within=act.within, made_in=made.label)
    if made.proof is not None:
        ledger.prove(acts=[act], proof=made.proof)
    if viewer.acting.pk == made.receiver.pk:
        confirm_made(viewer=viewer, act=act)
    return act


def _record(viewer: Viewer, made: Made, within: str, made_in: str = "") -> Act:
    return ledger.record_act(
        viewer=viewer,
        giver=made.giver,
        receiver=made.receiver,
        kind_id=made.kind_id,
        group=made.group,
        words=made.words,
        happened_on=made.happened_on,
        proof=made.proof,
        within=within,
        made_in=made_in,
    )


@transaction.atomic
def confirm_made(*, viewer: Viewer, act: Act) -> None:
    """The receiver's word that it was so, which is also its word on the step where nothing else waits for it."""
    pk = collaboration_of(act)
    if pk is not None:
        turn = begin(Collaboration(pk=pk), viewer, None, is_gone=True)
        if _only_this_waits(turn, act):
            finish(turn, Move.CONFIRM, quiet=True)
    ledger.confirm_act(viewer=viewer, act=act)


def _only_this_waits(turn: Turn, act: Act) -> bool:
    waits = {
        one.pk
        for task in turn.collaboration.commitments.all()
        for one in task.acts.all()
        if one.receiver_id == act.receiver_id and one.confirmed_at is None and one.taken_back_at is None
    }
    return waits == {act.pk} and _applies(turn, Move.CONFIRM)


@transaction.atomic
def take_back_made(*, viewer: Viewer, act: Act) -> None:
    """What was made is taken back: so is the act, and the step is open again unless the other side has confirmed it."""
    pk = collaboration_of(act)
    if pk is not None:
        for task in _ticked_by(act, begin(Collaboration(pk=pk), None, None, act.giver, is_gone=True)):
            turn = _begin(viewer, act.giver, pk, is_gone=True)
            if _applies(turn, Move.UNDO, task.pk):
                _open(turn, task.pk)
    ledger.take_back_act(viewer=viewer, act=act)


def _ticked_by(act: Act, turn: Turn) -> list[Commitment]:
    """The done steps that an act stands for: those that it was written for, and the one that led to where it was
    made.
    """
    kind = kind_of(turn.collaboration)
    label = act.made_in.partition(":")[0]
    leads = {step.id for step in kind.steps if PAGES.get(step.page) == label} if kind else set()
    done = [one for one in turn.collaboration.commitments.all() if one.done_at is not None]
    own = [one for one in done if turn.part is not None and one.part_id == turn.part.pk]
    return [one for one in own if one.step in leads or act.pk in {each.pk for each in one.acts.all()}]


def _tick(turn: Turn, pk: int) -> None:
    task = next(one for one in turn.collaboration.commitments.all() if one.pk == pk)
    task.done_at, task.done_by = clock.now(), turn.part
    task.save(update_fields=["done_at", "done_by"])
    finish(turn, Move.DELIVER, task=pk, quiet=True)


def _open(turn: Turn, pk: int) -> None:
    task = next(one for one in turn.collaboration.commitments.all() if one.pk == pk)
    finish(turn, Move.UNDO, task=pk, quiet=True)
    task.done_at = task.done_by = None
    task.save(update_fields=["done_at", "done_by"])
    task.acts.clear()


def _begin(viewer: Viewer, giver: Member, pk: int, *, is_gone: bool = False) -> Turn:
    """A turn of the giver's, whoever of the two it is who says so."""
    says = viewer if viewer.acting.pk == giver.pk else None
    return begin(Collaboration(pk=pk), says, None, giver, is_gone=is_gone)


def _applies(turn: Turn, move: Move, task: int | None = None) -> bool:
    try:
        agreements.apply(turn.deal, move, turn.part.pk if turn.part else None, task)
    except NotPossible:
        return False
    return True
