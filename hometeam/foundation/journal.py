"""The journal: what happened, told once, read by whoever lives on a higher floor."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from hometeam.foundation.models import Event, Events


@dataclass(frozen=True)
class Actor:
    """Who did it: a person, acting for a member, perhaps on that member's behalf (an organiser holding the pen)."""

    person_id: int | None
    member_id: int | None
    on_behalf: bool = False


NOBODY = Actor(person_id=None, member_id=None)
"""The clock, the worker: nobody in particular."""


def record(
    *,
    actor: Actor,
    verb: str,
    object: models.Model,
    community_id: int | None = None,
    data: Mapping[str, Any] | None = None,
) -> Event:
    """Write one event in the caller's transaction.

    `verb` is "<room>.<past>", such as "together.proposed"; `object` is the saved row it happened to; `data` must be
    JSON-able and hold no address or other private detail, for the journal is never erased.
    """
    return note(
        actor=actor,
        verb=verb,
        object_label=object._meta.label_lower,
        object_id=int(object.pk),
        community_id=community_id,
        data=data,
    )


def note(
    *,
    actor: Actor,
    verb: str,
    object_label: str,
    object_id: int,
    community_id: int | None = None,
    data: Mapping[str, Any] | None = None,
) -> Event:
    """Like `record`, about something known only by its label and id."""
    return Event.objects.create(
        person_id=actor.person_id,
        member_id=actor.member_id,
        on_behalf=actor.on_behalf,
        community_id=community_id,
        verb=verb,
        object_label=object_label,
        object_id=object_id,
        data=dict(data or {}),
    )


def since(event_id: int, *, community_id: int | None = None, verbs: Collection[str] = ()) -> Events:
    """The events after `event_id`, oldest first; only of one community, only with these verbs, where given."""
    events = Event.objects.filter(pk__gt=event_id).order_by("pk")
    if community_id is not None:
        events = events.filter(community_id=community_id)
    return events.filter(verb__in=verbs) if verbs else events


def newest() -> int:
    """The id of the last event of all, 0 before the first: while it stays the same, nothing has happened here."""
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def about(thing: models.Model) -> Events:
    """Everything that happened to one row, oldest first."""
    return Event.objects.filter(object_label=thing._meta.label_lower, object_id=thing.pk).order_by("pk")
