"""What the clock does: let silence lapse, and remind of promises."""

from __future__ import annotations

from datetime import datetime, timedelta

from hometeam.foundation import jobs
from hometeam.together import actions, queries


@jobs.schedule("together.lapse", every=timedelta(minutes=10))
def lapse(_now: datetime) -> None:
    """Whatever nobody answered or finished in time lapses or closes, kindly."""
    actions.lapse_due()


@jobs.schedule("together.remind", every=timedelta(hours=1))
def remind(now: datetime) -> None:
    """Promises due today or tomorrow, once each for their day."""
    for commitment in queries.due_by(now):
        actions.remind(commitment)


@jobs.schedule("together.see_off", every=timedelta(minutes=1))
def see_off(_now: datetime) -> None:
    """Whatever is open with members who are no longer here ends kindly, or goes on without them."""
    actions.see_off()


@jobs.schedule("together.forget_names", every=timedelta(hours=1))
def forget_names(_now: datetime) -> None:
    """What others keep of those who closed says their name no more."""
    actions.forget_names()
