"""The picture beside a member's name."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import BinaryIO

from hometeam.foundation import images, limits
from hometeam.foundation.journal import Actor
from hometeam.members.actions.profile import change_profile
from hometeam.members.models import Member
from hometeam.members.queries.groups import Values
from hometeam.members.queries.photos import is_shown

PER_DAY = 30
KEPT_FOR_UNDO = timedelta(days=2)


def change_photo(*, by: Actor, member: Member, file: BinaryIO) -> Values:
    """Show this picture beside the member's name; returns what undoes it.

    The picture is made before the writing begins, so that nobody waits for it. Raises images.NotAnImage, and
    limits.LimitReached after thirty in a day.
    """
    limits.spend(f"members.photo:{member.pk}", amount=PER_DAY, per=timedelta(days=1))
    name = images.keep(file)
    return change_profile(by=by, member=member, group="photo", values={"photo": name})


def remove_photo(*, by: Actor, member: Member) -> Values:
    """Show the initials again; returns what undoes it."""
    return change_profile(by=by, member=member, group="photo", values={"photo": ""})


def drop_if_unheld(name: str) -> None:
    """Delete a picture that no member shows any more."""
    if name and not is_shown(name):
        images.drop(name)


def tidy_photos(*, now: datetime) -> None:
    """Delete the pictures that no member shows, but for the newest, which somebody may be about to undo."""
    for name in list(images.kept_before(now - KEPT_FOR_UNDO)):
        drop_if_unheld(name)
