"""What of the board is taken: by loops that wait for answers, and by all that was agreed."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from hometeam.engine.agreements import State
from hometeam.foundation import clock
from hometeam.foundation.models import Event
from hometeam.members.models import Community
from hometeam.swap.models import Leg, Listing, Loop, Use
from hometeam.swap.queries.left import left_of
from hometeam.together.models import Collaboration

PREFIX = "swap.listing:"
PROPOSED = ("together.proposed", "together.thought_of")
LATELY = timedelta(minutes=10)
"""What two agreed on longer ago has been counted by the worker, which does so every minute."""


def with_taken(found: QuerySet[Listing]) -> QuerySet[Listing]:
    """Listings with how many times each is taken, as `taken`: in what was agreed, and in loops that wait."""
    waiting = Leg.objects.filter(loop__state=Loop.State.PROPOSED)
    uses = Use.objects.filter(listing=OuterRef("pk"), state=Use.State.TAKEN, counts=True)
    given, got = waiting.filter(gives=OuterRef("pk")), waiting.filter(needs=OuterRef("pk"))
    return found.annotate(taken=_count(uses, "listing") + _count(given, "gives") + _count(got, "needs"))


def free(found: QuerySet[Listing]) -> QuerySet[Listing]:
    """Those that can be asked for once more."""
    often = Listing.Often
    left = Q(often=often.ALWAYS) | Q(often=often.ONCE, taken=0) | Q(often=often.TIMES, taken__lt=F("times"))
    return with_taken(found).filter(left)


def used_up_just_now(community: Community) -> set[int]:
    """The listings, by id, whose last time went into a swap between two that was agreed a moment ago, and that nobody
    has counted down yet. One query, and two more where something was agreed.
    """
    taken = Counter(pk for event in _agreed_just_now(community) for pk in listings_in(event))
    if not taken:
        return set()
    left = left_of(Listing.objects.filter(pk__in=taken, community=community))
    return {pk for pk, times in left.items() if times is not None and times <= taken[pk]}


def listings_in(event: Event) -> list[int]:
    """The listings that a proposal was about, by id."""
    return [int(name.removeprefix(PREFIX)) for name in event.data["about"] if name.startswith(PREFIX)]


def _agreed_just_now(community: Community) -> QuerySet[Event]:
    """The proposals of swaps that were agreed and not counted yet."""
    agreed = Collaboration.objects.filter(community=community, state__in=[State.AGREED, State.DELIVERING])
    lately = agreed.filter(changed_at__gte=clock.now() - LATELY).values("pk")
    counted = Use.objects.filter(collaboration=OuterRef("object_id"), state=Use.State.TAKEN)
    about = Event.objects.filter(object_label=Collaboration._meta.label_lower, object_id__in=lately, verb__in=PROPOSED)
    return about.filter(~Exists(counted), data__has_key="about").order_by("pk")


def _count(rows: QuerySet[Any], by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)
