"""How an introduction moves from a giver's word to its closing word: states, consent, the clock.

Pure: the hour is an argument, nothing here reads a clock or a database.
"""

from hometeam.engine.referrals.states import (
    ENDED,
    OPEN,
    RULES,
    Consent,
    Deed,
    Introduction,
    Move,
    NotPossible,
    Outcome,
    Rule,
    Side,
    State,
    apply,
    begun,
    possible,
    sees_details,
)
from hometeam.engine.referrals.waiting import KEPT_AFTER_END, Waiting, waiting

__all__ = [
    "ENDED",
    "KEPT_AFTER_END",
    "OPEN",
    "RULES",
    "Consent",
    "Deed",
    "Introduction",
    "Move",
    "NotPossible",
    "Outcome",
    "Rule",
    "Side",
    "State",
    "Waiting",
    "apply",
    "begun",
    "possible",
    "sees_details",
    "waiting",
]
