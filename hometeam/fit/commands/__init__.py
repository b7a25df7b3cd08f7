"""Verbs of this room."""

from hometeam.fit.commands import evaluate, suggest

VERBS = [suggest.VERB, evaluate.VERB]
