"""Multilateral set-off: the most that closed loops of debts can clear while everyone's net position stays."""

from hometeam.engine.setoff.clearing import Cleared, Debt, TooGreat, set_off
from hometeam.engine.setoff.reading import Book, read_book
from hometeam.engine.setoff.rings import NoClearing, Ring, rings

__all__ = ["Book", "Cleared", "Debt", "NoClearing", "Ring", "TooGreat", "read_book", "rings", "set_off"]
