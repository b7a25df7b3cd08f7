"""Every named read of the room."""

from hometeam.swap.queries.loops import Asked, to_answer, waiting_for
from hometeam.swap.queries.mine import ending_of
from hometeam.swap.queries.rules import pace_of, rules_of

__all__ = ["Asked", "ending_of", "pace_of", "rules_of", "to_answer", "waiting_for"]
