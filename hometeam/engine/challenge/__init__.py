"""The weekly challenge: whom to feature this week, and how many have been featured."""

from hometeam.engine.challenge.coverage import Step, course, quarter_of
from hometeam.engine.challenge.propose import Candidate, Proposal, propose, weight
from hometeam.engine.challenge.weeks import week_of

__all__ = ["Candidate", "Proposal", "Step", "course", "propose", "quarter_of", "week_of", "weight"]
