"""Every named read of the room."""

from hometeam.swap.queries.rules import pace_of, rules_of

__all__ = ["pace_of", "rules_of"]
