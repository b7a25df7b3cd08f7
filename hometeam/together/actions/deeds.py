"""What a tick writes into the ledger: who did what for whom, with what shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from hometeam.foundation import clock
from hometeam.ledger import actions as ledger
from hometeam.ledger.actions import Proof
from hometeam.ledger.models import Act, Evidence
from hometeam.members.access import Viewer
from hometeam.members.models import Member
from hometeam.together.actions.refusals import NotSound
from hometeam.together.models import Commitment, Part
from hometeam.together.queries import kind_of
from hometeam.together.queries.made import label_of, made_already


def check_proof(task: Commitment, proof: Proof) -> None:
    """Raises NotSound for proof that a step does not take."""
    kind = kind_of(task.collaboration)
    taken = kind.step(task.step).proof if kind else ("word",)
    if proof.kind not in taken:
        raise NotSound("proof", _("This step takes another kind of proof."))


def write_acts(viewer: Viewer, task: Commitment, proof: Proof | None, on: date | None) -> bool:
    """Write down what was done for whom; whether some of it had been made, and told, in another room before."""
    kind = kind_of(task.collaboration)
    if kind is None or not task.counts:
        return False
    kept = _kept(task, proof)
    adopted = False
    for giver, receiver in _pairs(task):
        there = made_already(kind, task, giver, receiver)
        if there is not None:
            task.acts.add(_adopted(viewer, task, there, kept))
            adopted = True
            continue
        _write(viewer, task, (giver, receiver), kept, on)
    return adopted


def write_what_came(viewer: Viewer, task: Commitment, proof: Proof | None, on: date | None) -> None:
    """What was for several has come to the viewer, too: by their word, with what had been shown for it."""
    kept = _kept(task, proof)
    for old in list(task.acts.all()):
        if old.receiver_id == viewer.acting.pk and old.taken_back_at is not None:
            task.acts.remove(old)
            _write(viewer, task, (old.giver, old.receiver), kept or old.evidence, on)


def _kept(task: Commitment, proof: Proof | None) -> Evidence | None:
    return ledger.keep_proof(_aimed(proof, task)) if proof else None


def _write(
    viewer: Viewer, task: Commitment, between: tuple[Member, Member], kept: Evidence | None, on: date | None
) -> None:
    kind = kind_of(task.collaboration)
    if kind is None:
        return
    giver, receiver = between
    act = ledger.record_act(
        viewer=viewer,
        giver=giver,
        receiver=receiver,
        kind_id=kind.id,
        group=kind.group,
        words=kind.step(task.step).did,
        happened_on=on or clock.today(task.collaboration.community.timezone),
        proof=kept,
        within=label_of(task.collaboration_id),
    )
    task.acts.add(act)


def _adopted(viewer: Viewer, task: Commitment, act: Act, kept: Evidence | None) -> Act:
    """What was made elsewhere is the deed; what shows it better is kept with it. Its receiver's tick is their word."""
    act = ledger.adopt_act(act=act, within=label_of(task.collaboration_id))
    if viewer.member is not None and viewer.member.pk == act.receiver_id:
        ledger.confirm_act(viewer=viewer, act=act)
    if kept is not None and (act.evidence_id is None or kept.kind != Evidence.Kind.WORD):
        ledger.prove(acts=[act], proof=kept)
    return act


def _aimed(proof: Proof, task: Commitment) -> Proof:
    """A link must speak of one of those for whom the step was done to count as seen."""
    if proof.kind != Evidence.Kind.LINK:
        return proof
    names = [name for _giver, receiver in _pairs(task) for name in ledger.names_of(receiver)]
    return replace(proof, looks_for=names)


def _pairs(task: Commitment) -> Iterator[tuple[Member, Member]]:
    parts: list[Part] = [part for part in task.collaboration.parts.all() if part.takes_part]
    givers = [part for part in parts if task.part_id in (None, part.pk)]
    for giver in givers:
        for receiver in parts:
            if receiver.pk != giver.pk and task.is_for(receiver):
                yield giver.member, receiver.member
