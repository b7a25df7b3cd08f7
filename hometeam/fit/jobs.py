"""What the clock does: learn from answers."""

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
