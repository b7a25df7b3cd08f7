"""Who was featured, and when, by the ledger of acts; nothing here keeps a tally of its own.

What counts as featured: somebody told their own audience about a member in their own words, that is, a standing act of
one of the kinds in `FEATURING`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet

from hometeam.engine.challenge import quarter_of
from hometeam.foundation import clock
from hometeam.foundation.prepared import Given, prepared
from hometeam.ledger.models import Act
from hometeam.members.models import Community, Membership

FEATURING = ("spotlight-post", "newsletter-mention", "blog-mention", "client-resource-mention", "photo-in-use")


@dataclass(frozen=True, slots=True)
class FeaturedDays:
    """When members were featured: each one's `last` day before some week, and of those who are here the `first` days in
    this quarter, one for each of them.
    """

    last: Mapping[int, date]
    first: tuple[date, ...]


def featuring(community: Community | Given) -> QuerySet[Act]:
    """The acts by which a member of a community was featured."""
    return Act.objects.filter(community=community, kind__in=FEATURING, taken_back_at__isnull=True).order_by()


def featured_days(community: Community, first_on: date) -> FeaturedDays:
    """As of a week that begins on a day. One query."""
    today = clock.today(community.timezone)
    known = _days(community=community.pk, first_on=first_on, from_on=quarter_of(today)[0], today=today)
    return FeaturedDays(
        last={pk: last for pk, _is_here, last, _first in known if last is not None},
        first=tuple(first for _pk, is_here, _last, first in known if is_here and first is not None),
    )


@prepared
def _days(community: Given, first_on: Given, from_on: Given, today: Given) -> QuerySet[Act, Any]:
    return (
        featuring(community)
        .annotate(is_here=Exists(here_now(community).filter(member=OuterRef("receiver"))))
        .values_list("receiver", "is_here")
        .annotate(
            last=Max("happened_on", filter=Q(happened_on__lt=first_on)),
            first=Min("happened_on", filter=Q(happened_on__range=(from_on, today))),
        )
    )


def here_now(community: Given | OuterRef) -> QuerySet[Membership]:
    """The members who are here, in any order."""
    return Membership.objects.filter(community=community, state=Membership.State.HERE).order_by()
