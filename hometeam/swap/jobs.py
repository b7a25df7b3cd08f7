"""What the clock does: keep count, keep the board fresh and among those who are here."""

from __future__ import annotations

from datetime import datetime, timedelta

from hometeam.foundation import clock, jobs
from hometeam.swap import actions
from hometeam.swap.queries import mine, notices


@jobs.schedule("swap.follow", every=timedelta(minutes=1))
def follow(_now: datetime) -> None:
    """What was swapped between two is counted down, or back."""
    actions.follow_swaps()


@jobs.schedule("swap.leave_board", every=timedelta(minutes=5))
def leave_board(_now: datetime) -> None:
    """Who is no longer here has nothing on the board."""
    actions.leave_board()


@jobs.schedule("swap.needs_end", every=timedelta(hours=1))
def tell_of_ends(_now: datetime) -> None:
    """Whoever has a need that leaves the board within three days hears of it once."""
    for community in notices.communities_with_needs():
        for listing in mine.ending(community, clock.today(community.timezone)):
            actions.tell_of_end(listing=listing)


@jobs.schedule("swap.forget_names", every=timedelta(hours=1))
def forget_those_gone(_now: datetime) -> None:
    """What those who closed had on the board is erased, and what others wrote says their name no more."""
    actions.forget_those_gone()
