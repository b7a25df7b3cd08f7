"""What of the board is taken: by loops that wait for answers, and by those that were agreed. Counted, never kept."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from hometeam.swap.models import Leg, Listing, Loop

TAKEN = Q(loop__state__in=[Loop.State.PROPOSED, Loop.State.AGREED])


def with_taken(found: QuerySet[Listing]) -> QuerySet[Listing]:
    """Listings with how many times each is taken, as `taken`.

    A need is open again where what was agreed did not come; an offer, where nobody is there to receive it.
    """
    given = Leg.objects.filter(TAKEN, gives=OuterRef("pk")).exclude(missed=Leg.Missed.RECEIVER)
    got = Leg.objects.filter(TAKEN, needs=OuterRef("pk"), missed=Leg.Missed.STANDS)
    return found.annotate(taken=_count(given, "gives") + _count(got, "needs"))


def free(found: QuerySet[Listing]) -> QuerySet[Listing]:
    """Those that can be asked for once more."""
    often = Listing.Often
    left = Q(often=often.ALWAYS) | Q(often=often.ONCE, taken=0) | Q(often=often.TIMES, taken__lt=F("times"))
    return with_taken(found).filter(left)


def _count(legs: QuerySet[Any], by: str) -> Coalesce:
    counted = legs.order_by().values(by).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)
