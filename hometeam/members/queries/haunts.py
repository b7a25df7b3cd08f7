"""The places where members are regulars, as far as one member may know of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from hometeam.engine import haunts as names
from hometeam.members.models import Haunt, Member, Membership, Regular

MOST = 5
"""A regular of more places than this is a regular of none."""
SHOWN = 6
ONLINE = Haunt.Kind.ONLINE
"""Where one is a regular and cannot meet."""


@dataclass(frozen=True, slots=True)
class Known(names.Named):
    """A place that somebody in a member's communities named. `open_regulars` counts who tells everybody of it; `mine`
    says whether the member is a regular there.
    """

    pk: int = 0
    open_regulars: int = 0
    mine: bool = False

    @property
    def words(self) -> str:
        """The place as one says it: "Blue Door, 12 Elm Street"."""
        return where(self.name, self.street, self.city)


def where(name: str, street: str, city: str) -> str:
    """A place in words: its name, and its street or else its town."""
    return ", ".join(part for part in (name, street or city) if part)


def known_to(member: Member) -> list[Known]:
    """The places of everybody in this member's communities, and its own: those of most regulars first; one query."""
    mine = Membership.objects.filter(member=member, state=Membership.State.HERE).values("community")
    here = Membership.objects.filter(community__in=mine, state=Membership.State.HERE).values("member")
    seen = Regular.objects.filter(Q(member__in=here) | Q(member=member), haunt=OuterRef("pk"))
    is_open = Q(regulars__shown_to=Regular.ShownTo.COMMUNITY, regulars__member__in=here)
    found = Haunt.objects.filter(Exists(seen)).annotate(
        many=Count("regulars"),
        open=Count("regulars", filter=is_open),
        mine=Exists(Regular.objects.filter(haunt=OuterRef("pk"), member=member)),
    )
    rows = found.order_by("-many", "pk").values_list("name", "kind", "street", "city", "pk", "open", "mine")
    return [Known(*row) for row in rows]


def meant(named: names.Named, known: Sequence[Known]) -> list[Known]:
    """Those of the known places that are the named one."""
    return [place for place in known if names.same(named, place)]


def to_choose(known: Sequence[Known]) -> list[Known]:
    """Where others say that they are regulars, and the member not yet, the most visited first."""
    return [place for place in known if place.open_regulars and not place.mine][:SHOWN]


def perhaps(named: names.Named, known: Sequence[Known]) -> list[Known]:
    """Places that might be meant by a name, among those of which others tell everybody."""
    return names.alike(named, [place for place in known if place.open_regulars and not place.mine])


def haunt_of_both(one: Member, other: Member) -> str:
    """A place where both are regulars and could meet, in words, a café before others; "" where there is none."""
    theirs = Regular.objects.filter(member=other, haunt=OuterRef("pk"))
    shared = Haunt.objects.filter(Exists(theirs), regulars__member=one).exclude(kind=ONLINE)
    places = sorted(shared.values_list("kind", "pk", "name", "street", "city"), key=by_kind)
    return where(*places[0][2:]) if places else ""


def by_kind(row: tuple[str, int, str, str, str]) -> tuple[int, int]:
    """The order in which one would meet at places: those with a table first."""
    return Haunt.Kind.values.index(row[0]), row[1]
