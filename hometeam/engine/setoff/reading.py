"""Debts from a table: `debtor,creditor,amount`, in whole minor units such as cents or minutes."""

from __future__ import annotations

import csv
import io

from hometeam.engine.setoff.clearing import Debt
from hometeam.engine.unpacking import Malformed, suffix, text_of

HEADER = ["debtor", "creditor", "amount"]


def read_debts(name: str, content: bytes) -> list[Debt]:
    """The debts of a `.csv` file, packed as .xz or .gz or not; raises Malformed with one plain sentence."""
    if suffix(name) != ".csv":
        raise Malformed(f"“{name}” is no .csv, packed as .xz or .gz or not")
    reader = csv.reader(io.StringIO(text_of(name, content), newline=""), strict=True)
    try:
        if [cell.strip().lower() for cell in next(reader, [])] != HEADER:
            raise Malformed("the first line says “debtor,creditor,amount”", 1)
        debts = [_debt(row, reader.line_num) for row in reader if row]
    except csv.Error as trouble:
        raise Malformed(f"this is no CSV: {trouble}", reader.line_num) from None
    return debts


def _debt(row: list[str], line: int) -> Debt:
    if len(row) != 3:
        raise Malformed("a debt is “debtor,creditor,amount”", line)
    debtor, creditor, amount = map(str.strip, row)
    if debtor and creditor and debtor != creditor and amount.isascii() and amount.isdigit() and len(amount) <= 18:
        return Debt(debtor, creditor, int(amount))
    raise _wrong(debtor, creditor, amount, line)


def _wrong(debtor: str, creditor: str, amount: str, line: int) -> Malformed:
    if not debtor or not creditor:
        return Malformed("who owes or who is owed is missing", line)
    if debtor == creditor:
        return Malformed(f"{debtor} owes itself", line)
    return Malformed(f"“{amount[:40]}” is not a whole amount from 0 upwards, in minor units", line)
