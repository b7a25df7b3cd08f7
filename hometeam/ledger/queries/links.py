"""Counted links and their daily figures."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet, Sum

from hometeam.foundation import post
from hometeam.ledger.models import TrackedLink, Visits
from hometeam.members.models import Community, Member


@dataclass(frozen=True, slots=True)
class Day:
    """One day's visits. `count`: how often a browser opened a link. `unique`: without the same browser's repeats."""

    on: date
    count: int
    unique: int


@dataclass(frozen=True, slots=True)
class DailyVisits:
    """The visits of every day of a window, days without any too."""

    days: tuple[Day, ...]

    @property
    def count(self) -> int:
        """How often the links were opened in all."""
        return sum(day.count for day in self.days)

    @property
    def unique(self) -> int:
        """The same without repeats on one day: what we call visits."""
        return sum(day.unique for day in self.days)


def visits(
    *,
    from_on: date,
    to_on: date,
    link_ids: Collection[int] | None = None,
    within: str = "",
    owner: Member | None = None,
    shared_by: Member | None = None,
    channel: str | None = None,
    community: Community | None = None,
    but_owner: Member | None = None,
) -> DailyVisits:
    """The daily figures of the links that answer to everything named, from one day to another, both included.

    Those to `but_owner` are left out. Days are those of the community's calendar. Raises ValueError where nothing is
    named.
    """
    named = {
        "pk__in": link_ids,
        "within": within or None,
        "owner": owner,
        "shared_by": shared_by,
        "channel": channel,
        "community": community,
    }
    links = _links(named)
    if but_owner is not None:
        links = links.exclude(owner=but_owner)
    found = Visits.objects.filter(link__in=links, on__range=(from_on, to_on)).values("on")
    told = {row["on"]: row for row in found.annotate(times=Sum("count"), visits=Sum("unique")).order_by()}
    days = [from_on + timedelta(days=number) for number in range((to_on - from_on).days + 1)]
    return DailyVisits(
        tuple(Day(day, told[day]["times"], told[day]["visits"]) if day in told else Day(day, 0, 0) for day in days)
    )


def _links(named: Mapping[str, object]) -> QuerySet[TrackedLink]:
    asked = {field: value for field, value in named.items() if value is not None}
    if not asked:
        raise ValueError("say whose links, or which")
    return TrackedLink.objects.filter(**asked)


def links_of(member: Member, community: Community | None = None) -> list[TrackedLink]:
    """The links to a member's page and those that it shares, ended ones too, newest first."""
    found = TrackedLink.objects.concerning(member).select_related("community", "owner", "shared_by")
    if community is not None:
        found = found.filter(community=community)
    return list(found.order_by("-pk"))


def links_within(within: str) -> list[TrackedLink]:
    """The links that belong to one thing, such as "together.collaboration:12", oldest first."""
    return list(TrackedLink.objects.filter(within=within).select_related("community", "owner", "shared_by"))


def address_of(link: TrackedLink) -> str:
    """A link as the world writes it: "https://hometeam.example.org/to/CODE"."""
    return post.absolute(link.path)
