"""How well the fit predicts what people really chose: ties between members, and choices of two sides.

    members, ties = read_members(text), read_ties(text, members)
    report = evaluate_ties(members, ties, Asked(relation="cowork", mutual=True))

Pure: text and settings in, figures out. Anything wrong with the text raises `Unfit` with one sentence and its line.
"""

from hometeam.engine.evaluate.reading import Members, Ties, Unfit, read_members, read_ties
from hometeam.engine.evaluate.reciprocal import ReciprocalReport, evaluate_reciprocal, read_choices
from hometeam.engine.evaluate.ties import Asked, TiesReport, evaluate_ties, foreseen

__all__ = [
    "Asked",
    "Members",
    "ReciprocalReport",
    "Ties",
    "TiesReport",
    "Unfit",
    "evaluate_reciprocal",
    "evaluate_ties",
    "foreseen",
    "read_choices",
    "read_members",
    "read_ties",
]
