"""Barter on a board: which offer meets which need, how well, and what it is worth to whoever has waited.

Pure: places, days and who does not want to meet whom are arguments.
"""

from hometeam.engine.barter.matching import Entry, Facts, How, Match, best_matches
from hometeam.engine.barter.nearness import Where, nearness
from hometeam.engine.barter.packing import answer_of, answer_told, packed, unpacked
from hometeam.engine.barter.pieces import Piece, Plan, begun_from, bundled, in_turn, left_undone, plan, searched
from hometeam.engine.barter.searching import search
from hometeam.engine.barter.worth import OWED, patience

__all__ = [
    "OWED",
    "Entry",
    "Facts",
    "How",
    "Match",
    "Piece",
    "Plan",
    "Where",
    "answer_of",
    "answer_told",
    "begun_from",
    "best_matches",
    "bundled",
    "in_turn",
    "left_undone",
    "nearness",
    "packed",
    "patience",
    "plan",
    "search",
    "searched",
    "unpacked",
]
