"""What a member may well look for: what members of like trades here say they do, and, while too few have said anything,
what such trades usually buy. A proposal to confirm, and never a reason for anything.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Subquery, Value

from hometeam.engine.taxonomy import Taxonomy
from hometeam.members.models import Member, Membership, Need, Offer
from hometeam.members.queries import trades
from hometeam.members.queries.owning import OwnPage

ENOUGH = 50
"""With so many members who said themselves what they look for, a community speaks for itself."""
LEAST = 2
"""What only one member asks for is that member's own."""
MOST = 4
ALIKE = 0.6
"""From this much on two services are trades of one kind."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """Services as (id, title), the likeliest first; `here` when members of this community said so themselves."""

    services: tuple[tuple[str, str], ...]
    here: bool


def proposed_needs(own: OwnPage) -> Proposed:
    """What a member has not said anything about yet, and others of its trade look for; one query."""
    offered = {row.service for row in own.offers if row.service}
    said = {row.service for row in (*own.wants, *own.sends_away)}
    if not offered:
        return Proposed((), here=False)
    kin = _kin(offered)
    asked = _asked_by(kin, own.member)
    found = asked or _usual(offered)
    left = [service for service in found if service not in said | kin and trades.findable(service)][:MOST]
    return Proposed(tuple((service, trades.title(service)) for service in left), here=bool(asked))


def _kin(services: Collection[str]) -> set[str]:
    """These services and those of the same trade."""
    taxonomy = Taxonomy.load()
    return {
        *services,
        *(
            other.id
            for other in taxonomy.services
            if any(taxonomy.competes(one, other.id) >= ALIKE for one in services)
        ),
    }


def _asked_by(services: Collection[str], me: Member) -> list[str]:
    """What those here who do one of these services look for, by how many of them do; nothing while few have spoken."""
    mine = Membership.objects.filter(member=me, state=Membership.State.HERE).values("community")
    here = Membership.objects.filter(community__in=mine, state=Membership.State.HERE).values("member")
    said = Need.objects.filter(guessed=False, member__in=here)
    spoken = said.order_by().annotate(all=Value(1)).values("all").annotate(n=Count("member", distinct=True))
    alike = Offer.objects.filter(service__in=services, member__in=here).exclude(member=me).values("member")
    wanted = said.filter(kind=Need.Kind.WANT, member__in=alike).exclude(service="").values("service")
    counted = wanted.annotate(times=Count("member", distinct=True), spoken=Subquery(spoken.values("n")))
    enough = counted.filter(times__gte=LEAST, spoken__gte=ENOUGH).order_by("-times", "service")
    return list(enough.values_list("service", flat=True)[: 4 * MOST])


def _usual(services: Collection[str]) -> list[str]:
    """What such trades usually buy, the likeliest first."""
    taxonomy = Taxonomy.load()
    likely: dict[str, float] = {}
    for service in services:
        for name, weight in taxonomy.likely_needs(service):
            likely[name] = max(weight, likely.get(name, 0.0))
    return sorted(likely, key=lambda name: (-likely[name], name))
