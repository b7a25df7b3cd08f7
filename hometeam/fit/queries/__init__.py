"""Every named read of this room."""

from hometeam.fit.queries.first_step import FirstStep
from hometeam.fit.queries.suggestions import (
    Suggestion,
    peers_for,
    suggestion_between,
    suggestions_for,
    suggestions_for_many,
)
from hometeam.fit.queries.unseen import why_unseen
from hometeam.fit.queries.why_not_them import why_not

__all__ = [
    "FirstStep",
    "Suggestion",
    "peers_for",
    "suggestion_between",
    "suggestions_for",
    "suggestions_for_many",
    "why_not",
    "why_unseen",
]
