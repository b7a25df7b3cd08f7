"""What bringing in a file would do: which rows are new, changed, unchanged, or cannot be used, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Count, Max
from django.utils.translation import gettext as _

from hometeam.members.models import Audience, Channel, Community, Member, Membership, Need, Offer
from hometeam.organise.models import Contact, ImportRow
from hometeam.organise.queries.facts import (
    Facts,
    Pair,
    Row,
    audiences_of,
    channels_of,
    haunts_of,
    needs_of,
    offers_of,
)

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Unusable:
    """A row that cannot be used: `number` counts from 1 as in the file, `cells` as they stood there."""

    number: int
    name: str
    why: str
    cells: list[str]


Read = tuple[Row | Unusable, list[str]]
"""What was read of one row, and its cells."""


@dataclass(slots=True)
class Change:
    """What a row changes on a member who is here already; `row_pk` is the import's record of it, `before` what it said
    last time.
    """

    row: Row
    row_pk: int
    member_id: int
    before: Facts
    member: dict[str, Any] = field(default_factory=dict)
    place: dict[str, Any] = field(default_factory=dict)
    add_offers: set[str] = field(default_factory=set)
    drop_offers: set[str] = field(default_factory=set)
    add_needs: set[tuple[str, str]] = field(default_factory=set)
    drop_needs: set[tuple[str, str]] = field(default_factory=set)
    add_audiences: set[Pair] = field(default_factory=set)
    drop_audiences: set[Pair] = field(default_factory=set)
    add_channels: set[Pair] = field(default_factory=set)
    drop_channels: set[Pair] = field(default_factory=set)
    add_haunts: set[str] = field(default_factory=set)
    drop_haunts: set[str] = field(default_factory=set)
    email: str = ""

    @property
    def is_real(self) -> bool:
        """Whether anything would be written that anybody can see."""
        return bool(
            self.member
            or self.place
            or self.add_offers
            or self.drop_offers
            or self.add_needs
            or self.drop_needs
            or self.add_audiences
            or self.drop_audiences
            or self.add_channels
            or self.drop_channels
            or self.add_haunts
            or self.drop_haunts
            or self.email
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """All rows of a file, sorted; `known` counts those of members who were brought in before.

    `gone` has the members who came with a list that comes again here, without them, and `taken_out` those in the file
    who were here before and are not any more. `stamp` tells whether the community's rows are still what it was made of.
    """

    new: list[Row]
    changes: list[Change]
    known: int
    unusable: list[Unusable]
    stamp: tuple[Any, ...]
    gone: list[int] = field(default_factory=list)
    taken_out: list[int] = field(default_factory=list)

    @property
    def changed(self) -> int:
        return sum(change.is_real for change in self.changes)

    @property
    def counts(self) -> dict[str, int]:
        return {
            "new": len(self.new),
            "changed": self.changed,
            "unchanged": self.known - self.changed,
            "unusable": len(self.unusable),
        }


def stamp(community: Community | None) -> tuple[Any, ...]:
    """Changes whenever an import or its undoing changes what is known of a community's rows."""
    rows = ImportRow.objects.filter(community=community, staged=False)
    return tuple(rows.aggregate(Count("pk"), Max("pk"), Max("applied_at")).values())


def make_plan(community: Community | None, read: Iterable[Read]) -> Plan:
    """Compare what was read (each with its cells) with what is here. `community` is None while it is yet to be made."""
    known = _known(community)
    rows, unusable = _once_each(read)
    keys = {row.key for row in rows}
    return Plan(
        new=[row for row in rows if row.key not in known],
        changes=list(_changes(community, [row for row in rows if known.get(row.key, row.digest) != row.digest])),
        known=sum(row.key in known for row in rows),
        unusable=unusable,
        stamp=stamp(community),
        gone=_gone(community, keys),
        taken_out=_taken_out(community, keys),
    )


def _known(community: Community | None) -> dict[str, str]:
    """The digest of each row that was brought in before, by key."""
    rows = ImportRow.objects.filter(community=community, staged=False)
    return dict(rows.values_list("key", "digest")) if community else {}


def _gone(community: Community | None, keys: AbstractSet[str]) -> list[int]:
    """The members who came with earlier lists, of which most rows come again in this one, and are not in it: whoever
    came with a list of others, such as that of the nonprofits, is not missed in the list of the shops.
    """
    if community is None:
        return []
    lists: dict[int | None, dict[str, int]] = {}
    rows = ImportRow.objects.filter(community=community, staged=False)
    for run, key, member in rows.values_list("made_by", "key", "member"):
        lists.setdefault(run, {})[key] = member
    again = [members for members in lists.values() if 2 * len(members.keys() & keys) > len(members)]
    return [member for members in again for key, member in members.items() if key not in keys]


def _taken_out(community: Community | None, keys: AbstractSet[str]) -> list[int]:
    """The members of these rows who are in the community no more; a list does not bring them back by itself."""
    left = Membership.objects.filter(community=community, state=Membership.State.LEFT, member__closed_at=None)
    rows = ImportRow.objects.filter(community=community, staged=False, member__in=left.values("member"))
    return [member for key, member in rows.values_list("key", "member") if key in keys] if community else []


def _once_each(read: Iterable[Read]) -> tuple[list[Row], list[Unusable]]:
    """The rows with each key once; a later one with the same key cannot be used."""
    rows: dict[str, Row] = {}
    unusable: list[Unusable] = []
    for one, cells in read:
        if isinstance(one, Unusable):
            unusable.append(one)
        elif one.key in rows:
            why = _("the same as row %(number)s") % {"number": rows[one.key].number}
            unusable.append(Unusable(one.number, one.name, why, cells))
        else:
            rows[one.key] = one
    return list(rows.values()), unusable


def _changes(community: Community | None, rows: list[Row]) -> Iterator[Change]:
    if community is None:
        return
    for start in range(0, len(rows), AT_ONCE):
        some = {row.key: row for row in rows[start : start + AT_ONCE]}
        # Somebody who asked to be forgotten stays forgotten, whatever the next list says.
        records = ImportRow.objects.filter(community=community, staged=False, key__in=some, member__closed_at=None)
        yield from _changes_of(community, list(records.select_related("member__place")), some)


def _changes_of(community: Community, records: list[ImportRow], rows: dict[str, Row]) -> Iterator[Change]:
    ids = [record.member_id for record in records]
    contacts = _contacts(community, ids)
    lists = _lists(ids)
    audiences, channels = _pairs(Audience, ids, "tag", "words"), _pairs(Channel, ids, "medium", "handle")
    for record in records:
        row = rows[record.key]
        change = Change(row, record.pk, record.member_id, record.applied)
        if record.member.claimed_at is None:
            _compare_words(change, record.member, record.applied)
            _compare_reach(change, record.applied, audiences[record.member_id], channels[record.member_id])
            was, now = haunts_of(record.applied), haunts_of(row.facts)
            change.add_haunts, change.drop_haunts = now - was, was - now
        _compare_lists(change, record.applied, lists.get(record.member_id, {}))
        email, typed = contacts.get(record.member_id, ("", False))
        change.email = "" if typed or row.email == email else row.email
        yield change


def _contacts(community: Community, ids: list[int]) -> dict[int, tuple[str, bool]]:
    """Each member's address, and whether an organiser typed it."""
    found = Contact.objects.filter(community=community, member__in=ids)
    return {member_id: (email, typed) for member_id, email, typed in found.values_list("member_id", "email", "typed")}


Lists = dict[tuple[str, str], bool]


def _lists(ids: list[int]) -> dict[int, Lists]:
    """What each member offers and needs, as ("offer" or a need's kind, service) → whether it is still a guess."""
    found: dict[int, Lists] = {}
    for pk, service, guessed in Offer.objects.filter(member__in=ids).values_list("member_id", "service", "guessed"):
        found.setdefault(pk, {})["offer", service] = guessed
    needs = Need.objects.filter(member__in=ids).values_list("member_id", "kind", "service", "guessed")
    for pk, kind, service, guessed in needs:
        found.setdefault(pk, {})[kind, service] = guessed
    return found


def _pairs(model: type[Audience | Channel], ids: list[int], *names: str) -> dict[int, set[Pair]]:
    """What each member has of one kind, as pairs of these two fields."""
    found: dict[int, set[Pair]] = {pk: set() for pk in ids}
    for pk, one, other in model._default_manager.filter(member__in=ids).values_list("member_id", *names):
        found[pk].add((one, other))
    return found


def _compare_reach(change: Change, applied: Facts, audiences: set[Pair], channels: set[Pair]) -> None:
    """Whom they serve and where they speak: what the file no longer says goes, what it says anew comes."""
    was, now = audiences_of(applied), audiences_of(change.row.facts)
    change.add_audiences, change.drop_audiences = now - was - audiences, (was - now) & audiences
    was, now = channels_of(applied), channels_of(change.row.facts)
    change.add_channels, change.drop_channels = now - was - channels, (was - now) & channels


def _compare_words(change: Change, member: Member, applied: Facts) -> None:
    """Take over what the file says differently, except where somebody has changed it since the last import by hand."""
    facts = change.row.facts
    change.member = _fresh(member, applied["member"], facts["member"])
    if hasattr(member, "place"):
        change.place = _fresh(member.place, applied["place"], facts["place"])


def _fresh(thing: models.Model, before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """What is new; a field that was not read yet when `before` was applied was empty then."""
    nothing = type(thing)()
    was = {name: before.get(name, getattr(nothing, name)) for name in after}
    return {name: new for name, new in after.items() if getattr(thing, name) == was[name] != new}


def _compare_lists(change: Change, applied: Facts, here: Lists) -> None:
    """Guesses that the file no longer bears out go, new ones come; what an owner took off the list stays off."""
    was, now = offers_of(applied), offers_of(change.row.facts)
    change.drop_offers = {service for service in was - now if here.get(("offer", service))}
    change.add_offers = {service for service in now - was if ("offer", service) not in here}
    was_needs, now_needs = needs_of(applied), needs_of(change.row.facts)
    change.drop_needs = {need for need in was_needs - now_needs if here.get(need)}
    change.add_needs = now_needs - was_needs - set(here)
