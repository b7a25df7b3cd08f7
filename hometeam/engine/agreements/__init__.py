"""How something agreed between members moves from an idea to a thank-you: states, deadlines, dates and differences.

Pure: the hour is an argument, nothing here reads a clock or a database.
"""

from hometeam.engine.agreements.dates import (
    Due,
    DueError,
    a_week_on,
    free_moments,
    resolve_dues,
)
from hometeam.engine.agreements.deadlines import PATIENCE, deadline_for
from hometeam.engine.agreements.deal import (
    ANSWERABLE,
    ASKING,
    ENDED,
    OPEN,
    RUNNING,
    Deal,
    Move,
    NotPossible,
    Outcome,
    Role,
    Rule,
    State,
    Task,
    Tell,
    Turn,
    awaited,
    has_to_confirm,
    is_unconfirmed,
)
from hometeam.engine.agreements.difference import Difference, differences
from hometeam.engine.agreements.groups import GROUP_RULES
from hometeam.engine.agreements.pairs import RULES
from hometeam.engine.agreements.seating import Seats, seat
from hometeam.engine.agreements.states import apply, possible

__all__ = [
    "ANSWERABLE",
    "ASKING",
    "ENDED",
    "GROUP_RULES",
    "OPEN",
    "PATIENCE",
    "RULES",
    "RUNNING",
    "Deal",
    "Difference",
    "Due",
    "DueError",
    "Move",
    "NotPossible",
    "Outcome",
    "Role",
    "Rule",
    "Seats",
    "State",
    "Task",
    "Tell",
    "Turn",
    "a_week_on",
    "apply",
    "awaited",
    "deadline_for",
    "differences",
    "free_moments",
    "has_to_confirm",
    "is_unconfirmed",
    "possible",
    "resolve_dues",
    "seat",
]
