"""Read the table that somebody already has: CSV of any common kind, and XLSX. Write one that a spreadsheet opens."""

from hometeam.foundation.sheets.reading import read
from hometeam.foundation.sheets.sheet import Sheet
from hometeam.foundation.sheets.source import Unreadable
from hometeam.foundation.sheets.writing import UTF_8_MARK, csv_answer, harmless

__all__ = ["UTF_8_MARK", "Sheet", "Unreadable", "csv_answer", "harmless", "read"]
