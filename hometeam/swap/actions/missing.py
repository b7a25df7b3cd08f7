"""A leg of an agreed loop that does not come about: the others are told kindly, their legs stand, and whoever goes
without is first when loops are looked for again.
"""

from __future__ import annotations

from django.db import transaction

from hometeam.engine.consent import ANSWER_WITHIN
from hometeam.foundation import clock, journal
from hometeam.swap.actions import notices
from hometeam.swap.actions.uses import put_back_one
from hometeam.swap.models import Leg, Listing
from hometeam.swap.models.board import NEEDS_LAST
from hometeam.swap.queries.missing import Missing, missing_legs


def note_missing() -> int:
    """Note the legs that have fallen away in what became of their loops: somebody left, or it went quiet; returns how
    many. Again harmless.
    """
    return sum(_note_one(one) for one in missing_legs())


@transaction.atomic
def _note_one(one: Missing) -> bool:
    locked = _locked(one.leg_id)
    if locked.missed:
        return False
    _note(locked, one.missed)
    return True


def _locked(pk: int) -> Leg:
    found = Leg.objects.select_for_update(of=("self",))
    return found.select_related("loop__community", "giver", "receiver", "gives", "needs").get(pk=pk)


def _note(leg: Leg, missed: Leg.Missed) -> None:
    leg.missed, leg.missed_at = missed, clock.now()
    leg.save(update_fields=["missed", "missed_at"])
    journal.record(
        actor=journal.NOBODY,
        verb="swap.leg_missed",
        object=leg,
        community_id=leg.loop.community_id,
        data={"missed": str(missed)},
    )
    if missed == Leg.Missed.GIVER:
        _put_back(leg)
        notices.tell_missed(leg)
    else:
        put_back_one(listing=leg.gives, leg=leg)


def _put_back(leg: Leg) -> None:
    """The need stands on the board again, for long enough to be met, unless its owner has taken it away."""
    put_back_one(listing=leg.needs, leg=leg)
    need = Listing.objects.get(pk=leg.needs_id)
    if need.state != Listing.State.ON:
        return
    today = clock.today(leg.loop.community.timezone)
    need.expires_on = max(need.expires_on or today, today + NEEDS_LAST)
    need.by_on = need.by_on if need.by_on is None or need.by_on > today + ANSWER_WITHIN else None
    need.save(update_fields=["expires_on", "by_on"])
