"""Every named read of the room."""

from hometeam.swap.queries.loops import Asked, waiting_for
from hometeam.swap.queries.rules import pace_of, rules_of

__all__ = ["Asked", "pace_of", "rules_of", "waiting_for"]
