"""Debts from a table: `debtor,creditor,amount`, in whole minor units such as cents or minutes."""

from __future__ import annotations

import csv
import io

from hometeam.engine.setoff.clearing import Debt
from hometeam.engine.unpacking import Malformed, parted_by, suffix, text_of

COLUMNS = ("debtor", "creditor", "amount")


def read_debts(name: str, content: bytes) -> list[Debt]:
    """The debts of a `.csv` file, packed as .xz or .gz or not: its columns in any order, further ones are left alone.
    Raises Malformed with one plain sentence.
    """
    if suffix(name) != ".csv":
        raise Malformed(f"“{name}” is no .csv, packed as .xz or .gz or not")
    text = text_of(name, content)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=parted_by(text.partition("\n")[0]))
    try:
        header = [cell.strip().lower() for cell in next(reader, [])]
        if any(header.count(column) != 1 for column in COLUMNS):
            raise Malformed("the first line says “debtor,creditor,amount”", 1)
        places = [header.index(column) for column in COLUMNS]
        debts = [_debt(row, places, len(header), reader.line_num) for row in reader if any(map(str.strip, row))]
    except csv.Error as trouble:
        raise Malformed(f"this is no CSV: {trouble}", reader.line_num) from None
    return debts


def _debt(row: list[str], places: list[int], width: int, line: int) -> Debt:
    if len(row) != width:
        raise Malformed(f"there are {len(row)} columns where the first line has {width}", line)
    debtor, creditor, amount = (row[place].strip() for place in places)
    if debtor and creditor and debtor != creditor and amount.isascii() and amount.isdigit() and len(amount) <= 18:
        return Debt(debtor, creditor, int(amount))
    raise _wrong(debtor, creditor, amount, line)


def _wrong(debtor: str, creditor: str, amount: str, line: int) -> Malformed:
    if not debtor or not creditor:
        return Malformed("who owes or who is owed is missing", line)
    if debtor == creditor:
        return Malformed(f"{debtor} owes itself", line)
    return Malformed(f"“{amount[:40]}” is not a whole amount from 0 upwards, in minor units", line)
