"""Every write of this room."""

from hometeam.fit.actions.refusals import refuse, undo_refusal

__all__ = ["refuse", "undo_refusal"]
