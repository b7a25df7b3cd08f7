"""The pictures of a kit: the mark, and the photos that partners may use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, BinaryIO

from django.db import transaction

from hometeam.foundation import images, limits
from hometeam.foundation.journal import Actor
from hometeam.members.actions.profile import add_rows, change_profile
from hometeam.members.models import Member
from hometeam.members.queries.groups import ROW_FIELDS, Values

PER_DAY = 60
MOST_PHOTOS = 12


class Enough(Exception):
    """A kit holds no more photos than a partner looks through."""


def change_logo(*, by: Actor, member: Member, file: BinaryIO) -> Values:
    """Let partners use this mark; returns what undoes it. Raises images.NotAnImage and limits.LimitReached."""
    name = _kept(member, file)
    return change_profile(by=by, member=member, group="logo", values={"logo": name})


def remove_logo(*, by: Actor, member: Member) -> Values:
    """Take the mark out of the kit; returns what undoes it."""
    return change_profile(by=by, member=member, group="logo", values={"logo": ""})


def add_kit_photo(*, by: Actor, member: Member, file: BinaryIO, about: Mapping[str, Any]) -> Values:
    """Put a photo into the kit; returns what undoes it.

    `about` holds `alt`, `shown`, `use`, `credit`. Raises Enough, images.NotAnImage, limits.LimitReached.
    """
    if member.kit_photos.count() >= MOST_PHOTOS:
        raise Enough
    name = _kept(member, file)
    return add_rows(by=by, member=member, group="kit_photos", rows=[{**about, "image": name}])


@transaction.atomic
def say_of_kit_photo(*, by: Actor, member: Member, row_id: int, about: Mapping[str, Any]) -> Values:
    """Say something else of a photo in the kit; returns what undoes it."""
    rows = []
    for row in member.kit_photos.order_by("pk").values("pk", *ROW_FIELDS["kit_photos"]):
        rows.append(row | about if row.pop("pk") == row_id else row)
    return change_profile(by=by, member=member, group="kit_photos", values=rows)


def _kept(member: Member, file: BinaryIO) -> str:
    """Keep the picture before any writing begins, so that nobody waits for it."""
    limits.spend(f"members.kit:{member.pk}", amount=PER_DAY, per=timedelta(days=1))
    return images.keep(file)
