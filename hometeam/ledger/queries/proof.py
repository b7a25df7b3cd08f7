"""Proof that waits to be looked at, and visits that prove something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Min, Q, Sum

from hometeam.ledger.models import Act, Evidence, Level, TrackedLink, Visits
from hometeam.ledger.queries.links import address_of

LEAST_VISITS = 3
"""Fewer may be the two of them trying the link out."""


@dataclass(frozen=True, slots=True)
class VisitsWithin:
    """The visits to one member by the links that another shared within one thing."""

    within: str
    owner_id: int
    shared_by_id: int
    count: int
    first_on: date
    last_on: date


def links_due(moment: datetime, limit: int = 50) -> list[Evidence]:
    """Links that are to be looked at by a moment, the longest waiting first."""
    due = Evidence.objects.filter(look_again_at__lte=moment)
    return list(due.order_by("look_again_at", "pk")[:limit])


def words_for(evidence: Evidence) -> list[str]:
    """What a link is looked through for: the counted links that belong to its acts, then what was agreed besides."""
    acts = list(Act.objects.standing().filter(evidence=evidence).exclude(within=""))
    owners, withins = (
        {act.receiver_id for act in acts},
        {one for act in acts for one in (act.within, act.made_in) if one},
    )
    links = TrackedLink.objects.filter(within__in=withins, owner__in=owners) if acts else []
    return [*(address_of(link) for link in links), *evidence.looks_for]


def visits_since(day: date) -> list[VisitsWithin]:
    """What was visited since a day by links that belong to something, where it is enough to prove anything."""
    found = Visits.objects.filter(on__gte=day, link__shared_by__isnull=False).exclude(link__within="")
    rows = found.values("link__within", "link__owner", "link__shared_by").order_by()
    told = rows.annotate(count=Sum("unique"), first=Min("on"), last=Max("on")).filter(count__gte=LEAST_VISITS)
    return [
        VisitsWithin(
            row["link__within"], row["link__owner"], row["link__shared_by"], row["count"], row["first"], row["last"]
        )
        for row in told
    ]


def acts_of_visits(visited: VisitsWithin) -> list[Act]:
    """The acts that these visits prove and that nothing has measured yet."""
    of_it = Q(within=visited.within) | Q(made_in=visited.within)
    acts = Act.objects.standing().filter(of_it, giver=visited.shared_by_id, receiver=visited.owner_id)
    return list(acts.exclude(level=Level.MEASURED).select_related("evidence", "community").order_by("pk"))
