"""What this room does when nobody is looking."""

from __future__ import annotations

from datetime import datetime, timedelta

from hometeam.foundation import jobs
from hometeam.stage import actions

DRAWN_FOR = timedelta(days=60)


@jobs.schedule("stage.remind_of_stale", every=timedelta(days=1))
def remind_of_stale(now: datetime) -> None:
    """Whoever has put out cards is asked whether they are still there."""
    actions.remind_of_stale(now=now)


@jobs.schedule("stage.drop_old_cards", every=timedelta(days=7))
def drop_old_cards(now: datetime) -> None:
    """Pictures of cards that were drawn long ago are deleted."""
    actions.drop_old_cards(before=now - DRAWN_FOR)
