"""XLSX: the first visible sheet with a table in it that is not much shorter than the others, values and not formulas.

openpyxl takes long to load, so that only who opens a workbook loads it.
"""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from hometeam.foundation.sheets.sheet import Numbered
from hometeam.foundation.sheets.source import Unreadable

MAX_UNPACKED = 400 * 1024 * 1024
MAX_PARTS = 2_000
MAX_BLANK_ROWS = 5_000
MAX_COLUMNS = 400
LOOK_AT = 60
MUCH_SHORTER = 3
"""A cover, a board of nine or a summary before the members is so many times shorter than they are, at least."""


def rows_of(file: BinaryIO, name: str, notes: list[str], tabs: list[str], wanted: str = "") -> Iterator[Numbered]:
    """Every row with its number, of the sheet called `wanted` or else of the likeliest; `tabs` is filled with the
    titles of all that could be read, this one first.

    Raises Unreadable, also while iterating, for what is damaged, harmful or empty.
    """
    from openpyxl import load_workbook

    _check_parts(file, name)
    try:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        visible = _visible(book.worksheets)
        full = _full(visible)
        chosen = _called(wanted, full) if wanted else _likeliest(full)
        tabs += [chosen.title, *(sheet.title for sheet in full if sheet is not chosen)]
        if len(visible) > 1:
            notes.append(_("Only the sheet “%(sheet)s” was read.") % {"sheet": chosen.title})
        yield from _cells(chosen)
    except Unreadable:
        raise
    except Exception as error:  # openpyxl answers a damaged part with whatever its parser met
        raise Unreadable(
            _("%(name)s is damaged. Open it in your spreadsheet program, save it again, and try that.") % {"name": name}
        ) from error


def _check_parts(file: BinaryIO, name: str) -> None:
    """Look at the sizes before anything is unpacked; zipfile itself holds each part to the size it declares."""
    with zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise Unreadable(
                _("%(name)s unpacks to more than we open. Copy the rows into a new, plain workbook and try that.")
                % {"name": name}
            )
        if any(part.flag_bits & 1 for part in parts):
            raise Unreadable(_("%(name)s has a password. Save it without one and try that.") % {"name": name})
        if any(_declares_entities(archive, part) for part in parts):
            raise Unreadable(_("%(name)s is not a workbook that a spreadsheet program wrote.") % {"name": name})
    file.seek(0)


def _declares_entities(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """No spreadsheet program writes a DOCTYPE; it is there to blow up or to spy."""
    if not part.filename.endswith((".xml", ".rels")):
        return False
    with archive.open(part) as opened:
        return b"<!DOCTYPE" in opened.read(2_000)


def _visible(sheets: list[Any]) -> list[Any]:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

    visible = [sheet for sheet in sheets if isinstance(sheet, ReadOnlyWorksheet) and sheet.sheet_state == "visible"]
    for sheet in visible:
        sheet.reset_dimensions()  # what a file claims about its size is often wrong
    return visible


def _full(visible: list[Any]) -> list[Any]:
    """Those with a table in them."""
    full = [sheet for sheet in visible if len(_widths(sheet)) > 1]
    if not full:
        raise Unreadable(_("There is no table in this workbook. Pick the file that has your members in it."))
    return full


def _called(title: str, full: list[Any]) -> Any:
    for sheet in full:
        if sheet.title == title:
            return sheet
    titles = ", ".join(sheet.title for sheet in full)
    raise Unreadable(_("There is no sheet “%(sheet)s”. There are: %(titles)s.") % {"sheet": title, "titles": titles})


def _likeliest(full: list[Any]) -> Any:
    """The first with several columns, unless there is one with far more rows; words on a cover have one column."""
    rows = {sheet.title: sum(width > 1 for width in _widths(sheet)) for sheet in full}
    most = max(rows.values())
    return next(sheet for sheet in full if rows[sheet.title] * MUCH_SHORTER >= most)


def _widths(sheet: Any) -> list[int]:
    """How many cells are filled in each of the first rows with something in them."""
    top = sheet.iter_rows(max_row=LOOK_AT, max_col=MAX_COLUMNS, values_only=True)
    return [width for row in top if (width := sum(value is not None for value in row))]


def _cells(sheet: Any) -> Iterator[Numbered]:
    blank = 0
    for number, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), start=1):
        cells = [_words(cell) for cell in row]
        blank = 0 if any(cells) else blank + 1
        if blank > MAX_BLANK_ROWS:  # some programs store a million rows of borders
            return
        yield number, _without_tail(cells)


def _without_tail(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _words(cell: Any) -> str:
    """What a person sees in the cell, or near it."""
    value = cell.value
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        return _number(value, cell.number_format)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(sep=" ", timespec="minutes")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _number(value: float, shown_as: str) -> str:
    """Whole numbers without ".0", with the leading zeros that a format such as 00000 shows (postcodes)."""
    if value != int(value):
        return repr(value)
    return str(int(value)).zfill(len(shown_as) if set(shown_as or "") == {"0"} else 0)
