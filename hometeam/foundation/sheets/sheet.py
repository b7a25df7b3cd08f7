"""A table that has been read: it waits in a temporary file, so that a hundred thousand rows need little memory."""

import csv
import os
import sys
import tempfile
import weakref
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

Numbered = tuple[int, list[str]]
"""The number of a row as the person's own program shows it, and its cells."""

csv.field_size_limit(min(sys.maxsize, 2**31 - 1))


class Rows:
    """The rows of a sheet, as wide as its header; can be gone through again and again."""

    def __init__(self, rows: Iterable[Numbered]) -> None:
        handle, name = tempfile.mkstemp(prefix="sheet-", suffix=".csv")
        self._path = Path(name)
        weakref.finalize(self, _forget, name)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            self._count = _written(file, rows)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[list[str]]:
        return (cells for _number, cells in self.numbered())

    def numbered(self) -> Iterator[Numbered]:
        """Each row with its number in the file it came from, where the first is 1."""
        with self._path.open(encoding="utf-8", newline="") as file:
            for number, *cells in csv.reader(file):
                yield int(number), cells


class Sheet:
    """A header, the rows under it, and notes (plain sentences) about what was odd on the way.

    `tabs` are the titles of a workbook's sheets that could be read, the one that was read first.
    """

    def __init__(self, header: list[str], rows: Rows, notes: list[str]) -> None:
        self.header = header
        self.rows = rows
        self.notes = notes
        self.tabs: tuple[str, ...] = ()

    def numbered(self) -> Iterator[Numbered]:
        """Each row with its number in the file, for telling people which one is meant."""
        return self.rows.numbered()

    def sample(self, size: int = 200) -> list[list[str]]:
        """The first rows."""
        return [cells for cells, _index in zip(self.rows, range(size), strict=False)]


def _written(file: TextIO, rows: Iterable[Numbered]) -> int:
    writer = csv.writer(file)
    count = 0
    for number, cells in rows:
        writer.writerow([number, *cells])
        count += 1
    return count


def _forget(name: str) -> None:
    Path(name).unlink(missing_ok=True)
