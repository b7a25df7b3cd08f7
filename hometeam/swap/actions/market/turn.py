"""What every write in a room begins and ends with: the market's row held, and the numbers that pages compare raised."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F

from hometeam.engine.market import Deed, check
from hometeam.swap.models import Market, MarketSeat


def hold(market_id: int, deed: Deed | None = None) -> Market:
    """The market, held until the transaction ends. Raises NotNow where `deed` may not be done in it now."""
    market = Market.objects.select_for_update().get(pk=market_id)
    if deed is not None:
        check(market.sitting, deed)
    return market


def stir(market: Market, *, everybody: bool = False, seats: Iterable[int] = ()) -> None:
    """Something changed: for the screen, for these seats, or for everybody in the room."""
    Market.objects.filter(pk=market.pk).update(pulse=F("pulse") + 1, version=F("version") + int(everybody))
    ids = list(seats)
    if ids:
        MarketSeat.objects.filter(pk__in=ids).update(version=F("version") + 1)
