"""Every write of the room. Each happens as a whole or not at all, and tells those concerned once."""

from hometeam.referrals.actions.answering import answer, say_thanks, take_back
from hometeam.referrals.actions.giving import About, AlreadyOpen, NotSound, give
from hometeam.referrals.actions.moving import Moved
from hometeam.referrals.actions.partners import say_words, stop
from hometeam.referrals.actions.prospects import change, confirm, leave
from hometeam.referrals.actions.time import forget_names, forget_old, lapse_due, remind_due

__all__ = [
    "About",
    "AlreadyOpen",
    "Moved",
    "NotSound",
    "answer",
    "change",
    "confirm",
    "forget_names",
    "forget_old",
    "give",
    "lapse_due",
    "leave",
    "remind_due",
    "say_thanks",
    "say_words",
    "stop",
    "take_back",
]
