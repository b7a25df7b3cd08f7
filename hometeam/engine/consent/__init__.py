"""How a ring of members comes to agree, or does not: nothing begins until all have said yes.

Pure: the hour is an argument, nothing here reads a clock or a database.
"""

from hometeam.engine.consent.mending import Link, still_yes, to_keep
from hometeam.engine.consent.rings import (
    ANSWER_WITHIN,
    REMIND_AFTER,
    Because,
    Move,
    NotPossible,
    Outcome,
    Ring,
    State,
    apply,
    proposed,
)

__all__ = [
    "ANSWER_WITHIN",
    "REMIND_AFTER",
    "Because",
    "Link",
    "Move",
    "NotPossible",
    "Outcome",
    "Ring",
    "State",
    "apply",
    "proposed",
    "still_yes",
    "to_keep",
]
