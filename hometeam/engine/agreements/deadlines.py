"""By when the next step is due, for each state that waits for one."""

from __future__ import annotations

from datetime import datetime, timedelta

from hometeam.engine.agreements.deal import State

PATIENCE = timedelta(days=14)
"""How long silence may last before something lapses or closes by itself (Collabstr waits as long)."""

_ANSWER = frozenset({State.IDEA, State.PROPOSED, State.COUNTERED, State.RENEGOTIATED})
_DOING = frozenset({State.AGREED, State.DELIVERING})
_CLOSING = frozenset({State.DELIVERED, State.CONFIRMED})


def deadline_for(
    state: State, now: datetime, happens_at: datetime, last_due_at: datetime, *, ahead: timedelta = timedelta()
) -> datetime | None:
    """When the clock moves a collaboration on by itself; None where it never does.

    Answers are awaited for two weeks or until the day itself, whichever is sooner, and so much `ahead` of it where
    there is the time; what was agreed may be done until two weeks after its last step; what was done may be confirmed
    or thanked for within two weeks.
    """
    if state in _ANSWER:
        last = happens_at - ahead
        return min(now + PATIENCE, last if last > now else happens_at)
    if state in _DOING:
        return max(last_due_at, happens_at) + PATIENCE
    return now + PATIENCE if state in _CLOSING else None
