"""A member directory's rows, read: which column says what, and who each row is."""

from .entry import NOTES, PROBLEMS, Entry, Guess, Note, Problem
from .mapping import FIELDS, Mapping, guess_columns
from .reading import read_row

__all__ = ["FIELDS", "NOTES", "PROBLEMS", "Entry", "Guess", "Mapping", "Note", "Problem", "guess_columns", "read_row"]
