"""Barter on a board: which offer meets which need, how well, and what it is worth to whoever has waited.

Pure: places, days and who does not want to meet whom are arguments.
"""

from hometeam.engine.barter.matching import Entry, Facts, How, Match, best_matches
from hometeam.engine.barter.nearness import Where, nearness
from hometeam.engine.barter.searching import Search, search
from hometeam.engine.barter.worth import OWED, patience

__all__ = [
    "OWED",
    "Entry",
    "Facts",
    "How",
    "Match",
    "Search",
    "Where",
    "best_matches",
    "nearness",
    "patience",
    "search",
]
