"""Every write of this room."""

from hometeam.fit.actions.learning import learn
from hometeam.fit.actions.refusals import refuse, undo_refusal
from hometeam.fit.actions.tuning import Overtaken, tune, undo_tuning
from hometeam.fit.actions.turning import turn_the_week

__all__ = ["Overtaken", "learn", "refuse", "tune", "turn_the_week", "undo_refusal", "undo_tuning"]
