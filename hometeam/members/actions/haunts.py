"""Where members are regulars: each place is kept once, however its regulars call it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from hometeam.engine import haunts as names
from hometeam.foundation import journal
from hometeam.foundation.journal import NOBODY
from hometeam.members.models import Haunt, Member, Membership, Regular
from hometeam.members.queries.groups import values_of
from hometeam.members.queries.haunts import MOST, Known, known_to, meant


def write_haunts(member: Member, values: Sequence[Mapping[str, Any]]) -> None:
    """Let a member be a regular of these places and no others, in the caller's transaction; at most `MOST` of them.

    Each is taken for the one that somebody in its communities named already, where there is one. Of a place that comes
    twice the later row counts.
    """
    before, known = [*member.haunts.values_list("haunt", flat=True)], known_to(member)
    wanted: dict[int, str] = {}
    for row in values:
        place, known = _kept(row, known)
        wanted[place] = row.get("shown_to") or Regular.ShownTo.COMMUNITY
    wanted = dict(list(wanted.items())[:MOST])
    member.haunts.exclude(haunt__in=wanted).delete()
    for place, shown_to in wanted.items():
        Regular.objects.update_or_create(member=member, haunt_id=place, defaults={"shown_to": shown_to})
    _forget(before)


def change_haunts(member: Member, *, add: Sequence[str] = (), drop: Collection[str] = ()) -> None:
    """Let a member, who did not say so itself, be a regular of places of these names, and of others no more.

    Only regulars of the same place see it until its owner says more. In the caller's transaction.
    """
    gone = {names.key(name) for name in drop}
    stays = [row for row in values_of(member, "haunts") if names.key(row["name"]) not in gone]
    here = {names.key(row["name"]) for row in stays}
    new = [{"name": name, "kind": Haunt.Kind.OTHER, "shown_to": Regular.ShownTo.REGULARS} for name in add]
    write_haunts(member, [*stays, *(row for row in new if names.key(row["name"]) not in here)])


def settle_haunts(member: Member) -> None:
    """After coming into a community: places that its members name too become one with the member's own."""
    mine = values_of(member, "haunts")
    if mine:
        write_haunts(member, mine)


def leave_haunts(member: Member) -> None:
    """Be a regular nowhere any more; places without regulars are forgotten."""
    places = [*member.haunts.values_list("haunt", flat=True)]
    member.haunts.all().delete()
    _forget(places)


def forget_haunts() -> None:
    """Places whose last regular is gone are forgotten."""
    Haunt.objects.filter(regulars=None).delete()


def _forget(places: Iterable[int]) -> None:
    Haunt.objects.filter(pk__in=places, regulars=None).delete()


def _kept(row: Mapping[str, Any], known: list[Known]) -> tuple[int, list[Known]]:
    """The place that a row means, made now where nobody knows it; with what is known after that."""
    said = names.Named(row["name"], row.get("kind") or Haunt.Kind.CAFE, row.get("street", ""), row.get("city", ""))
    twins = meant(said, known)
    if not twins:
        made = Haunt.objects.create(name=said.name, kind=said.kind, street=said.street, city=said.city)
        return made.pk, [*known, Known(said.name, said.kind, said.street, said.city, made.pk)]
    first, gone = twins[0], [twin for twin in twins[1:] if names.same(twins[0], twin)]
    if gone:
        _merge([twin.pk for twin in gone], first.pk)
    told = _told(first, [said, *gone])
    return first.pk, [told if one is first else one for one in known if one not in gone]


def _told(place: Known, others: Sequence[names.Named]) -> Known:
    """What nobody had said of a place yet is taken from those who say it."""
    said = {field: [getattr(other, field) for other in others] for field in ("street", "city")}
    news = {field: max(words, key=len) for field, words in said.items() if any(words) and not getattr(place, field)}
    if news:
        Haunt.objects.filter(pk=place.pk).update(**news)
        _tell_regulars(place.pk)
    return replace(place, **news)


def _merge(gone: Sequence[int], kept: int) -> None:
    """Let the regulars of some places be regulars of the one that is kept."""
    there = Regular.objects.filter(haunt=kept).values("member")
    Regular.objects.filter(haunt__in=gone, member__in=there).delete()
    for regular in Regular.objects.filter(haunt__in=gone).order_by("pk"):
        Regular.objects.get_or_create(member=regular.member, haunt_id=kept, defaults={"shown_to": regular.shown_to})
    Haunt.objects.filter(pk__in=gone).delete()
    _tell_regulars(kept)


def _tell_regulars(place: int) -> None:
    """Let each community of a place's regulars know that they are to be read anew."""
    here = Membership.objects.filter(member__haunts__haunt=place, state=Membership.State.HERE)
    whom: dict[int, list[int]] = {}
    for community, member in here.values_list("community", "member"):
        whom.setdefault(community, []).append(member)
    haunt = Haunt.objects.get(pk=place)
    for community, members in whom.items():
        data = {"members": members}
        journal.record(actor=NOBODY, verb="members.haunt_told", object=haunt, community_id=community, data=data)
