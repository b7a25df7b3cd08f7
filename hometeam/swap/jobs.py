"""What the clock does: look for loops at night, move on those that wait, and note what does not come about."""

from __future__ import annotations

from datetime import datetime, timedelta

from hometeam.foundation import jobs
from hometeam.swap import actions
from hometeam.swap.queries import loops, rounds


@jobs.schedule("swap.night", every=timedelta(hours=1))
def night(_now: datetime) -> None:
    """Every community that wants it has its board searched once a night, on its own clock."""
    for community, slot in rounds.nights_due():
        actions.begin_night(community=community, slot=slot)


@jobs.schedule("swap.loops", every=timedelta(minutes=5))
def move_on(_now: datetime) -> None:
    """Loops whose time is over dissolve kindly, those who have not answered are reminded once, and where something
    dissolved and nothing was looked for yet, that is done now.
    """
    for loop in loops.open_loops():
        actions.move_on(loop_id=loop)
    for loop in loops.to_mend():
        actions.mend(loop_id=loop)


@jobs.schedule("swap.missing", every=timedelta(minutes=5))
def note_missing(_now: datetime) -> None:
    """What was agreed in a loop and does not come about: whoever goes without is told, and first in the next search."""
    actions.note_missing()


@jobs.schedule("swap.forget_names", every=timedelta(hours=1))
def forget_names(_now: datetime) -> None:
    """What others keep of loops with those who closed says their name no more."""
    actions.forget_names()
