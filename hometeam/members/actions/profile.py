"""Saying what one does, looks for, serves and where one is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.db import models, transaction

from hometeam.foundation import images, journal
from hometeam.foundation.clock import now
from hometeam.foundation.journal import Actor
from hometeam.members.actions.haunts import write_haunts
from hometeam.members.actions.indexing import reindex
from hometeam.members.models import Kit, Member, Membership, Place
from hometeam.members.queries.groups import (
    KIT_FIELDS,
    MEMBER_FIELDS,
    PLACE_FIELDS,
    ROW_FIELDS,
    Group,
    Values,
    numbered_rows,
    values_of,
)


class Stale(Exception):
    """Somebody else has changed the same part of the profile since the form was opened."""


@transaction.atomic
def change_profile(*, by: Actor, member: Member, group: Group, values: Values) -> Values:
    """Replace one group of a member's profile; returns what it held before, which undoes it when given back.

    `values` has the shape of `queries.groups.values_of`: a dict of fields (those left out stay), or the whole list of
    rows.
    Writes `members.profile_changed` in each of the member's communities, unless nothing changed.
    """
    member = Member.objects.select_for_update().get(pk=member.pk)
    before = values_of(member, group)
    _WRITERS[group](member, values)
    if values_of(member, group) != before:
        Member.objects.filter(pk=member.pk).update(changed_at=now())
        tell(by=by, member=member, verb="members.profile_changed", data={"group": group})
        reindex([member.pk])
    return before


def tell(*, by: Actor, member: Member, verb: str, data: Mapping[str, Any] | None = None) -> None:
    """Write one event in the journal of each community that the member is in; in none, one without a community."""
    here = Membership.objects.filter(member=member, state=Membership.State.HERE)
    communities: list[int | None] = [*here.values_list("community_id", flat=True)]
    for community_id in communities or [None]:
        journal.record(actor=by, verb=verb, object=member, community_id=community_id, data=data)


@transaction.atomic
def confirm_guess(*, by: Actor, member: Member, group: Group, row_id: int) -> Values:
    """Let a guessed offer or need count as said; returns what the group held before."""
    return _with_row(by, member, group, row_id, {"guessed": False})


@transaction.atomic
def drop_row(*, by: Actor, member: Member, group: Group, row_id: int) -> Values:
    """Take one offer, need, audience or channel away; returns what the group held before."""
    return _with_row(by, member, group, row_id, None)


@transaction.atomic
def retake(*, by: Actor, member: Member, group: Group, row_id: int, service: str) -> Values:
    """Say which service the words of an offer or need mean; returns what the group held before."""
    return _with_row(by, member, group, row_id, {"service": service, "guessed": False})


@transaction.atomic
def add_rows(*, by: Actor, member: Member, group: Group, rows: Iterable[Mapping[str, Any]]) -> Values:
    """Add offers, needs, audiences or channels to those that are there, in place of what was only guessed of the same
    service; returns what the group held before.
    """
    new = list(rows)
    said = {(row.get("kind"), row.get("service")) for row in new}
    kept = [
        row
        for row in values_of(member, group)
        if not (row.get("guessed") and (row.get("kind"), row["service"]) in said)
    ]
    return change_profile(by=by, member=member, group=group, values=[*kept, *new])


def _with_row(by: Actor, member: Member, group: Group, row_id: int, change: Mapping[str, Any] | None) -> Values:
    rows: list[Mapping[str, Any]] = []
    for row in numbered_rows(member, group):
        is_it = row.pop("pk") == row_id
        if not is_it:
            rows.append(row)
        elif change is not None:
            rows.append({**row, **change})
    return change_profile(by=by, member=member, group=group, values=rows)


def _write_fields(group: str) -> Callable[[Member, Values], None]:
    def write(member: Member, values: Values) -> None:
        known = {key: value for key, value in values.items() if key in MEMBER_FIELDS[group]}
        if isinstance(known.get("snoozed_until_on"), str):
            known["snoozed_until_on"] = date.fromisoformat(known["snoozed_until_on"])
        if known.get("photo") and not images.is_kept(known["photo"]):
            known["photo"] = ""  # undone so late that the old picture is gone
        Member.objects.filter(pk=member.pk).update(**known)

    return write


def _write_rows(group: str) -> Callable[[Member, Values], None]:
    def write(member: Member, values: Values) -> None:
        table: Any = getattr(member, group)
        wanted = _without_doubles(group, [row for row in values if _has_its_picture(row)])
        kept = set()
        for row in table.all():
            key = _key(group, {field: getattr(row, field) for field in ROW_FIELDS[group]})
            if key not in wanted:
                row.delete()
                continue
            kept.add(key)
            _change_row(row, wanted[key])
        table.model.objects.bulk_create(
            table.model(member=member, **row) for key, row in wanted.items() if key not in kept
        )

    return write


def _has_its_picture(row: Mapping[str, Any]) -> bool:
    """False for a photo that is undone so late that its picture is gone."""
    return "image" not in row or images.is_kept(row["image"])


# What makes a row the same row; the rest of its fields may change under it.
_KEYS = {
    "offers": ("service", "words"),
    "needs": ("kind", "service", "words"),
    "audiences": ("tag", "words"),
    "channels": ("medium", "handle"),
    "kit_photos": ("image",),
}


def _key(group: str, row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row.get(field, "") for field in _KEYS[group])


def _without_doubles(group: str, values: Values) -> dict[tuple[Any, ...], dict[str, Any]]:
    """The rows by their key; of two with one key the one that somebody said wins over the guess."""
    wanted: dict[tuple[Any, ...], dict[str, Any]] = {}
    for value in values:
        row = {field: value[field] for field in ROW_FIELDS[group] if field in value}
        there = wanted.get(_key(group, row))
        if there is None or there.get("guessed"):
            wanted[_key(group, row)] = row
    return wanted


def _change_row(row: models.Model, values: Mapping[str, Any]) -> None:
    changed = [field for field, value in values.items() if getattr(row, field) != value]
    for field in changed:
        setattr(row, field, values[field])
    if changed:
        row.save(update_fields=changed)


def _write_place(member: Member, values: Values) -> None:
    if not values:
        Place.objects.filter(member=member).delete()
        return
    known = {key: value for key, value in values.items() if key in PLACE_FIELDS}
    Place.objects.update_or_create(member=member, defaults=known)


def _write_kit(group: str) -> Callable[[Member, Values], None]:
    def write(member: Member, values: Values) -> None:
        known = {key: value for key, value in values.items() if key in KIT_FIELDS[group]}
        if known.get("logo") and not images.is_kept(known["logo"]):
            known["logo"] = ""  # undone so late that the old picture is gone
        Kit.objects.update_or_create(member=member, defaults=known)

    return write


_WRITERS: dict[str, Callable[[Member, Values], None]] = {
    **{group: _write_fields(group) for group in MEMBER_FIELDS},
    **{group: _write_rows(group) for group in ROW_FIELDS},
    **{group: _write_kit(group) for group in KIT_FIELDS},
    "place": _write_place,
    "haunts": write_haunts,
}


@transaction.atomic
def move(*, by: Actor, member: Member, values: Mapping[str, Any]) -> Values:
    """Say where the member is; a point known before goes with its address. Returns what the place held before."""
    before = values_of(member, "place")
    address = ("kind", "street", "neighbourhood", "city", "region", "postcode", "country")
    if not before or any(before[key] != values.get(key, "") for key in address):
        values = {**values, "lat": None, "lon": None}
    return change_profile(by=by, member=member, group="place", values=values)
