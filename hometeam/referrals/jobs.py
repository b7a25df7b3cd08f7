"""What the clock does: remind, let lapse, forget."""

from __future__ import annotations

from datetime import datetime, timedelta

from hometeam.foundation import jobs
from hometeam.referrals import actions


@jobs.schedule("referrals.lapse", every=timedelta(minutes=10))
def lapse(_now: datetime) -> None:
    """Whatever nobody answered in time ends kindly, and so does what has lost one of its sides."""
    actions.lapse_due()


@jobs.schedule("referrals.remind", every=timedelta(hours=1))
def remind(_now: datetime) -> None:
    """Whoever is awaited hears of it once."""
    actions.remind_due()


@jobs.schedule("referrals.forget", every=timedelta(hours=1))
def forget(_now: datetime) -> None:
    """People whose introduction ended 90 days ago are forgotten, and letters to those who are forgotten already."""
    actions.forget_old()


@jobs.schedule("referrals.forget_names", every=timedelta(hours=1))
def forget_names(_now: datetime) -> None:
    """What was said to and about those who closed says their name no more."""
    actions.forget_names()
