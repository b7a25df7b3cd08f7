"""The loops that were found on the sample community's board last night."""

from __future__ import annotations

from datetime import datetime, timedelta

from hometeam.foundation import clock
from hometeam.members.models import Community
from hometeam.swap import actions


def look_for_loops(community: Community, *, until: datetime) -> None:
    """One night's search, some hours before the aware moment `until`: what it finds waits for answers."""
    with clock.telling(until - timedelta(hours=1)):
        night = actions.begin_night(community=community, slot="night:sample")
        if night is not None:
            actions.look(round_id=night.pk)
