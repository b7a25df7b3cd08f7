"""What of the board is taken: by loops that wait for answers, and by what was agreed. Counted, never kept."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from hometeam.swap.models import Leg, Listing, Loop, Use

WAITS = Q(loop__state=Loop.State.PROPOSED)


def with_taken(found: QuerySet[Listing]) -> QuerySet[Listing]:
    """Listings with how many times each is taken, as `taken`: held for loops that wait, or agreed (`Use`)."""
    given = Leg.objects.filter(WAITS, gives=OuterRef("pk"))
    got = Leg.objects.filter(WAITS, needs=OuterRef("pk"))
    used = Use.objects.filter(listing=OuterRef("pk"), state=Use.State.TAKEN, counts=True)
    return found.annotate(taken=_count(given, "gives") + _count(got, "needs") + _count(used, "listing"))


def free(found: QuerySet[Listing]) -> QuerySet[Listing]:
    """Those that can be asked for once more."""
    often = Listing.Often
    left = Q(often=often.ALWAYS) | Q(often=often.ONCE, taken=0) | Q(often=often.TIMES, taken__lt=F("times"))
    return with_taken(found).filter(left)


def _count(rows: QuerySet[Any], by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)
