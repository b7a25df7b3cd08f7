"""Every write of this room."""

from hometeam.fit.actions.learning import learn
from hometeam.fit.actions.refusals import refuse, undo_refusal
from hometeam.fit.actions.tuning import tune, undo_tuning

__all__ = ["learn", "refuse", "tune", "undo_refusal", "undo_tuning"]
