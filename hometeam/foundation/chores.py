"""The foundation's own schedules."""

from datetime import datetime, timedelta

from hometeam.foundation import limits, sessions, tokens
from hometeam.foundation.jobs import reaper, timetable, workers
from hometeam.foundation.post import delivery, digest, forgetting


@timetable.schedule("foundation.sweep_outbox", every=timedelta(minutes=5))
def sweep_outbox(now: datetime) -> None:
    """Letters whose worker was killed are called unknown, forgotten ones are woken."""
    delivery.sweep(now)


@timetable.schedule("foundation.daily_letters", every=timedelta(minutes=15))
def daily_letters(now: datetime) -> None:
    """People who want one letter a day get it in their own morning."""
    digest.send_due(now)


@timetable.schedule("foundation.tidy", every=timedelta(days=1))
def tidy(now: datetime) -> None:
    """Rows that no longer mean anything are dropped."""
    for one in (limits, tokens, sessions, reaper, timetable, workers, forgetting):
        one.forget_old(now)
