"""Who fits whom, and why. Start with `score.py`: it is the whole idea on one page."""

from hometeam.engine.fit.audiences import audiences_in
from hometeam.engine.fit.beliefs import EXPERT, Answer, Beliefs, Tuning
from hometeam.engine.fit.facts import Fit, FitMember, Haunt, KindFit, Needed, Offered, Reason, Ring, Sizes, kind_by
from hometeam.engine.fit.pool import FitPool, warmth
from hometeam.engine.fit.suggest import between, evidence_for, owed_to, peers, suggest
from hometeam.engine.fit.why_not import Lack, WhyNot, why_not

__all__ = [
    "EXPERT",
    "Answer",
    "Beliefs",
    "Fit",
    "FitMember",
    "FitPool",
    "Haunt",
    "KindFit",
    "Lack",
    "Needed",
    "Offered",
    "Reason",
    "Ring",
    "Sizes",
    "Tuning",
    "WhyNot",
    "audiences_in",
    "between",
    "evidence_for",
    "kind_by",
    "owed_to",
    "peers",
    "suggest",
    "warmth",
    "why_not",
]
