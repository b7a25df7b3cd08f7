"""Read the table that somebody already has: CSV of any common kind, and XLSX."""

from hometeam.foundation.sheets.reading import read
from hometeam.foundation.sheets.sheet import Sheet
from hometeam.foundation.sheets.source import Unreadable

__all__ = ["Sheet", "Unreadable", "read"]
