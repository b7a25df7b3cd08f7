"""Write a table that a spreadsheet opens as it is, and that computes nothing there."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
UTF_8_MARK = "\ufeff"
"""Spreadsheets take a file for UTF-8 by this mark alone."""


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: where it could, an apostrophe stands before it."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def csv_answer(name: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponse:
    """A CSV file called `name` to take along, for its owner's eyes alone."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    answer.write(UTF_8_MARK)
    sheet = csv.writer(answer)
    sheet.writerow(heads)
    sheet.writerows([harmless(cell) for cell in row] for row in rows)
    return answer
