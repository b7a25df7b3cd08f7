"""What this room does when nobody is looking."""

from __future__ import annotations

from datetime import datetime, timedelta

from hometeam.foundation import jobs
from hometeam.praise import actions, queries


@jobs.schedule("praise.remind", every=timedelta(hours=1))
def remind(now: datetime) -> None:
    """Members who asked to be reminded of a review are, once."""
    for pk in queries.reminders_due(now):
        actions.remind_due(pk=pk)


@jobs.schedule("praise.tidy", every=timedelta(days=1))
def tidy(now: datetime) -> None:
    """What was taken back two days ago is erased."""
    actions.tidy(now=now)
