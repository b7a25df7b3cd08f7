"""What of the board is taken: by loops that wait for answers, and by all that was agreed."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from hometeam.swap.models import Leg, Listing, Loop, Use


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


def _count(rows: QuerySet[Any], by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)
