"""Every write of the room. Each takes who does it as `viewer`, happens as a whole or not at all, and tells those
concerned once.
"""

from hometeam.together.actions.answering import (
    accept,
    come_in,
    counter,
    decline,
    decline_invited,
    lapse_due,
    renegotiate,
    reopen,
    withdraw,
)
from hometeam.together.actions.doing import close, confirm, mark_done, rotate_calendar, say_thanks, undo_done
from hometeam.together.actions.moving import Moved, lapse_if_due
from hometeam.together.actions.notices import remind
from hometeam.together.actions.proposing import (
    AlreadyOpen,
    NotSound,
    letter_with_invitation,
    propose,
    send,
    send_with_invitation,
)
from hometeam.together.actions.terms import NewTerms

__all__ = [
    "AlreadyOpen",
    "Moved",
    "NewTerms",
    "NotSound",
    "accept",
    "close",
    "come_in",
    "confirm",
    "counter",
    "decline",
    "decline_invited",
    "lapse_due",
    "lapse_if_due",
    "letter_with_invitation",
    "mark_done",
    "propose",
    "remind",
    "renegotiate",
    "reopen",
    "rotate_calendar",
    "say_thanks",
    "send",
    "send_with_invitation",
    "undo_done",
    "withdraw",
]
