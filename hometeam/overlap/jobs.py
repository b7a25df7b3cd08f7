"""What the clock does: end what has gone quiet, and forget."""

from __future__ import annotations

from datetime import datetime, timedelta

from hometeam.foundation import jobs
from hometeam.overlap import actions


@jobs.schedule("overlap.lapse", every=timedelta(hours=1))
def lapse(_now: datetime) -> None:
    """Measurings of customers in common end kindly when nobody goes on with them; what is blinded is deleted."""
    actions.lapse_due()


@jobs.schedule("overlap.forget", every=timedelta(days=1))
def forget(_now: datetime) -> None:
    """Measurings that came to nothing are forgotten after 90 days."""
    actions.forget_old()
