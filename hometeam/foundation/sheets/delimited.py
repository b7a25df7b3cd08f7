"""CSV, whatever stands between its cells."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

from hometeam.foundation.sheets.encoding import encoding_of
from hometeam.foundation.sheets.sheet import Numbered
from hometeam.foundation.sheets.source import Unreadable

DELIMITERS = ",;\t|"
_SAMPLE = 64 * 1024
_LONGEST_CELL = 200_000


def rows_of(file: BinaryIO, notes: list[str]) -> Iterator[Numbered]:
    """Every record with its first line's number. Raises Unreadable, while iterating, for a quote that never ends."""
    content = file.read()
    encoding = encoding_of(content)
    if encoding.guessed:
        notes.append(
            _("The file does not say how its letters are written; look at names with accents before going on.")
        )
    text = io.TextIOWrapper(io.BytesIO(content), encoding.name, errors=encoding.errors, newline="")
    sample = text.read(_SAMPLE)
    text.seek(0)
    lines = _without_nuls(text, notes)
    named = _named_delimiter(sample)
    if named:
        next(lines)
    reader = csv.reader(lines, delimiter=named or delimiter_of(sample))
    return _numbered(reader, skipped=1 if named else 0)


def _numbered(reader: Iterator[list[str]], *, skipped: int) -> Iterator[Numbered]:
    first = 1
    try:
        for cells in reader:
            if any(len(cell) > _LONGEST_CELL for cell in cells):
                raise Unreadable(_never_closed(first + skipped))
            yield first + skipped, cells
            first = reader.line_num + 1  # type: ignore[attr-defined]
    except csv.Error as error:
        raise Unreadable(_never_closed(first + skipped)) from error


def _never_closed(line: int) -> str:
    return _("A quotation mark is opened near line %(line)s and never closed. Mend that line and try again.") % {
        "line": line
    }


def _without_nuls(text: io.TextIOWrapper, notes: list[str]) -> Iterator[str]:
    noted = False
    for line in text:
        if "\0" in line and not noted:
            noted = True
            notes.append(_("Characters that cannot be shown were left out."))
        yield line.replace("\0", "")


def _named_delimiter(sample: str) -> str | None:
    """Excel's own first line, "sep=;"."""
    first = sample.partition("\n")[0].strip().strip('"').lower()
    return first[4] if len(first) == 5 and first.startswith("sep=") and first[4] in DELIMITERS else None


def delimiter_of(sample: str) -> str:
    """The sign that cuts the sample into the most even table; a comma when none does."""
    whole = sample[: sample.rfind("\n") + 1] or sample
    return max(DELIMITERS, key=lambda sign: _evenness(whole, sign))


def _evenness(sample: str, sign: str) -> float:
    """How many of the records have the most usual width, times a little for how wide that is; 0 for a single column."""
    try:
        records = csv.reader(io.StringIO(sample.replace("\0", ""), newline=""), delimiter=sign)
        widths = Counter(len(cells) for cells in records if any(cells))
    except csv.Error:
        return 0.0
    width, often = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]), default=(1, 0))
    return 0.0 if width < 2 else often / widths.total() * width**0.5
