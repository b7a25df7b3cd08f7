"""Debts from a table: `debtor,creditor,amount`, in whole units or, as spreadsheets have money, with decimals.

Amounts are counted in units of the last decimal that is anywhere in the file, so that everything stays exact.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from hometeam.engine.setoff.clearing import Debt
from hometeam.engine.unpacking import Malformed, parted_by, suffix, text_of

COLUMNS = ("debtor", "creditor", "amount")
MOST_DECIMALS = 4
MOST_DIGITS = 19
"""As many as the greatest amount has that all debts together may come to."""
Row = tuple[str, str, str, int]
"""Who owes, who is owed, the amount as it is written, the line."""


@dataclass(frozen=True)
class Book:
    """Debts in units of the last of so many `decimals`, and the `mark` before these: a point or a comma."""

    debts: list[Debt]
    decimals: int = 0
    mark: str = "."

    def said(self, amount: int) -> str:
        """An amount as the file would write it."""
        if not self.decimals:
            return str(amount)
        digits = str(amount).rjust(self.decimals + 1, "0")
        return f"{digits[: -self.decimals]}{self.mark}{digits[-self.decimals :]}"


def read_book(name: str, content: bytes) -> Book:
    """The debts of a `.csv` file, packed as .xz or .gz or not: its columns in any order, further ones are left alone.

    Decimals have a point, or a comma where semicolons or tabs part the columns. Raises Malformed with one plain
    sentence.
    """
    if suffix(name) != ".csv":
        raise Malformed(f"“{name}” is no .csv, packed as .xz or .gz or not")
    text = text_of(name, content)
    parting = parted_by(text.partition("\n")[0])
    rows, mark = list(_rows(text, parting)), "." if parting == "," else ","
    decimals = max((len(amount.partition(mark)[2]) for _debtor, _creditor, amount, _line in rows), default=0)
    return Book([_debt(row, mark, decimals) for row in rows], decimals, mark)


def _rows(text: str, parting: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=parting)
    mark = "." if parting == "," else ","
    try:
        header = [cell.strip().lower() for cell in next(reader, [])]
        if any(header.count(column) != 1 for column in COLUMNS):
            raise Malformed("the first line says “debtor,creditor,amount”", 1)
        places = [header.index(column) for column in COLUMNS]
        for row in reader:
            if any(map(str.strip, row)):
                yield _row(row, places, len(header), (mark, reader.line_num))
    except csv.Error as trouble:
        raise Malformed(f"this is no CSV: {trouble}", reader.line_num) from None


def _row(row: list[str], places: list[int], width: int, at: tuple[str, int]) -> Row:
    mark, line = at
    if len(row) != width:
        raise Malformed(f"there are {len(row)} columns where the first line has {width}", line)
    debtor, creditor, amount = (row[place].strip() for place in places)
    if debtor and creditor and debtor != creditor and _is_number(amount, mark) and len(amount) <= MOST_DIGITS:
        return debtor, creditor, amount, line
    raise _wrong(debtor, creditor, amount, at)


def _is_number(amount: str, mark: str) -> bool:
    whole, marked, decimals = amount.partition(mark)
    if not marked or not amount.isascii():
        return amount.isascii() and amount.isdigit()
    return whole.isdigit() and decimals.isdigit() and len(decimals) <= MOST_DECIMALS


def _debt(row: Row, mark: str, decimals: int) -> Debt:
    debtor, creditor, amount, line = row
    if not decimals:
        return Debt(debtor, creditor, int(amount))
    whole, _mark, rest = amount.partition(mark)
    if len(whole) + decimals > MOST_DIGITS:
        raise Malformed(f"“{amount}” is too great an amount", line)
    return Debt(debtor, creditor, int(whole + rest.ljust(decimals, "0")))


def _wrong(debtor: str, creditor: str, amount: str, at: tuple[str, int]) -> Malformed:
    mark, line = at
    if not debtor or not creditor:
        return Malformed("who owes or who is owed is missing", line)
    if debtor == creditor:
        return Malformed(f"{debtor} owes itself", line)
    if _is_number(amount, mark):
        return Malformed(f"“{amount[:40]}” is too great an amount", line)
    wanted = f"an amount from 0 upwards, such as 12 or 12{mark}50, with nothing between its thousands"
    return Malformed(f"“{amount[:40]}” is not {wanted}", line)
