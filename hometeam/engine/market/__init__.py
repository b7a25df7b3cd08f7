"""An Offers-and-Needs market for a meeting: its stages and their clock, who may do what when, and the loops at its end.

Pure: the hour, the chance and the stopwatch are arguments.
"""

from hometeam.engine.market.codes import ALPHABET, LENGTH, read, spell
from hometeam.engine.market.loops import Answered, Limits, Ring, kept_answers, rings
from hometeam.engine.market.matching import Card, Handing, Heart, Refusal, handings
from hometeam.engine.market.stages import (
    MINUTES,
    MORE,
    ORDER,
    STEPS,
    Deed,
    NotNow,
    Sitting,
    Stage,
    Step,
    check,
    left,
    may,
    may_reopen,
    step,
)

__all__ = [
    "ALPHABET",
    "LENGTH",
    "MINUTES",
    "MORE",
    "ORDER",
    "STEPS",
    "Answered",
    "Card",
    "Deed",
    "Handing",
    "Heart",
    "Limits",
    "NotNow",
    "Refusal",
    "Ring",
    "Sitting",
    "Stage",
    "Step",
    "check",
    "handings",
    "kept_answers",
    "left",
    "may",
    "may_reopen",
    "read",
    "rings",
    "spell",
    "step",
]
