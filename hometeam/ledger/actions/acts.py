"""Acts: told, confirmed, taken back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, cast

from django.db import models, transaction
from django.db.models import F
from django.http import Http404
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from hometeam.foundation import clock, journal, limits, post
from hometeam.foundation.text import shorten
from hometeam.ledger import access
from hometeam.ledger.actions.proof import Proof, keep_proof, names_of
from hometeam.ledger.models import Act, Evidence, Level
from hometeam.members.access import Viewer
from hometeam.members.models import Member, Seat

FREE_ACTS_A_DAY = 10


@transaction.atomic
def record_act(
    *,
    viewer: Viewer,
    giver: Member,
    receiver: Member,
    kind_id: str,
    group: str,
    words: str,
    happened_on: date,
    proof: Proof | Evidence | None = None,
    within: str = "",
    made_in: str = "",
) -> Act:
    """Write down that one member did something for another, as told by one of the two.

    Told by the receiver it is the partner's word; told by anybody else it stays self-reported until the receiver
    confirms it or its link was seen. An act `within` something ("together.collaboration:12") is vouched for by the
    caller, who also tells the other side. Raises Http404 where the two are not the viewer's to speak of.
    """
    if not within and not access.may_tell(viewer, giver, receiver):
        raise Http404
    by_receiver = viewer.acting.pk == receiver.pk
    evidence = keep_proof(proof) if isinstance(proof, Proof) else proof
    act = Act.objects.create(
        giver=giver,
        receiver=receiver,
        community=viewer.community,
        kind=kind_id,
        group=group,
        words=shorten(words, 400),
        happened_on=happened_on,
        level=_level_of(evidence, by_receiver=by_receiver),
        confirmed_at=clock.now() if by_receiver else None,
        within=within,
        made_in=made_in,
        evidence=evidence,
        told_by=viewer.person,
        on_behalf=viewer.on_behalf,
    )
    told(viewer, "ledger.act_recorded", act, kind=kind_id, giver=giver.pk, receiver=receiver.pk)
    if not within:
        _tell_other_side(viewer, act)
    return act


def _level_of(evidence: Evidence | None, *, by_receiver: bool) -> Level:
    if evidence is not None and evidence.held:
        return Level.MEASURED
    return Level.PARTNER_CONFIRMED if by_receiver else Level.SELF_REPORTED


@transaction.atomic
def tell_free_act(
    *, viewer: Viewer, partner: Member, by_me: bool, group: str, words: str, happened_on: date, url: str = ""
) -> Act:
    """Write down something outside of any collaboration: what I did for a partner, or (not `by_me`) it for me.

    Raises limits.LimitReached after ten in a day, and Http404 for members whom the viewer may not meet.
    """
    limits.spend(f"ledger.free_act:{viewer.acting.pk}", amount=FREE_ACTS_A_DAY, per=timedelta(days=1))
    giver, receiver = (viewer.acting, partner) if by_me else (partner, viewer.acting)
    proof = Proof(Evidence.Kind.LINK, url=url, looks_for=names_of(receiver)) if url else None
    return record_act(
        viewer=viewer,
        giver=giver,
        receiver=receiver,
        kind_id="free",
        group=group,
        words=words,
        happened_on=happened_on,
        proof=proof,
    )


@transaction.atomic
def take_back_act(*, viewer: Viewer, act: Act) -> None:
    """Undo: the giver may until the other side has confirmed; the receiver at any time. Raises Http404 otherwise."""
    locked = Act.objects.select_for_update().get(pk=act.pk)
    if not locked.within and not access.may_take_back(viewer, locked):
        raise Http404
    if locked.taken_back_at is None:
        locked.taken_back_at = clock.now()
        locked.save(update_fields=["taken_back_at"])
        told(viewer, "ledger.act_taken_back", locked)


@transaction.atomic
def adopt_act(*, act: Act, within: str, made_in: str = "") -> Act:
    """One deed, told once: an act of another room belongs `within` something from now on; or what was made in another
    room (`made_in`) stands for an act that is there.
    """
    locked = Act.objects.select_for_update().get(pk=act.pk)
    locked.made_in = made_in or locked.made_in or locked.within
    locked.within = within
    locked.save(update_fields=["within", "made_in"])
    return locked


@transaction.atomic
def release_act(*, act: Act) -> None:
    """Let an act belong again to what was made for it, which still stands."""
    Act.objects.filter(pk=act.pk).exclude(made_in="").update(within=F("made_in"), made_in="")


@transaction.atomic
def confirm_act(*, viewer: Viewer, act: Act) -> None:
    """The receiver's word that it was so. What was measured stays measured. Raises Http404 for others than the
    receiver.
    """
    locked = Act.objects.select_for_update().select_related("giver", "receiver", "community").get(pk=act.pk)
    if viewer.member is None or viewer.member.pk != locked.receiver_id or locked.taken_back_at is not None:
        raise Http404
    if locked.confirmed_at is not None:
        return
    locked.confirmed_at = clock.now()
    if locked.level != Level.MEASURED:
        locked.level = Level.PARTNER_CONFIRMED
    locked.save(update_fields=["confirmed_at", "level"])
    told(viewer, "ledger.act_confirmed", locked)
    if not locked.within:
        subject = format_lazy(_("{name} says that it was so, and thank you"), name=locked.receiver.name)
        _tell(locked, locked.giver, "confirmed", subject)


def _tell_other_side(viewer: Viewer, act: Act) -> None:
    if viewer.acting.pk == act.giver_id:
        _tell(act, act.receiver, "recorded", format_lazy(_("{name} did something for you"), name=act.giver.name))
    else:
        _tell(act, act.giver, "recorded", format_lazy(_("{name} wrote down what you did"), name=act.receiver.name))


def _tell(act: Act, member: Member, what: str, subject: Any) -> None:
    post.notify(
        person_ids=people_of(member),
        key=f"ledger.act:{act.pk}:{what}",
        subject=subject,
        lines=[post.late(lambda: act.sentence)],
        action_label=cast("str", _("See it")),
        action_url=reverse("gather:giving_back", args=[act.community.slug]),
        community_id=act.community_id,
        urgency="digest",
    )


def people_of(member: Member) -> list[int]:
    """The people who act for a member, by id."""
    return list(Seat.objects.filter(member=member).values_list("person_id", flat=True))


def told(viewer: Viewer, verb: str, thing: models.Model, **data: Any) -> None:
    """Write into the journal what somebody did in the ledger."""
    journal.record(actor=viewer.actor, verb=verb, object=thing, community_id=viewer.community.pk, data=data)
