"""What this room does when nobody is looking."""

from __future__ import annotations

from datetime import datetime, timedelta

from hometeam.foundation import jobs
from hometeam.members import actions


@jobs.schedule("members.tidy_photos", every=timedelta(days=1))
def tidy_photos(now: datetime) -> None:
    """Pictures that nobody shows any more are deleted."""
    actions.tidy_photos(now=now)


@jobs.schedule("members.tell_taken_out", every=timedelta(minutes=10))
def tell_taken_out(now: datetime) -> None:
    """Whom an organiser took out of a community hears of it, and where to turn."""
    actions.tell_taken_out(now=now)


@jobs.schedule("members.forget_names", every=timedelta(hours=1))
def forget_names(now: datetime) -> None:
    """What those who closed were called leaves others' notices, and is forgotten a day later."""
    actions.forget_names(now=now)
