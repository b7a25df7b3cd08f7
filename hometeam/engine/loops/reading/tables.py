"""Our own tables: `member,offer,need`, a row per offer or need or both; or `giver,receiver,weight`, maybe `chance`.

Spreadsheets where numbers have a decimal comma part columns by semicolons instead; both are read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from hometeam.engine.loops.pool import Member, Pool
from hometeam.engine.loops.reading.gathering import Gathering, decimal
from hometeam.engine.unpacking import Malformed, parted_by

MATCHES = ["member", "offer", "need"]
ARCS = ["giver", "receiver"]
MORE = ({"weight"}, {"weight", "chance"}, {"chance"}, set[str]())


def read_table(text: str) -> Pool:
    """The pool of a `.csv` file."""
    mark = parted_by(text.lstrip().partition("\n")[0])
    rows = _rows(text, mark)
    header = [name.strip().lower() for name in next(rows, (1, []))[1]]
    if header == MATCHES:
        return _matched(rows)
    if header[:2] == ARCS and set(header[2:]) in MORE and len(set(header)) == len(header):
        return _arcs(rows, header, mark)
    raise Malformed("the first line says “member,offer,need” or “giver,receiver,weight”", 1)


def is_table(text: str) -> bool:
    """Whether it begins as one of these tables does, whatever its file is called."""
    first = text.lstrip().partition("\n")[0]
    titles = [name.strip(' "').lower() for name in first.split(parted_by(first))]
    return titles[:2] in (ARCS, MATCHES[:2])


def _rows(text: str, mark: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not empty, with its line; all as long as the header, empty columns after it left off."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=mark)
    width, line = 0, 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                cells = [cell.strip() for cell in row]
                width = width or len(_filled(cells))
                if len(row) < width or any(cells[width:]):
                    raise Malformed(f"there are {len(row)} columns where the header has {width}", line)
                yield line, cells[:width]
            line = reader.line_num + 1
    except csv.Error as trouble:
        raise Malformed(f"this is no CSV: {trouble}", line) from None


def _filled(cells: list[str]) -> list[str]:
    """Cells without the empty ones at the end, which spreadsheets write for columns that were used once."""
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells


def _matched(rows: Iterator[tuple[int, list[str]]]) -> Pool:
    offers: dict[str, set[str]] = {}
    needs: dict[str, set[str]] = {}
    seen: set[tuple[str, str, str]] = set()
    for line, (member, offer, need) in rows:
        if not member:
            raise Malformed("whose offer or need this is, is missing", line)
        if (member, offer, need) in seen:
            raise Malformed(f"this row of {member} is there twice", line)
        seen.add((member, offer, need))
        offers.setdefault(member, set()).update({offer.casefold()} - {""})
        needs.setdefault(member, set()).update({need.casefold()} - {""})
    return Pool.of_members(Member(each, frozenset(offers[each]), frozenset(needs[each])) for each in offers)


def _arcs(rows: Iterator[tuple[int, list[str]]], header: list[str], mark: str) -> Pool:
    pool = Gathering()
    at = {name: header.index(name) for name in header}
    for line, row in rows:
        giver, receiver = row[0], row[1]
        if not giver or not receiver:
            raise Malformed("who gives or who receives is missing", line)
        weight = _number(row[at["weight"]], line, mark) if "weight" in at else 1.0
        chance = _number(row[at["chance"]], line, mark) if "chance" in at else 1.0
        pool.add(pool.member(giver), pool.member(receiver), line, weight, chance)
    return pool.pool()


def _number(word: str, line: int, mark: str) -> float:
    """A number, whose comma is a decimal one where commas part no columns."""
    return decimal(word if mark == "," else word.replace(",", "."), line)
