"""Testimonials: given, answered by their subject, taken back by their author."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, BinaryIO, cast

from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from hometeam.foundation import clock, images, journal, limits, post, sounds
from hometeam.foundation.text import shorten
from hometeam.ledger import actions as ledger
from hometeam.members.access import Viewer
from hometeam.members.models import Community, Member, Membership
from hometeam.praise.actions.news import PICTURES, Telling, confirm, count, take_back, tell, told
from hometeam.praise.models import Corner, Recording, Testimonial
from hometeam.together.models import Collaboration

A_DAY = timedelta(days=1)
PER_DAY = 10
CUSTOMERS_A_DAY = 20
ASKS_A_WEEK = 5
ASK_AGAIN_AFTER = timedelta(days=90)
TELLING = Telling("praise:write", "testimonial", "cheer", gettext_noop("{me} wrote a testimonial for {other}."))

State = Testimonial.State
# What the subject may make of it, and what it then is.
MOVES = {"approve": State.APPROVED, "show": State.APPROVED, "hide": State.HIDDEN, "pass": State.PASSED}


@dataclass(frozen=True, slots=True)
class Said:
    """A testimonial as it comes in: words, a sound, a photo; `consent` in the words that were read and agreed to."""

    signed: str
    consent: str
    line: str = ""
    words: str = ""
    sound: BinaryIO | None = None
    photo: BinaryIO | None = None
    alt: str = ""
    shown: str = ""


@dataclass(frozen=True, slots=True)
class _Kept:
    """The sound and the photo, made anew before any writing begins, so that nobody waits for it."""

    sound: sounds.Sound | None
    image: str


def give_testimonial(
    *, viewer: Viewer, subject: Member, said: Said, within: Collaboration | None = None
) -> Testimonial:
    """Say something of a member, perhaps as was agreed `within` a collaboration; it waits for that member's approval.

    Raises limits.LimitReached, sounds.NotASound, images.NotAnImage.
    """
    limits.spend(f"praise.testimonial:{viewer.acting.pk}", amount=PER_DAY, per=A_DAY)
    kept = _keep(said)
    with transaction.atomic():
        one = _write(said, kept, subject, author=viewer.acting, community=viewer.community, person=viewer.person)
        return announce(viewer, one, within)


def announce(viewer: Viewer, one: Testimonial, within: Collaboration | None = None) -> Testimonial:
    """What follows from a testimonial by a member: its act, the journal, a notice to its subject."""
    one.act = count(viewer, one, one.subject, TELLING, within)
    one.save(update_fields=["act"])
    told(viewer, "praise.testimonial_given", one, subject=one.subject_id)
    tell(
        viewer,
        one.subject,
        key=f"praise.testimonial:{one.pk}:given",
        subject=format_lazy(_("{name} wrote a testimonial for you"), name=viewer.acting.name),
        lines=[shorten(one.words, 300), _("It is shown nowhere until you say so.")],
        url=reverse("praise:testimonial", args=[viewer.community.slug, one.pk]),
        label=_("Read it"),
    )
    return one


def give_as_customer(*, corner: Corner, said: Said) -> Testimonial:
    """Say something of a member as its customer, by the link that the member sent. Raises as `give_testimonial`."""
    limits.spend(f"praise.customers:{corner.pk}", amount=CUSTOMERS_A_DAY, per=A_DAY)
    kept = _keep(said)
    with transaction.atomic():
        one = _write(said, kept, corner.member)
        journal.record(actor=journal.NOBODY, verb="praise.testimonial_given", object=one)
        _tell_of_customer(one)
    return one


def _tell_of_customer(one: Testimonial) -> None:
    seats = Membership.objects.filter(member=one.subject, state=Membership.State.HERE)
    here = seats.select_related("community").first()
    if here is None:
        return
    post.notify(
        person_ids=ledger.people_of(one.subject),
        key=f"praise.testimonial:{one.pk}:given",
        subject=cast("str", format_lazy(_("{name} wrote a testimonial for you"), name=one.signed)),
        lines=[shorten(one.words, 300)] if one.words else [],
        action_label=str(_("Read it")),
        action_url=reverse("praise:testimonial", args=[here.community.slug, one.pk]),
        community_id=here.community_id,
    )


@transaction.atomic
def answer(*, viewer: Viewer, testimonial: Testimonial, move: str) -> Testimonial:
    """The subject's word: "approve" or "pass", later "hide" and "show". Raises Http404 for anybody else's."""
    one = _locked(testimonial.pk)
    if move not in MOVES or one.subject_id != viewer.acting.pk or one.withdrawn_at is not None:
        raise Http404
    if one.state == MOVES[move]:
        return one
    one.state, one.answered_at = MOVES[move], clock.now()
    one.save(update_fields=["state", "answered_at"])
    told(viewer, "praise.testimonial_answered", one, state=one.state)
    if one.state == State.APPROVED:
        _approved(viewer, one)
    return one


def _approved(viewer: Viewer, one: Testimonial) -> None:
    confirm(viewer, one.act)
    if one.author is None or one.community is None:
        return
    tell(
        viewer,
        one.author,
        key=f"praise.testimonial:{one.pk}:approved",
        subject=format_lazy(_("{name} shows what you wrote, and thanks you"), name=one.subject.name),
        lines=[_("You can take it back at any time.")],
        url=reverse("praise:testimonial", args=[one.community.slug, one.pk]),
    )


@transaction.atomic
def withdraw(*, viewer: Viewer, testimonial: Testimonial) -> None:
    """The author takes it back: it is gone everywhere at once. Raises Http404 for anybody else."""
    one = _locked(testimonial.pk)
    if one.author_id != viewer.acting.pk:
        raise Http404
    if one.withdrawn_at is None:
        one.withdrawn_at = clock.now()
        one.save(update_fields=["withdrawn_at"])
        take_back(viewer, one.act)
        told(viewer, "praise.testimonial_withdrawn", one)


@transaction.atomic
def give_again(*, viewer: Viewer, testimonial: Testimonial) -> None:
    """Undo of taking it back, as long as its contents are still here; it waits for approval anew."""
    one = _locked(testimonial.pk)
    if one.author_id != viewer.acting.pk or not (one.words or one.recording_id):
        raise Http404
    if one.withdrawn_at is not None:
        one.withdrawn_at, one.state, one.consent_at = None, State.PENDING, clock.now()
        one.save(update_fields=["withdrawn_at", "state", "consent_at"])
        announce(viewer, one)


@transaction.atomic
def withdraw_as_customer(*, testimonial: Testimonial) -> None:
    """A customer takes back what they gave."""
    one = _locked(testimonial.pk)
    if one.withdrawn_at is None:
        one.withdrawn_at = clock.now()
        one.save(update_fields=["withdrawn_at"])
        journal.record(actor=journal.NOBODY, verb="praise.testimonial_withdrawn", object=one)


@transaction.atomic
def ask_for_testimonial(*, viewer: Viewer, other: Member) -> None:
    """Ask a partner for a testimonial, by one notice. Raises limits.LimitReached: five a week, one each in 90 days."""
    me = viewer.acting
    limits.spend(f"praise.ask:{me.pk}:{other.pk}", amount=1, per=ASK_AGAIN_AFTER)
    limits.spend(f"praise.asks:{me.pk}", amount=ASKS_A_WEEK, per=timedelta(days=7))
    told(viewer, "praise.testimonial_asked", me, other=other.pk)
    tell(
        viewer,
        other,
        key=f"praise.ask:{me.pk}:{other.pk}:{clock.now():%Y-%m-%d}",
        subject=format_lazy(_("{name} would be glad of a few words from you"), name=me.name),
        lines=[_("Two sentences are plenty, and so is no answer at all.")],
        url=reverse("praise:write", args=[viewer.community.slug, me.pk]),
        label=_("Write a testimonial"),
    )


def _keep(said: Said) -> _Kept:
    image = images.keep(said.photo, PICTURES) if said.photo else ""
    return _Kept(sounds.keep(said.sound) if said.sound else None, image)


def _write(said: Said, kept: _Kept, subject: Member, **author: Any) -> Testimonial:
    recording = None
    if kept.sound:
        recording = Recording.objects.create(name=kept.sound.name, seconds=kept.sound.seconds)
    return write_row(said, subject, recording, image=kept.image, **author)


def write_row(
    said: Said,
    subject: Member,
    recording: Recording | None,
    *,
    image: str = "",
    author: Member | None = None,
    community: Community | None = None,
    person: Any = None,
) -> Testimonial:
    """The row itself, with the consent in the words that were agreed to."""
    plain = said if image else replace(said, alt="", shown="")
    return Testimonial.objects.create(
        subject=subject,
        author=author,
        community=community,
        signed=plain.signed,
        line=plain.line,
        words=plain.words,
        recording=recording,
        image=image,
        alt=plain.alt,
        shown=plain.shown,
        consent=plain.consent,
        consent_by=person,
        consent_at=clock.now(),
        given_at=clock.now(),
    )


def _locked(pk: int) -> Testimonial:
    rows = Testimonial.objects.select_for_update(of=("self",))
    return rows.select_related("author", "subject", "community", "act").get(pk=pk)
