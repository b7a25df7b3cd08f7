"""Every write of the room. Each happens as a whole or not at all, and tells those concerned once."""

from hometeam.overlap.actions.asking import NotYet, agree, ask, decline
from hometeam.overlap.actions.ending import choose_level, forget_old, lapse_due, withdraw
from hometeam.overlap.actions.lists import TooManyTries, hand_back, put_in, start_again
from hometeam.overlap.actions.moving import Moved

__all__ = [
    "Moved",
    "NotYet",
    "TooManyTries",
    "agree",
    "ask",
    "choose_level",
    "decline",
    "forget_old",
    "hand_back",
    "lapse_due",
    "put_in",
    "start_again",
    "withdraw",
]
