"""What a member received and gave, of every sort, as one list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from hometeam.foundation.text import shorten
from hometeam.members.access import blocked
from hometeam.members.models import Community, Member
from hometeam.praise.models import PhotoInUse, Review, Testimonial, VoiceNote


@dataclass(frozen=True, slots=True)
class Item:
    """One good word in a list: what it is, in which words, where it stands, its page."""

    sort: str
    group: str
    at: datetime
    title: str
    words: str
    state: str
    href: str
    asks: bool = False


def waiting_for(member: Member) -> int:
    """How many testimonials wait for a member's approval."""
    pending = Testimonial.objects.filter(subject=member, state=Testimonial.State.PENDING)
    return pending.standing().exclude(author__in=blocked(member)).count()


def received_by(member: Member, community: Community) -> list[Item]:
    """What others said of a member and sent it, newest first; what waits for its word at the top. Four queries."""
    rows: list[tuple[Iterable[Any], Callable[[Any, str], Item]]] = [
        (_testimonials().filter(subject=member).exclude(author__in=blocked(member)), _testimonial_of_me),
        (_notes(community).filter(receiver=member).exclude(sender__in=blocked(member)), _note_for_me),
        (_photos(community).filter(receiver=member).exclude(giver__in=blocked(member)), _photo_for_me),
        (_reviews(community).filter(receiver=member).exclude(giver__in=blocked(member)), _review_of_me),
    ]
    found = [say(row, community.slug) for some, say in rows for row in some]
    return sorted(found, key=lambda item: (item.asks, item.at), reverse=True)


def given_by(member: Member, community: Community) -> list[Item]:
    """What a member said of others and sent them, newest first. Four queries."""
    rows: list[tuple[Iterable[Any], Callable[[Any, str], Item]]] = [
        (_testimonials().filter(author=member, community=community), _testimonial_by_me),
        (_notes(community).filter(sender=member), _note_by_me),
        (_photos(community).filter(giver=member), _photo_by_me),
        (_reviews(community).filter(giver=member), _review_by_me),
    ]
    found = [say(row, community.slug) for some, say in rows for row in some]
    return sorted(found, key=lambda item: item.at, reverse=True)


def _testimonials() -> Any:
    return Testimonial.objects.standing().select_related("author", "subject", "recording")


def _notes(community: Community) -> Any:
    found = VoiceNote.objects.filter(community=community, deleted_at__isnull=True)
    return found.select_related("sender", "receiver", "recording")


def _photos(community: Community) -> Any:
    found = PhotoInUse.objects.filter(community=community, withdrawn_at__isnull=True)
    return found.select_related("giver", "receiver")


def _reviews(community: Community) -> Any:
    found = Review.objects.filter(community=community, withdrawn_at__isnull=True)
    return found.select_related("giver", "receiver")


def _about(one: Testimonial) -> str:
    if one.words:
        return shorten(one.words, 160)
    return _("Spoken, %(seconds)s seconds") % {"seconds": one.recording.seconds} if one.recording else ""


def _testimonial_of_me(one: Testimonial, slug: str) -> Item:
    waits = one.state == Testimonial.State.PENDING
    title = _("%(name)s wrote a testimonial for you") % {"name": one.by}
    href = reverse("praise:testimonial", args=[slug, one.pk])
    return Item("quote", "cheer", one.given_at, title, _about(one), one.get_state_display(), href, asks=waits)


def _testimonial_by_me(one: Testimonial, slug: str) -> Item:
    title = _("Your testimonial for %(name)s") % {"name": one.subject.name}
    state = _("Shown") if one.state == Testimonial.State.APPROVED else _("With them")
    href = reverse("praise:testimonial", args=[slug, one.pk])
    return Item("quote", "cheer", one.given_at, title, _about(one), state, href)


def _note_for_me(one: VoiceNote, slug: str) -> Item:
    return _note(one, slug, _("%(name)s sent you a voice note") % {"name": one.sender.name})


def _note_by_me(one: VoiceNote, slug: str) -> Item:
    return _note(one, slug, _("Your voice note for %(name)s") % {"name": one.receiver.name})


def _note(one: VoiceNote, slug: str, title: str) -> Item:
    state = _("%(seconds)s seconds") % {"seconds": one.recording.seconds} if one.recording else ""
    return Item("mic", "cheer", one.sent_at, title, one.words, state, reverse("praise:note", args=[slug, one.pk]))


def _photo_for_me(one: PhotoInUse, slug: str) -> Item:
    state = _("In your kit") if one.in_kit_at else ""
    return _photo(one, slug, _("%(name)s took a photo of your work in use") % {"name": one.giver.name}, state)


def _photo_by_me(one: PhotoInUse, slug: str) -> Item:
    state = _("They use it") if one.in_kit_at else ""
    return _photo(one, slug, _("Your photo for %(name)s") % {"name": one.receiver.name}, state)


def _photo(one: PhotoInUse, slug: str, title: str, state: str) -> Item:
    return Item("camera", "spread", one.given_at, title, one.alt, state, reverse("praise:photo", args=[slug, one.pk]))


def _review_of_me(one: Review, slug: str) -> Item:
    title = _("%(name)s wrote a review of you on %(site)s") % {
        "name": one.giver.name,
        "site": one.get_site_display(),
    }
    state = _("You said thank you") if one.thanked_at else ""
    return _review(one, slug, title, state)


def _review_by_me(one: Review, slug: str) -> Item:
    title = _("Your review of %(name)s on %(site)s") % {"name": one.receiver.name, "site": one.get_site_display()}
    return _review(one, slug, title, _("They say thank you") if one.thanked_at else "")


def _review(one: Review, slug: str, title: str, state: str) -> Item:
    return Item("star", "cheer", one.written_at, title, "", state, reverse("praise:review", args=[slug, one.pk]))
