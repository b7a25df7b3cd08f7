"""Where members are regulars: each place is kept once, however its regulars call it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Count

from hometeam.engine import haunts as names
from hometeam.foundation import journal
from hometeam.foundation.journal import NOBODY
from hometeam.members.models import Community, Haunt, Member, Membership, Regular
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


def bring_regulars(community: Community, said: Mapping[int, Sequence[str]]) -> None:
    """Let members, by id, who did not say so themselves, be regulars of places of these names too, as far as `MOST`.

    Only regulars of the same place see it until its owner says more. Few queries, however many members; in the
    caller's transaction.
    """
    if not said:
        return
    mine: dict[int, set[int]] = {pk: set() for pk in said}
    for pk, place in Regular.objects.filter(member__in=said).values_list("member", "haunt"):
        mine[pk].add(place)
    places = _places_of(community, [name for named in said.values() for name in named])
    Regular.objects.bulk_create(
        Regular(member_id=pk, haunt_id=place, shown_to=Regular.ShownTo.REGULARS)
        for pk, named in said.items()
        for place in _new_to(mine[pk], [places[names.key(name)] for name in named])
    )


def take_regulars(gone: Mapping[int, Collection[str]]) -> None:
    """Let members, by id, be regulars of places of these names no more. In the caller's transaction."""
    keys = {pk: {names.key(name) for name in named} for pk, named in gone.items()}
    there = Regular.objects.filter(member__in=gone).select_related("haunt")
    some = [one for one in there if names.key(one.haunt.name) in keys[one.member_id]]
    Regular.objects.filter(pk__in=[one.pk for one in some]).delete()
    _forget([one.haunt_id for one in some])


def _places_of(community: Community, said: Iterable[str]) -> dict[str, int]:
    """The places that a community's members name, by the key of the name, and those of these names made now."""
    here = Membership.objects.filter(community=community, state=Membership.State.HERE).values("member")
    known = Haunt.objects.filter(regulars__member__in=here).annotate(many=Count("regulars")).order_by("many", "-pk")
    found = {names.key(name): pk for name, pk in known.values_list("name", "pk")}  # of twins the most visited
    new: dict[str, Haunt] = {}
    for name in said:
        if names.key(name) not in found:
            new.setdefault(names.key(name), Haunt(name=name, kind=Haunt.Kind.OTHER))
    Haunt.objects.bulk_create(new.values())
    return found | {key: haunt.pk for key, haunt in new.items()}


def _new_to(mine: Collection[int], places: Iterable[int]) -> list[int]:
    return [place for place in dict.fromkeys(places) if place not in mine][: max(0, MOST - len(mine))]


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
