"""What the clock does: keep the board fresh, find loops at night and move them on, count, settle what goes round."""

from __future__ import annotations

from datetime import datetime, timedelta

from hometeam.foundation import clock, jobs
from hometeam.members.models import Community
from hometeam.swap import actions
from hometeam.swap.actions import market
from hometeam.swap.models import Rules
from hometeam.swap.queries import loops, mine, notices, rounds
from hometeam.swap.queries.legs import to_count


@jobs.schedule("swap.follow", every=timedelta(minutes=1))
def follow(_now: datetime) -> None:
    """What was swapped between two is counted down, or back."""
    actions.follow_swaps()


@jobs.schedule("swap.leave_board", every=timedelta(minutes=1))
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
    actions.forget_names()


@jobs.schedule("swap.count_legs", every=timedelta(minutes=10))
def count_legs(now: datetime) -> None:
    """What was given in a loop and confirmed counts as it was agreed, where the community counts."""
    for leg, act in to_count(now):
        actions.count_leg(leg=leg, act=act)


@jobs.schedule("swap.propose_set_offs", every=timedelta(days=7))
def propose_set_offs(_now: datetime) -> None:
    """Once a week, in communities that count: what goes round can be settled."""
    for community in Community.objects.filter(swap_rules__counting__in=[Rules.Counting.HOURS, Rules.Counting.POINTS]):
        actions.propose_set_offs(community=community)


@jobs.schedule("swap.lapse_set_offs", every=timedelta(hours=1))
def lapse_set_offs(_now: datetime) -> None:
    """Rings whose time is over are left as they were."""
    actions.lapse_set_offs()


@jobs.schedule("swap.night", every=timedelta(hours=1))
def night(_now: datetime) -> None:
    """Every community that wants it has its board searched once a night, on its own clock."""
    for community, slot in rounds.nights_due():
        actions.begin_night(community=community, slot=slot)


@jobs.schedule("swap.parts", every=timedelta(hours=1))
def leave_out_late(_now: datetime) -> None:
    """A large search of which a part could not be done ends without it."""
    actions.leave_out_late()


@jobs.schedule("swap.loops", every=timedelta(minutes=5))
def move_on(_now: datetime) -> None:
    """Loops whose time is over dissolve kindly, those who have not answered are reminded once, and where something
    dissolved and nothing was looked for yet, that is done now.
    """
    for loop in loops.open_loops():
        actions.move_on(loop_id=loop)
    for loop in loops.to_mend():
        actions.mend(loop_id=loop)


@jobs.schedule("swap.shaken", every=timedelta(minutes=1))
def let_fall_apart(_now: datetime) -> None:
    """Where somebody has left, or does not want to meet another, the others of the loop are not kept waiting."""
    for loop in loops.shaken():
        actions.move_on(loop_id=loop)


@jobs.schedule("swap.missing", every=timedelta(minutes=5))
def note_missing(_now: datetime) -> None:
    """What was agreed in a loop and does not come about: whoever goes without is told, and first in the next search."""
    actions.note_missing()


@jobs.schedule("swap.joined_markets", every=timedelta(minutes=1))
def carry_over_joined(_now: datetime) -> None:
    """What was agreed in a market with a guest goes on here once that guest has joined."""
    market.carry_over_joined()


@jobs.schedule("swap.tidy_markets", every=timedelta(hours=1))
def tidy_markets(now: datetime) -> None:
    """Markets that nobody ended end, guests of a week ago are forgotten, and names of members who closed."""
    market.close_forgotten(now)
    market.erase_guests(now)
    market.forget_market_names()
