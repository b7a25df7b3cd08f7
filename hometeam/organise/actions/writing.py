"""Writing what a plan says, in bulk: new members unseen first, then all that is seen in one transaction.

A member without a membership is seen by nobody. New members are therefore written in short transactions that hold up
nobody else's writing; only when all are there does one last transaction let them in and apply the changes. A process
that is killed before leaves only unseen rows, which the next try of the same run, or the sweeping job, takes away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import models, transaction

from hometeam.foundation import clock
from hometeam.members.actions.haunts import bring_regulars, forget_haunts, take_regulars
from hometeam.members.actions.indexing import shown_point
from hometeam.members.models import Audience, Channel, Community, Member, Membership, Need, Offer, Place
from hometeam.organise.models import Contact, ImportRow, ImportRun
from hometeam.organise.queries.facts import Row, audiences_of, channels_of, needs_of, offers_of
from hometeam.organise.queries.plan import Change

T = TypeVar("T")
AT_ONCE = 500


def in_batches(things: Sequence[T], size: int = AT_ONCE) -> Iterator[Sequence[T]]:
    """The things, `size` at a time."""
    return (things[start : start + size] for start in range(0, len(things), size))


def drop_staged(run: ImportRun) -> None:
    """Take away the unseen members that an earlier, cut-off try of this run left."""
    while ids := list(ImportRow.objects.filter(made_by=run, staged=True).values_list("member_id", flat=True)[:AT_ONCE]):
        Member.objects.filter(pk__in=ids, memberships=None).delete()
    forget_haunts()


def stage(run: ImportRun, rows: Sequence[Row], told: Callable[[int], None]) -> None:
    """Write new members, unseen; `told` hears after each batch how many more are written."""
    for batch in in_batches(rows):
        _stage_batch(run, batch, clock.now())
        told(len(batch))


@transaction.atomic
def _stage_batch(run: ImportRun, rows: Sequence[Row], at: datetime) -> None:
    members = write_members(run.community, rows)
    records = (_record(run, member, row, at) for member, row in zip(members, rows, strict=True))
    ImportRow.objects.bulk_create(records)


def write_members(community: Community, rows: Sequence[Row]) -> list[Member]:
    """Write members without a membership, one for each row, in the same order, with what is guessed of them."""
    made = (Member(**row.facts["member"], is_sample=community.is_sample) for row in rows)
    members = Member.objects.bulk_create(made)
    pairs = list(zip(members, rows, strict=True))
    Place.objects.bulk_create(_place(member, row) for member, row in pairs)
    _add_offers((member.pk, service) for member, row in pairs for service in offers_of(row.facts))
    _add_needs((member.pk, *need) for member, row in pairs for need in needs_of(row.facts))
    _add_audiences((member.pk, *pair) for member, row in pairs for pair in audiences_of(row.facts))
    _add_channels((member.pk, *pair) for member, row in pairs for pair in channels_of(row.facts))
    contacts = (Contact(community=community, member=member, email=row.email) for member, row in pairs if row.email)
    Contact.objects.bulk_create(contacts)
    return members


def _place(member: Member, row: Row) -> Place:
    place = Place(member=member, **row.facts["place"])
    place.shown_lat, place.shown_lon = shown_point(place)
    return place


def _record(run: ImportRun, member: Member, row: Row, at: datetime) -> ImportRow:
    return ImportRow(
        community=run.community,
        member=member,
        made_by=run,
        key=row.key,
        digest=row.digest,
        applied=row.facts,
        applied_at=at,
    )


def _add_offers(offers: Iterable[tuple[int, str]]) -> None:
    Offer.objects.bulk_create(Offer(member_id=pk, service=service, guessed=True) for pk, service in offers)


def _add_needs(needs: Iterable[tuple[int, str, str]]) -> None:
    rows = (Need(member_id=pk, kind=kind, service=service, guessed=True) for pk, kind, service in needs)
    Need.objects.bulk_create(rows)


def _add_audiences(audiences: Iterable[tuple[int, str, str]]) -> None:
    Audience.objects.bulk_create(Audience(member_id=pk, tag=tag, words=words) for pk, tag, words in audiences)


def _add_channels(channels: Iterable[tuple[int, str, str]]) -> None:
    rows = (Channel(member_id=pk, medium=medium, handle=handle) for pk, medium, handle in channels)
    Channel.objects.bulk_create(rows)


def let_in(run: ImportRun, at: datetime) -> list[int]:
    """What this run staged is seen from now on; returns the members' ids. Belongs in the last transaction."""
    staged = ImportRow.objects.filter(made_by=run, staged=True)
    ids = list(staged.values_list("member_id", flat=True))
    regulars = list(staged.filter(applied__haunts__0__isnull=False).values_list("member_id", "applied__haunts"))
    Membership.objects.bulk_create(Membership(community=run.community, member_id=pk) for pk in ids)
    for some in in_batches(regulars):
        bring_regulars(run.community, dict(some))
    staged.update(staged=False, applied_at=at)
    return ids


def apply_changes(run: ImportRun, changes: Sequence[Change], at: datetime) -> list[int]:
    """Write what rows change on members who are here; returns their ids. Belongs in the last transaction."""
    for batch in in_batches(changes):
        _apply_batch(run, batch, at)
    return [change.member_id for change in changes if change.is_real]


def _apply_batch(run: ImportRun, changes: Sequence[Change], at: datetime) -> None:
    real = [change for change in changes if change.is_real]
    _update(Member.objects.all(), "pk", {change.member_id: change.member | {"changed_at": at} for change in real})
    _update(Place.objects.all(), "member_id", {change.member_id: change.place for change in changes})
    take_regulars({change.member_id: change.drop_haunts for change in real if change.drop_haunts})
    bring_regulars(run.community, {change.member_id: sorted(change.add_haunts) for change in real if change.add_haunts})
    for change in changes:
        _drop_guesses(change)
        _drop_reach(change)
    _add_offers((change.member_id, service) for change in changes for service in change.add_offers)
    _add_needs((change.member_id, *need) for change in changes for need in change.add_needs)
    _add_audiences((change.member_id, *pair) for change in changes for pair in change.add_audiences)
    _add_channels((change.member_id, *pair) for change in changes for pair in change.add_channels)
    Contact.objects.bulk_create(
        [Contact(community=run.community, member_id=c.member_id, email=c.email) for c in changes if c.email],
        update_conflicts=True,
        unique_fields=["community", "member"],
        update_fields=["email"],
    )
    _remember(changes, at)


def _update(rows: models.QuerySet[Any], by: str, news: dict[int, dict[str, Any]]) -> None:
    """Set on each row, found by the field `by`, the fields that are news to it."""
    news = {pk: fields for pk, fields in news.items() if fields}
    things = list(rows.filter(**{f"{by}__in": news}))
    for thing in things:
        for name, value in news[getattr(thing, by)].items():
            setattr(thing, name, value)
    if things:
        rows.bulk_update(things, sorted({name for fields in news.values() for name in fields}))


def _drop_guesses(change: Change) -> None:
    if change.drop_offers:
        Offer.objects.filter(member=change.member_id, guessed=True, service__in=change.drop_offers).delete()
    for kind, service in change.drop_needs:
        Need.objects.filter(member=change.member_id, guessed=True, kind=kind, service=service).delete()


def _drop_reach(change: Change) -> None:
    for tag, words in change.drop_audiences:
        Audience.objects.filter(member=change.member_id, tag=tag, words=words).delete()
    for medium, handle in change.drop_channels:
        Channel.objects.filter(member=change.member_id, medium=medium, handle=handle).delete()


def _remember(changes: Sequence[Change], at: datetime) -> None:
    """Keep what was applied, for the next import to compare with."""
    records = ImportRow.objects.in_bulk([change.row_pk for change in changes])
    for change in changes:
        record = records[change.row_pk]
        record.digest, record.applied, record.applied_at = change.row.digest, change.row.facts, at
    ImportRow.objects.bulk_update(records.values(), ["digest", "applied", "applied_at"])
