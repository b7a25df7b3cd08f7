"""A profile in groups of fields that are written, compared and undone as one."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any, Literal

from django.db.models import F

from hometeam.members.models import Kit, Member, Place

Group = Literal[
    "basics",
    "offers",
    "needs",
    "audiences",
    "channels",
    "place",
    "haunts",
    "likes",
    "values",
    "partnering",
    "rest",
    "photo",
    "kit",
    "logo",
    "kit_photos",
]
Values = Any
"""What a group holds: a dict of fields, or a list of dicts for rows. JSON-able."""

MEMBER_FIELDS: dict[str, tuple[str, ...]] = {
    "basics": ("kind", "name", "one_line", "story", "trade_words", "website", "languages", "size"),
    "likes": ("likes", "capacity", "introductions_a_month"),
    "values": ("stands_for",),
    "partnering": ("partnering", "partnering_shown"),
    "rest": ("snoozed_until_on",),
    "photo": ("photo",),
}
ROW_FIELDS: dict[str, tuple[str, ...]] = {
    "offers": ("service", "words", "how", "guessed"),
    "needs": ("kind", "service", "words", "guessed"),
    "audiences": ("tag", "words"),
    "channels": ("medium", "handle", "band", "cadence"),
    "haunts": ("name", "kind", "street", "city", "shown_to"),
    "kit_photos": ("image", "alt", "use", "shown", "credit"),
}
KIT_FIELDS: dict[str, tuple[str, ...]] = {
    "kit": ("fifty_words", "booking_url", "shop_url", "dos", "donts"),
    "logo": ("logo",),
}
PLACE_FIELDS = (
    "kind",
    "shown_as",
    "street",
    "neighbourhood",
    "city",
    "region",
    "postcode",
    "country",
    "lat",
    "lon",
)


def values_of(member: Member, group: Group) -> Values:
    """What one group of a member's profile holds now, in the shape that `actions.change_profile` takes."""
    return _READERS[group](member)


def fingerprint(member: Member, group: Group) -> str:
    """A short mark of what a group holds: forms carry it, so that two people writing at once are told of each other."""
    return sha256(json.dumps(values_of(member, group), sort_keys=True, default=str).encode()).hexdigest()[:16]


def _fields(group: str) -> Callable[[Member], Values]:
    def read(member: Member) -> Values:
        found = Member.objects.values(*MEMBER_FIELDS[group]).get(pk=member.pk)
        return {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in found.items()}

    return read


def numbered_rows(member: Member, group: str) -> list[dict[str, Any]]:
    """The rows of one group, each with its `pk`, in the order in which they were said."""
    elsewhere = {field: F(f"haunt__{field}") for field in ROW_FIELDS[group]} if group == "haunts" else {}
    elsewhere.pop("shown_to", None)
    here = [field for field in ROW_FIELDS[group] if field not in elsewhere]
    return list(getattr(member, group).order_by("pk").values("pk", *here, **elsewhere))


def _rows(group: str) -> Callable[[Member], Values]:
    def read(member: Member) -> Values:
        return [{field: row[field] for field in ROW_FIELDS[group]} for row in numbered_rows(member, group)]

    return read


def _place(member: Member) -> Values:
    return Place.objects.filter(member=member).values(*PLACE_FIELDS).first() or {}


def _kit(group: str) -> Callable[[Member], Values]:
    def read(member: Member) -> Values:
        found = Kit.objects.filter(member=member).values(*KIT_FIELDS[group]).first()
        return found or dict.fromkeys(KIT_FIELDS[group], "")

    return read


_READERS: dict[str, Callable[[Member], Values]] = {
    **{group: _fields(group) for group in MEMBER_FIELDS},
    **{group: _rows(group) for group in ROW_FIELDS},
    **{group: _kit(group) for group in KIT_FIELDS},
    "place": _place,
}
