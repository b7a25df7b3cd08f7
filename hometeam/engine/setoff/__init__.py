"""Multilateral set-off: the most that closed loops of debts can clear while everyone's net position stays."""

from hometeam.engine.setoff.clearing import Cleared, Debt, TooGreat, set_off
from hometeam.engine.setoff.reading import read_debts

__all__ = ["Cleared", "Debt", "TooGreat", "read_debts", "set_off"]
