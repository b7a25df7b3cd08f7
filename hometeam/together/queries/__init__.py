"""Every named read of the room."""

from hometeam.together.queries import telling
from hometeam.together.queries.at_hand import whole_one, without_blocked
from hometeam.together.queries.collaborations import (
    OnHand,
    Shelf,
    agreed_for,
    between,
    declined_lately,
    due_by,
    load_of,
    mine,
    on_hand,
    open_between,
    partners_of,
    past_deadline,
    promises_in,
    promises_of,
    running,
    unsent,
    whole,
)
from hometeam.together.queries.deals import deal_of, history
from hometeam.together.queries.offering import is_own_kind, kind_of, kinds_here, kinds_known, says_of
from hometeam.together.queries.rest import resting
from hometeam.together.queries.seen import Seen, seen

__all__ = [
    "OnHand",
    "Seen",
    "Shelf",
    "agreed_for",
    "between",
    "deal_of",
    "declined_lately",
    "due_by",
    "history",
    "is_own_kind",
    "kind_of",
    "kinds_here",
    "kinds_known",
    "load_of",
    "mine",
    "on_hand",
    "open_between",
    "partners_of",
    "past_deadline",
    "promises_in",
    "promises_of",
    "resting",
    "running",
    "says_of",
    "seen",
    "telling",
    "unsent",
    "whole",
    "whole_one",
    "without_blocked",
]
