"""What was taken back is erased for good a little later, so that it could be undone in between."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from hometeam.foundation import images, sounds
from hometeam.praise import queries
from hometeam.praise.actions.news import PICTURES
from hometeam.praise.models import Corner, Recording

KEPT_FOR_UNDO = timedelta(days=2)


def tidy(*, now: datetime) -> None:
    """Empty what was taken back two days ago or whose people left; delete sounds and pictures that nothing shows."""
    before = now - KEPT_FOR_UNDO
    _empty(before)
    held = queries.held_recordings()
    Recording.objects.filter(made_at__lt=before).exclude(pk__in=held).delete()
    known = set(Recording.objects.values_list("name", flat=True))
    for name in list(sounds.kept_before(before)):
        if name not in known:
            sounds.drop(name)
    pictures = queries.held_pictures()
    for name in list(images.kept_before(before, PICTURES)):
        if name not in pictures:
            images.drop(name)


@transaction.atomic
def _empty(before: datetime) -> None:
    testimonials, notes, photos = queries.gone_before(before)
    testimonials.update(signed="", line="", words="", recording=None, image="", alt="", shown="")
    notes.update(recording=None, words="")
    photos.update(image="", words="", people="", alt="")
    Corner.objects.filter(member__closed_at__lt=before).delete()
