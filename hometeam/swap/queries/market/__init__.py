"""What a market's pages read."""

from hometeam.swap.queries.market.desk import Desk, Waiting, desk_of, markets_of, record_of, to_invite, waiting_on_paper
from hometeam.swap.queries.market.guests import WithGuests, that_wait_for_guests
from hometeam.swap.queries.market.now import Neighbours, Page, Shown, neighbours_of, shown_to
from hometeam.swap.queries.market.pool import In, pool_of
from hometeam.swap.queries.market.screen import Screen, screen_of

__all__ = [
    "Desk",
    "In",
    "Neighbours",
    "Page",
    "Screen",
    "Shown",
    "Waiting",
    "WithGuests",
    "desk_of",
    "markets_of",
    "neighbours_of",
    "pool_of",
    "record_of",
    "screen_of",
    "shown_to",
    "that_wait_for_guests",
    "to_invite",
    "waiting_on_paper",
]
