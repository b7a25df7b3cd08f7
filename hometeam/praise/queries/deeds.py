"""Reviews, voice notes and photos: single ones, those due, those gone."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from hometeam.members.access import blocked
from hometeam.members.models import Community, Member
from hometeam.praise.models import PhotoInUse, Recording, Review, ReviewReminder, Testimonial, VoiceNote


def reviews_by(giver: Member, receiver: Member) -> list[Review]:
    """What a member says it wrote in public about another, taken back or not."""
    return list(Review.objects.filter(giver=giver, receiver=receiver, withdrawn_at__isnull=True))


def reminder_of(giver: Member, receiver: Member) -> ReviewReminder | None:
    """The reminder that is still to come, if there is one."""
    return ReviewReminder.objects.filter(giver=giver, receiver=receiver, told_at__isnull=True).first()


def reminders_due(moment: datetime) -> list[int]:
    """The ids of the reminders whose time has come."""
    due = ReviewReminder.objects.filter(due_at__lte=moment, told_at__isnull=True).order_by("pk")
    return list(due.values_list("pk", flat=True))


def review_between(member: Member, community: Community, pk: int) -> Review | None:
    """A review that a member wrote or got."""
    found = Review.objects.filter(_mine("giver", member), pk=pk, community=community)
    return found.select_related("giver", "receiver", "community", "act").first()


def note_between(member: Member, community: Community, pk: int) -> VoiceNote | None:
    """A voice note that a member sent or got, or took away lately."""
    seen = Q(deleted_at__isnull=True) | Q(deleted_by=member)
    found = VoiceNote.objects.filter(_mine("sender", member), seen, pk=pk, community=community)
    return found.select_related("sender", "receiver", "community", "act", "recording").first()


def photo_between(member: Member, community: Community, pk: int) -> PhotoInUse | None:
    """A photo that a member gave or got; taken back, only its giver finds it."""
    seen = Q(withdrawn_at__isnull=True) | Q(giver=member)
    found = PhotoInUse.objects.filter(_mine("giver", member), seen, pk=pk, community=community)
    return found.select_related("giver", "receiver", "community", "act").first()


def _mine(side: str, member: Member) -> Q:
    """Given by the member, or received from somebody whom it may meet."""
    from_them = Q(receiver=member) & ~Q(**{f"{side}__in": blocked(member)})
    return Q(**{side: member}) | from_them


def gone_before(moment: datetime) -> tuple[QuerySet[Testimonial], QuerySet[VoiceNote], QuerySet[PhotoInUse]]:
    """What was taken back before a moment, or whose author left, and still has its contents."""
    left = Q(author__closed_at__lt=moment) | Q(subject__closed_at__lt=moment)
    full = ~Q(words="") | ~Q(signed="") | Q(recording__isnull=False) | ~Q(image="")
    testimonials = Testimonial.objects.filter(full, left | Q(withdrawn_at__lt=moment))
    closed = Q(sender__closed_at__lt=moment) | Q(receiver__closed_at__lt=moment)
    notes = VoiceNote.objects.filter(closed | Q(deleted_at__lt=moment), recording__isnull=False)
    gone = Q(giver__closed_at__lt=moment) | Q(receiver__closed_at__lt=moment) | Q(withdrawn_at__lt=moment)
    return testimonials, notes, PhotoInUse.objects.filter(gone).exclude(image="")


def held_pictures() -> set[str]:
    """The kept names of the pictures that something of this room shows."""
    return {
        *Testimonial.objects.exclude(image="").values_list("image", flat=True),
        *PhotoInUse.objects.exclude(image="").values_list("image", flat=True),
    }


def held_recordings() -> QuerySet[Recording]:
    """The recordings that something plays."""
    return Recording.objects.filter(Q(notes__isnull=False) | Q(testimonials__isnull=False)).distinct()
