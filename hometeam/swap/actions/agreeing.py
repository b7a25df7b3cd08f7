"""What follows once all have said yes to a loop, on the page or in the room of a market."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction

from hometeam.foundation import clock, journal
from hometeam.swap.actions.uses import take_one
from hometeam.swap.models import Leg, Loop
from hometeam.swap.queries.loops import said
from hometeam.together import actions as together
from hometeam.together.actions import Gift

KIND = "barter-loop"
DELIVER_WITHIN = timedelta(days=14)
"""By when a give is due that was needed by no certain day."""


@transaction.atomic
def carry_out(*, loop: Loop) -> Loop:
    """Make an agreed loop a collaboration like any other, and count its listings down. Wants a loop that is locked, or
    that nobody else knows of yet.
    """
    legs = list(loop.legs.select_related("giver", "receiver", "needs", "gives").order_by("place"))
    loop.collaboration = together.write_agreed(community=loop.community, kind_id=KIND, gifts=_gifts(legs, loop))
    loop.save(update_fields=["collaboration"])
    for leg in legs:
        take_one(listing=leg.gives, leg=leg)
        take_one(listing=leg.needs, leg=leg)
    journal.record(
        actor=journal.NOBODY,
        verb="swap.loop_agreed",
        object=loop,
        community_id=loop.community_id,
        data={"size": len(legs)},
    )
    return loop


def _gifts(legs: Sequence[Leg], loop: Loop) -> list[Gift]:
    today = clock.today(loop.community.timezone)
    return [Gift(leg.giver, said(leg), _due_on(leg, today), leg.answered_at or clock.now()) for leg in legs]


def _due_on(leg: Leg, today: date) -> date:
    """By when it is needed, or until when it is there, whichever is sooner; two weeks where neither is said."""
    named = [day for day in (leg.needs.by_on, leg.gives.by_on) if day is not None]
    return max(today, min(named, default=today + DELIVER_WITHIN))
