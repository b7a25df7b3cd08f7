"""Who may see and do what. All others get 404."""

from __future__ import annotations

from datetime import timedelta
from typing import TypeVar

from django.http import Http404

from hometeam.foundation import tokens
from hometeam.members.access import Viewer, is_blocked, is_here, member_for
from hometeam.members.models import Member
from hometeam.praise import queries
from hometeam.praise.models import Corner, PhotoInUse, Review, Testimonial, VoiceNote

MINE = "praise.mine"
TEN_YEARS = timedelta(days=3653)

T = TypeVar("T")


def found(thing: T | None) -> T:
    """The thing, or 404."""
    if thing is None:
        raise Http404
    return thing


def other_for(viewer: Viewer, pk: int) -> Member:
    """Somebody else whom the viewer's member may cheer on: claimed, and on speaking terms with it."""
    member = member_for(viewer, pk)
    if member.pk == viewer.acting.pk or not member.is_claimed or is_blocked(member, viewer.acting):
        raise Http404
    return member


def testimonial_for(viewer: Viewer, pk: int) -> Testimonial:
    """A testimonial by the viewer's member or about it. One that its author took back only the author still finds."""
    me = viewer.acting
    one = Testimonial.objects.filter(pk=pk).select_related("author", "subject", "recording", "act", "community").first()
    one = found(one)
    if one.author_id == me.pk and one.community_id == viewer.community.pk:
        return one
    blocked = one.author is not None and is_blocked(one.author, me)
    if one.subject_id != me.pk or blocked or one.withdrawn_at is not None or (one.author and one.author.closed_at):
        raise Http404
    return one


def heard_testimonial_for(viewer: Viewer, pk: int) -> Testimonial:
    """A testimonial whose sound and photo the viewer may have: a shown one of a member here, or one of its own."""
    shown = Testimonial.objects.filter(pk=pk).shown().select_related("subject", "author", "recording").first()
    if shown is not None and is_here(shown.subject, viewer.community):
        member_for(viewer, shown.subject_id)
        return shown
    return testimonial_for(viewer, pk)


def note_for(viewer: Viewer, pk: int) -> VoiceNote:
    """A voice note of the viewer's member; one that was taken away is found by whoever took it, to undo that."""
    return found(queries.note_between(viewer.acting, viewer.community, pk))


def photo_for(viewer: Viewer, pk: int) -> PhotoInUse:
    """A photo that the viewer's member gave or got."""
    return found(queries.photo_between(viewer.acting, viewer.community, pk))


def review_for(viewer: Viewer, pk: int) -> Review:
    """A review that the viewer's member wrote or got."""
    return found(queries.review_between(viewer.acting, viewer.community, pk))


def public_page(code: str) -> Corner:
    """The member's corner behind a public page."""
    return found(queries.public_corner(code))


def form_for_customers(code: str) -> Corner:
    """The member's corner behind the form for its customers."""
    return found(queries.corner_by_ask_code(code))


def key_of(one: Testimonial) -> str:
    """With this a customer finds back to what they gave, and may take it away."""
    return tokens.make(MINE, {"t": one.pk}, TEN_YEARS)


def testimonial_by_key(token: str) -> Testimonial:
    """The testimonial of a customer who kept its key; 404 for a forged one."""
    try:
        pk = tokens.read(MINE, token)["t"]
    except (tokens.Bad, tokens.Expired) as none:
        raise Http404 from none
    given = Testimonial.objects.filter(pk=pk, author__isnull=True, subject__closed_at__isnull=True)
    return found(given.select_related("subject", "recording").first())
