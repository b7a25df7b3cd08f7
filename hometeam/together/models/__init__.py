"""What members agreed, and what a community offers of the playbook."""

from hometeam.together.models.collaborations import (
    AGREED_ELSEWHERE,
    STATE_NAMES,
    CalendarFeed,
    Change,
    Collaboration,
    CollaborationQuerySet,
    Commitment,
    Part,
    Terms,
    say_when,
    within,
)
from hometeam.together.models.offering import CommunityKind

__all__ = [
    "AGREED_ELSEWHERE",
    "STATE_NAMES",
    "CalendarFeed",
    "Change",
    "Collaboration",
    "CollaborationQuerySet",
    "Commitment",
    "CommunityKind",
    "Part",
    "Terms",
    "say_when",
    "within",
]
