"""What the clock does: count what agreed loops brought about, settle what goes round, let it lapse."""

from __future__ import annotations

from datetime import datetime, timedelta

from hometeam.foundation import jobs
from hometeam.members.models import Community
from hometeam.swap import actions
from hometeam.swap.models import Rules
from hometeam.swap.queries.legs import to_count


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
