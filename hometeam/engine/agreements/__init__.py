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
from hometeam.engine.agreements.difference import Difference, differences
from hometeam.engine.agreements.states import (
    ANSWERABLE,
    ENDED,
    OPEN,
    RULES,
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
    apply,
    awaited,
    has_to_confirm,
    possible,
)

__all__ = [
    "ANSWERABLE",
    "ENDED",
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
    "State",
    "Task",
    "Tell",
    "a_week_on",
    "apply",
    "awaited",
    "deadline_for",
    "differences",
    "free_moments",
    "has_to_confirm",
    "possible",
    "resolve_dues",
]
