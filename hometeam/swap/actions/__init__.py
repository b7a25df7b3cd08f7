"""Every write of the room. Each takes who does it as `viewer`, happens as a whole or not at all, and tells those
concerned once.
"""

from hometeam.swap.actions.answering import Moved, NotThis, move_on, say_no, say_yes, take_back
from hometeam.swap.actions.forgetting import forget_names
from hometeam.swap.actions.mending import mend
from hometeam.swap.actions.missing import note_missing
from hometeam.swap.actions.rounds import ask_for_loops, begin_night, look

__all__ = [
    "Moved",
    "NotThis",
    "ask_for_loops",
    "begin_night",
    "forget_names",
    "look",
    "mend",
    "move_on",
    "note_missing",
    "say_no",
    "say_yes",
    "take_back",
]
