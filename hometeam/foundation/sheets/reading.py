"""From a file to a sheet."""

import re
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hometeam.foundation.sheets import delimited, header, workbook
from hometeam.foundation.sheets.sheet import Numbered, Rows, Sheet
from hometeam.foundation.sheets.source import Readable, Unreadable, is_workbook, opened

_SPACE = re.compile(r"[ \t\xa0\u2007\u202f\ufeff]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")


def read(path_or_file: Path | str | Readable, *, name: str = "", tab: str = "", max_rows: int = 200_000) -> Sheet:
    """Read a CSV or XLSX table; `name` is what people call the file, for the messages, and `tab` the sheet of a
    workbook to read; without one it is the likeliest.

    The whole file is gone through at once, so that what is wrong is known before anything is done with it. Cells are
    trimmed; empty rows and repeated headers are left out; short rows are filled up, cells beyond the header cut off,
    and `Sheet.notes` says so. Raises Unreadable with a plain sentence.
    """
    name = name or (Path(path_or_file).name if isinstance(path_or_file, str | Path) else _("This file"))
    file = opened(path_or_file)
    notes: list[str] = []
    tabs: list[str] = []
    is_book = is_workbook(file, name)
    if tab and not is_book:
        raise Unreadable(_("%(name)s is no workbook: there are no sheets in it to choose from.") % {"name": name})
    rows = workbook.rows_of(file, name, notes, tabs, tab) if is_book else delimited.rows_of(file, notes)
    sheet = _Table(rows, notes, max_rows).sheet()
    sheet.tabs = tuple(tabs)
    return sheet


class _Table:
    """A table on its way in: where its header is, what is in it, and what was odd."""

    def __init__(self, rows: Iterator[Numbered], notes: list[str], max_rows: int) -> None:
        cleaned = ((number, [_clean(cell) for cell in cells]) for number, cells in rows)
        self.rows = ((number, cells) for number, cells in cleaned if any(cells))
        self.notes = notes
        self.max_rows = max_rows
        self.cut = self.repeated = 0

    def sheet(self) -> Sheet:
        """The sheet; raises Unreadable for one without rows or with too many."""
        top = list(islice(self.rows, 200))
        at = header.header_at([cells for _number, cells in top])
        names = self._names(top, at)
        below = chain(top if at is None else top[at + 1 :], self.rows)
        rows = Rows(self._fitted(below, top[at][1] if at is not None else [], len(names)))
        if not len(rows):
            raise Unreadable(
                _("There is a header in this file but no row under it. Pick the file that has your members in it.")
            )
        self._say_what_was_odd()
        return Sheet(names, rows, self.notes)

    def _names(self, top: list[Numbered], at: int | None) -> list[str]:
        if not top:
            raise Unreadable(_("This file is empty. Choose another one."))
        if at is None:
            self.notes.append(_("The first row is not a header, so the columns are only numbered."))
            return header.names_for([], max(len(cells) for _number, cells in top))
        if at:
            lines = ngettext(
                "%(count)s line above the header was left out.", "%(count)s lines above the header were left out.", at
            )
            self.notes.append(lines % {"count": at})
        return header.names_for(top[at][1], _width(top[at][1], [cells for _number, cells in top[at + 1 :]]))

    def _fitted(self, rows: Iterator[Numbered], title: list[str], width: int) -> Iterator[Numbered]:
        for count, (number, cells) in enumerate(rows):
            if count >= self.max_rows:
                raise Unreadable(
                    _("This file has more than %(most)s rows. Split it and bring in the parts one after the other.")
                    % {"most": f"{self.max_rows:,}"}
                )
            if cells == title:
                self.repeated += 1
                continue
            self.cut += any(cells[width:])
            yield number, (cells + [""] * (width - len(cells)))[:width]

    def _say_what_was_odd(self) -> None:
        if self.repeated:
            self.notes.append(_("The header came again further down; that was left out."))
        if self.cut:
            words = ngettext(
                "%(count)s row has more cells than the header; the extra ones were left out.",
                "%(count)s rows have more cells than the header; the extra ones were left out.",
                self.cut,
            )
            self.notes.append(words % {"count": self.cut})


def _width(title: list[str], below: list[list[str]]) -> int:
    """As wide as the header, and as the columns without a name that most rows below nevertheless use."""
    width = len(title)
    while width and not title[width - 1]:
        width -= 1
    used = sorted(len(cells) for cells in below if cells)
    return max(width, used[len(used) // 2]) if used else width


def _clean(cell: str) -> str:
    """The cell without control characters and outer or doubled spaces; line breaks inside it stay."""
    words = _CONTROL.sub("", cell.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(line.strip() for line in _SPACE.sub(" ", words).split("\n")).strip()
