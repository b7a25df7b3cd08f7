"""Ticking off what was promised, the partner's word, thanks, and the end."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from hometeam.engine.agreements import Move
from hometeam.foundation import clock
from hometeam.ledger import actions as ledger
from hometeam.ledger.actions import Proof
from hometeam.members.access import Viewer
from hometeam.together.actions import deeds
from hometeam.together.actions.moving import Turn, begin, finish, moving, must_be_possible
from hometeam.together.actions.refusals import NotSound
from hometeam.together.models import CalendarFeed, Collaboration, Commitment


def mark_done(
    *, viewer: Viewer, commitment: Commitment, proof: Proof | None = None, on: date | None = None, words: str = ""
) -> Collaboration:
    """Tick off a promised step of one's own, or one that all do together, or one of which one had said "not yet"; what
    counts goes into the ledger.

    `proof` is a link, a photo or one's word. Raises Moved when the step is done already or the collaboration over,
    NotSound for proof that this step does not take, Http404 for those who have no part in it.
    """
    return _mark_done(
        collaboration=commitment.collaboration, viewer=viewer, pk=commitment.pk, proof=proof, on=on, words=words
    )


@moving
def _mark_done(
    *, collaboration: Collaboration, viewer: Viewer, pk: int, proof: Proof | None, on: date | None, words: str
) -> Collaboration:
    turn = begin(collaboration, viewer, None)
    must_be_possible(turn, Move.DELIVER)
    task = _task(turn, pk)
    if proof is not None:
        deeds.check_proof(task, proof)
    me = turn.part.pk if turn.part else None
    if any(me in one.missed_by for one in turn.deal.tasks if one.id == pk):
        deeds.write_what_came(viewer, task, proof, on)
    elif task.done_at is None and me in (task.part_id or me, task.doubted_by_id):
        if deeds.write_acts(viewer, task, proof, on):
            turn = begin(collaboration, viewer, None)  # again: what was made for it may be confirmed already
            task = _task(turn, pk)
        task.done_at, task.done_by, task.doubted_by = clock.now(), task.part or turn.part, None
        task.save(update_fields=["done_at", "done_by", "doubted_by"])
    return finish(turn, Move.DELIVER, task=pk, words=words)


def undo_done(*, viewer: Viewer, commitment: Commitment) -> Collaboration:
    """Take a tick of one's own back, until the other side has confirmed it. Raises Moved after that.

    What was made for it in another room stands, and keeps its act.
    """
    return _undo_done(collaboration=commitment.collaboration, viewer=viewer, pk=commitment.pk)


@moving
def _undo_done(*, collaboration: Collaboration, viewer: Viewer, pk: int) -> Collaboration:
    turn = begin(collaboration, viewer, None)
    return _open_again(turn, Move.UNDO, _task(turn, pk), viewer)


def not_yet(*, viewer: Viewer, commitment: Commitment) -> Collaboration:
    """Say of what another side ticked off that it has not come: the step is open again, and what was written down for
    the tick is taken back, until this side ticks it. Of what was for several, all that is said of this side alone.
    What was made for it in another room stands there. Raises Moved once it is confirmed, Http404 for who has no part.
    """
    return _not_yet(collaboration=commitment.collaboration, viewer=viewer, pk=commitment.pk)


@moving
def _not_yet(*, collaboration: Collaboration, viewer: Viewer, pk: int) -> Collaboration:
    turn = begin(collaboration, viewer, None)
    must_be_possible(turn, Move.NOT_YET)
    task = _task(turn, pk)
    if turn.deal.is_group and task.receiver_id is None:
        return _missed(turn, task, viewer)
    task.doubted_by = turn.part
    return _open_again(turn, Move.NOT_YET, task, viewer)


def _missed(turn: Turn, task: Commitment, viewer: Viewer) -> Collaboration:
    """What was for several has not come to this one; the acts that are taken back stay with the step, to tell so."""
    acts = [act for act in task.acts.all() if act.receiver_id == viewer.acting.pk and act.taken_back_at is None]
    collaboration = finish(turn, Move.NOT_YET, task=task.pk)
    for act in acts:
        ledger.take_back_act(viewer=viewer, act=act)
    return collaboration


def let_go(*, viewer: Viewer, commitment: Commitment) -> Collaboration:
    """Say that a step which one owes one other will not come about, or did not: it drops out, and all the rest stands.

    It is for these two to say: for its giver until it is ticked, for whoever waits for it from its day on until they
    have confirmed it. What was written down for the tick is taken back. Raises Moved otherwise, Http404 for who has no
    part.
    """
    return _let_go(collaboration=commitment.collaboration, viewer=viewer, pk=commitment.pk)


@moving
def _let_go(*, collaboration: Collaboration, viewer: Viewer, pk: int) -> Collaboration:
    turn = begin(collaboration, viewer, None)
    must_be_possible(turn, Move.LET_GO)
    task = _task(turn, pk)
    collaboration = _taken_back(turn, Move.LET_GO, task, viewer)
    task.delete()
    return collaboration


def _open_again(turn: Turn, move: Move, task: Commitment, viewer: Viewer) -> Collaboration:
    """The step is not done any more."""
    collaboration = _taken_back(turn, move, task, viewer)
    task.done_at = task.done_by = None
    task.save(update_fields=["done_at", "done_by", "doubted_by"])
    task.acts.clear()
    return collaboration


def _taken_back(turn: Turn, move: Move, task: Commitment, viewer: Viewer) -> Collaboration:
    """What was written down for a tick is taken back; what was made in another room stands."""
    acts = list(task.acts.all())
    collaboration = finish(turn, move, task=task.pk)
    for act in acts:
        if act.made_in:
            ledger.release_act(act=act)
        else:
            ledger.take_back_act(viewer=viewer, act=act)
    return collaboration


@moving
def confirm(*, collaboration: Collaboration, viewer: Viewer, words: str = "") -> Collaboration:
    """The partner's word: what the others did for this side happened. Raises Moved when nothing waits for it."""
    turn = begin(collaboration, viewer, None)
    collaboration = finish(turn, Move.CONFIRM, words=words)
    for task in turn.collaboration.commitments.all():
        for act in task.acts.all():
            if act.receiver_id == viewer.acting.pk and act.confirmed_at is None:
                ledger.confirm_act(viewer=viewer, act=act)
    return collaboration


@moving
def say_thanks(*, collaboration: Collaboration, viewer: Viewer, words: str, again: bool | None = None) -> Collaboration:
    """Thank the others; `again` ("would I do it again") is kept to oneself and the matcher. Raises NotSound without
    words.
    """
    if not words.strip():
        raise NotSound("thanks", _("Write a word or two first."))
    turn = begin(collaboration, viewer, None)
    assert turn.part is not None  # a viewer always has a part
    turn.part.thanks, turn.part.again = words.strip()[:600], again
    return finish(turn, Move.THANK, words=words)


@moving
def close(*, collaboration: Collaboration, viewer: Viewer) -> Collaboration:
    """Close what is done. Nothing is lost by it."""
    return finish(begin(collaboration, viewer, None), Move.CLOSE)


@transaction.atomic
def rotate_calendar(*, viewer: Viewer) -> CalendarFeed:
    """Give the member a new private calendar address; the old one shows nothing from now on."""
    feed, is_new = CalendarFeed.objects.select_for_update().get_or_create(member=viewer.acting, defaults={"number": 2})
    if not is_new:
        feed.number += 1
        feed.save(update_fields=["number"])
    return feed


def _task(turn: Turn, pk: int) -> Commitment:
    for one in turn.collaboration.commitments.all():
        if one.pk == pk:
            return one
    raise Http404
