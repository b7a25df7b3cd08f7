"""Who fits whom, and why. Start with `score.py`: it is the whole idea on one page."""

from hometeam.engine.fit.audiences import audiences_in
from hometeam.engine.fit.facts import Fit, FitMember, KindFit, Needed, Offered, Reason, Ring, Sizes
from hometeam.engine.fit.pool import FitPool
from hometeam.engine.fit.suggest import between, owed_to, suggest

__all__ = [
    "Fit",
    "FitMember",
    "FitPool",
    "KindFit",
    "Needed",
    "Offered",
    "Reason",
    "Ring",
    "Sizes",
    "audiences_in",
    "between",
    "owed_to",
    "suggest",
]
