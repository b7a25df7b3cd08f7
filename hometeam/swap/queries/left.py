"""How often something on the board is still to be had."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count

from hometeam.swap.models import Listing, Use


def left_of(listings: Iterable[Listing]) -> dict[int, int | None]:
    """How many times each listing is left, by id, once what was taken is counted off; None for as often as you like."""
    limits = {one.pk: _limit(one) for one in listings}
    counted = [pk for pk, limit in limits.items() if limit is not None]
    taken = _taken(counted) if counted else {}
    return {pk: None if limit is None else max(0, limit - taken.get(pk, 0)) for pk, limit in limits.items()}


def left(listing: Listing) -> int | None:
    """The same of one."""
    return left_of([listing])[listing.pk]


def _limit(listing: Listing) -> int | None:
    return {Listing.Often.ONCE: 1, Listing.Often.TIMES: listing.times}.get(Listing.Often(listing.often))


def _taken(ids: list[int]) -> dict[int, int]:
    uses = Use.objects.filter(listing__in=ids, state=Use.State.TAKEN, counts=True)
    return dict(uses.order_by().values_list("listing").annotate(n=Count("pk")))
