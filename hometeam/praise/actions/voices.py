"""Voice notes: sent, taken away by either side, made a testimonial when both wish it."""

from __future__ import annotations

from datetime import timedelta
from typing import BinaryIO

from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from hometeam.foundation import clock, limits, sounds
from hometeam.members.access import Viewer
from hometeam.members.models import Member
from hometeam.praise.actions.news import Telling, count, take_back, tell, told
from hometeam.praise.actions.testimonials import Said, announce, write_row
from hometeam.praise.models import Recording, Testimonial, VoiceNote
from hometeam.together.models import Collaboration

PER_DAY = 20
TELLING = Telling("praise:send_note", "voice-note", "cheer", gettext_noop("{me} sent {other} a voice note."))


def send_note(
    *,
    viewer: Viewer,
    to: Member,
    sound: BinaryIO,
    about: str,
    words: str = "",
    within: Collaboration | None = None,
) -> VoiceNote:
    """Send a spoken thank-you or praise, perhaps as was agreed `within` a collaboration. Raises limits.LimitReached and
    sounds.NotASound.
    """
    limits.spend(f"praise.voice:{viewer.acting.pk}", amount=PER_DAY, per=timedelta(days=1))
    kept = sounds.keep(sound)
    with transaction.atomic():
        recording = Recording.objects.create(name=kept.name, seconds=kept.seconds)
        note = VoiceNote.objects.create(
            sender=viewer.acting,
            receiver=to,
            community=viewer.community,
            recording=recording,
            about=about,
            words=words,
            sent_at=clock.now(),
        )
        _count(viewer, note, within)
        told(viewer, "praise.voice_note_sent", note, to=to.pk)
        tell(
            viewer,
            to,
            key=f"praise.voice_note:{note.pk}:sent",
            subject=format_lazy(_("{name} sent you a voice note"), name=viewer.acting.name),
            lines=[words, _("Only the two of you can hear it.")],
            url=reverse("praise:note", args=[viewer.community.slug, note.pk]),
            label=_("Listen"),
        )
    return note


def _count(viewer: Viewer, note: VoiceNote, within: Collaboration | None = None) -> None:
    note.act = count(viewer, note, note.receiver, TELLING, within)
    note.save(update_fields=["act"])


@transaction.atomic
def delete_note(*, viewer: Viewer, note: VoiceNote) -> None:
    """Take a note away for both. Where its sender does, the ledger forgets it too; a testimonial made of it stays its
    own.
    """
    one = _locked(note.pk)
    _party(viewer, one)
    if one.deleted_at is None:
        one.deleted_at, one.deleted_by = clock.now(), viewer.acting
        one.save(update_fields=["deleted_at", "deleted_by"])
        if one.sender_id == viewer.acting.pk:
            take_back(viewer, one.act)
        told(viewer, "praise.voice_note_deleted", one)


@transaction.atomic
def bring_back_note(*, viewer: Viewer, note: VoiceNote) -> None:
    """Undo of taking it away, by whoever did, as long as the sound is still here."""
    one = _locked(note.pk)
    _party(viewer, one)
    if one.deleted_at is None:
        return
    if one.deleted_by_id != viewer.acting.pk or one.recording_id is None:
        raise Http404
    one.deleted_at = one.deleted_by = None
    one.save(update_fields=["deleted_at", "deleted_by"])
    if one.sender_id == viewer.acting.pk:
        _count(viewer, one)
    told(viewer, "praise.voice_note_brought_back", one)


@transaction.atomic
def ask_to_show(*, viewer: Viewer, note: VoiceNote) -> None:
    """The receiver asks whether the note may become a testimonial; once."""
    one = _locked(note.pk)
    if one.receiver_id != viewer.acting.pk or one.deleted_at is not None:
        raise Http404
    if one.asked_to_show_at is None:
        one.asked_to_show_at = clock.now()
        one.save(update_fields=["asked_to_show_at"])
        told(viewer, "praise.voice_note_asked_for", one)
        tell(
            viewer,
            one.sender,
            key=f"praise.voice_note:{one.pk}:asked",
            subject=format_lazy(_("{name} would like to let others hear your voice note"), name=viewer.acting.name),
            lines=[_("Nobody else hears it unless you agree.")],
            url=reverse("praise:note", args=[one.community.slug, one.pk]),
            label=_("Decide"),
        )


@transaction.atomic
def show_note(*, viewer: Viewer, note: VoiceNote, consent: str) -> Testimonial:
    """The sender lets the receiver show the note as a testimonial, which the receiver then approves; once."""
    one = _locked(note.pk)
    if one.sender_id != viewer.acting.pk or one.deleted_at is not None or one.recording is None:
        raise Http404
    made = Testimonial.objects.filter(recording=one.recording, author=viewer.acting, subject=one.receiver).first()
    if made is not None:
        return made
    said = Said(signed=viewer.person.name or viewer.acting.name, consent=consent, words=one.words)
    author = {"author": viewer.acting, "community": viewer.community, "person": viewer.person}
    return announce(viewer, write_row(said, one.receiver, one.recording, **author))  # type: ignore[arg-type]


def _party(viewer: Viewer, note: VoiceNote) -> None:
    if viewer.acting.pk not in (note.sender_id, note.receiver_id):
        raise Http404


def _locked(pk: int) -> VoiceNote:
    rows = VoiceNote.objects.select_for_update(of=("self",))
    return rows.select_related("sender", "receiver", "community", "act", "recording").get(pk=pk)
