"""What the clock does: learn from answers, and choose on Mondays what the week goes by."""

from __future__ import annotations

from datetime import datetime, timedelta

from hometeam.fit import actions
from hometeam.foundation import jobs
from hometeam.members.models import Community


@jobs.schedule("fit.learn", every=timedelta(minutes=10))
def learn(_now: datetime) -> None:
    """What members answered since last time teaches whom to suggest."""
    for community in Community.objects.order_by("pk"):
        while actions.learn(community=community):
            pass


@jobs.schedule("fit.turn_the_week", every=timedelta(hours=1))
def turn_the_week(_now: datetime) -> None:
    """In each community whose Monday has come, what suggestions go by is chosen anew, from all that was learnt."""
    for community in Community.objects.order_by("pk"):
        actions.turn_the_week(community=community)
