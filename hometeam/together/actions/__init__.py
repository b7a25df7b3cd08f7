"""Every write of the room. Each takes who does it as `viewer`, happens as a whole or not at all, and tells those
concerned once.
"""

from hometeam.together.actions.agreeing import Gift, write_agreed
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
from hometeam.together.actions.doing import (
    close,
    confirm,
    let_go,
    mark_done,
    not_yet,
    rotate_calendar,
    say_thanks,
    undo_done,
)
from hometeam.together.actions.gathering import ask_more, nudge, start, take_out
from hometeam.together.actions.inviting import letter_with_invitation, send, send_with_invitation
from hometeam.together.actions.leaving import forget_names, see_off
from hometeam.together.actions.made import Made, confirm_made, record_made, take_back_made
from hometeam.together.actions.moving import Moved, lapse_if_due
from hometeam.together.actions.notices import remind
from hometeam.together.actions.offering import (
    KindNotSound,
    change_own_kind,
    make_kind,
    remove_own_kind,
    switch_kind,
    word_kind,
)
from hometeam.together.actions.proposing import how_many, propose
from hometeam.together.actions.refusals import AlreadyOpen, NotSound, Resting
from hometeam.together.actions.terms import NewTerms

__all__ = [
    "AlreadyOpen",
    "Gift",
    "KindNotSound",
    "Made",
    "Moved",
    "NewTerms",
    "NotSound",
    "Resting",
    "accept",
    "ask_more",
    "change_own_kind",
    "close",
    "come_in",
    "confirm",
    "confirm_made",
    "counter",
    "decline",
    "decline_invited",
    "forget_names",
    "how_many",
    "lapse_due",
    "lapse_if_due",
    "let_go",
    "letter_with_invitation",
    "make_kind",
    "mark_done",
    "not_yet",
    "nudge",
    "propose",
    "record_made",
    "remind",
    "remove_own_kind",
    "renegotiate",
    "reopen",
    "rotate_calendar",
    "say_thanks",
    "see_off",
    "send",
    "send_with_invitation",
    "start",
    "switch_kind",
    "take_back_made",
    "take_out",
    "undo_done",
    "withdraw",
    "word_kind",
    "write_agreed",
]
