"""How often something on the board is still to be had."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from hometeam.swap.models import Listing, Use


def with_used(found: QuerySet[Listing]) -> QuerySet[Listing]:
    """Listings that know how many times they were taken, as `used`, so that nobody need ask."""
    uses = _uses().filter(listing=OuterRef("pk")).order_by().values("listing").annotate(n=Count("pk")).values("n")
    return found.annotate(used=Coalesce(Subquery(uses), 0))


def left_of(listings: Iterable[Listing]) -> dict[int, int | None]:
    """How many times each listing is left, by id, once what was taken is counted off; None for as often as you like."""
    some = list(listings)
    limits = {one.pk: _limit(one) for one in some}
    taken = {one.pk: one.used for one in some if hasattr(one, "used")}
    counted = [pk for pk, limit in limits.items() if limit is not None and pk not in taken]
    taken |= _taken(counted) if counted else {}
    return {pk: None if limit is None else max(0, limit - taken.get(pk, 0)) for pk, limit in limits.items()}


def left(listing: Listing) -> int | None:
    """The same of one."""
    return left_of([listing])[listing.pk]


def _limit(listing: Listing) -> int | None:
    return {Listing.Often.ONCE: 1, Listing.Often.TIMES: listing.times}.get(Listing.Often(listing.often))


def _uses() -> QuerySet[Use]:
    return Use.objects.filter(state=Use.State.TAKEN, counts=True)


def _taken(ids: list[int]) -> dict[int, int]:
    uses = _uses().filter(listing__in=ids)
    return dict(uses.order_by().values_list("listing").annotate(n=Count("pk")))
