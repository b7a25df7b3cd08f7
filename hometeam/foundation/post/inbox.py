"""A person's own notices."""

from django.db.models import QuerySet

from hometeam.foundation.clock import now
from hometeam.foundation.models import Notice


def of(person_id: int) -> QuerySet[Notice]:
    """All of a person's notices, newest first."""
    return Notice.objects.filter(person_id=person_id)


def unread(person_id: int) -> int:
    """How many a person has not read."""
    return of(person_id).filter(read_at=None).count()


def read(person_id: int, pk: int) -> Notice | None:
    """Mark one of the person's notices read and return it; None when it is not theirs."""
    notice = of(person_id).filter(pk=pk).first()
    if notice is not None and notice.read_at is None:
        of(person_id).filter(pk=pk).update(read_at=now())
    return notice


def read_all(person_id: int) -> int:
    """Mark all of the person's notices read; returns how many were not."""
    return of(person_id).filter(read_at=None).update(read_at=now())
