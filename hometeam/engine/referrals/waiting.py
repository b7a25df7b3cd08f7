"""For whom an introduction waits, when they are reminded, and when silence ends it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from hometeam.engine.referrals.states import OPEN, Consent, Introduction, Side, State

KEPT_AFTER_END = timedelta(days=90)
"""How long a prospect's details are kept after the end, for whoever still works for them."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Whose move it is, when they are gently reminded, once, and when silence lets it lapse."""

    side: Side
    remind_at: datetime
    lapse_at: datetime


_DAYS = {
    State.SENT: (3, 14),
    State.ACCEPTED: (5, 21),
    State.CONTACTED: (14, 45),
    State.MET: (21, 90),
}
"""Days until the reminder, and until it lapses: an answer is quick, a decision takes its time."""


def waiting(it: Introduction, since: datetime) -> Waiting | None:
    """What an introduction waits for that has been as it is since an aware moment; None when it has ended."""
    if it.state not in OPEN:
        return None
    side = Side.PROSPECT if it.consent == Consent.ASKED else Side.RECEIVER
    remind, lapse = _DAYS[it.state]
    return Waiting(side, since + timedelta(days=remind), since + timedelta(days=lapse))
