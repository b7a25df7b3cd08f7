"""Every named read of the room."""

from hometeam.together.queries import telling
from hometeam.together.queries.collaborations import (
    Shelf,
    agreed_for,
    between,
    deal_of,
    declined_lately,
    due_by,
    history,
    load_of,
    mine,
    open_between,
    partners_of,
    past_deadline,
    promises_of,
    unsent,
    waiting_for,
    whole,
)
from hometeam.together.queries.seen import Seen, seen

__all__ = [
    "Seen",
    "Shelf",
    "agreed_for",
    "between",
    "deal_of",
    "declined_lately",
    "due_by",
    "history",
    "load_of",
    "mine",
    "open_between",
    "partners_of",
    "past_deadline",
    "promises_of",
    "seen",
    "telling",
    "unsent",
    "waiting_for",
    "whole",
]
