"""What the clock does in the room of barter."""

from __future__ import annotations

from datetime import datetime, timedelta

from hometeam.foundation import jobs
from hometeam.swap.actions import market


@jobs.schedule("swap.tidy_markets", every=timedelta(hours=1))
def tidy_markets(now: datetime) -> None:
    """Markets that nobody ended end, guests of a week ago are forgotten, and names of members who closed."""
    market.close_forgotten(now)
    market.erase_guests(now)
    market.forget_market_names()
