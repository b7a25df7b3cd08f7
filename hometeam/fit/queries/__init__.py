"""Every named read of this room."""

from hometeam.fit.queries.first_step import FirstStep
from hometeam.fit.queries.suggestions import Suggestion, suggestion_between, suggestions_for, suggestions_for_many

__all__ = ["FirstStep", "Suggestion", "suggestion_between", "suggestions_for", "suggestions_for_many"]
