"""Read members and ties from the text of two tables; whatever cannot be right is said with its line."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
EVERYTHING = "all relations"
"""What relations are called together where the table names none."""


class Unfit(ValueError):
    """A table that cannot be evaluated: one plain sentence, with the line where there is one."""


@dataclass(frozen=True)
class Row:
    """One row of a table: the line that it ends on, and its cells by column."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Members:
    """Ids in the order of the table, and each attribute's cells in the same order."""

    ids: tuple[str, ...]
    attributes: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, eq=False)
class Ties:
    """For each relation its arcs: rows of (source, target), numbers of members, none twice."""

    relations: Mapping[str, Ints]


def rows(text: str, needed: tuple[str, ...], what: str) -> Iterator[Row]:
    """The rows of comma-, semicolon- or tab-separated text with a header.

    Raises `Unfit` for an empty text, a missing or doubled column, and rows of another width.
    """
    if "\0" in text:
        raise Unfit(f"{what} is not a text file.")
    reader = csv.reader(StringIO(text), delimiter=_delimiter(text), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        _check_header(header, needed, what)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield Row(reader.line_num, _named(header, cells, f"Line {reader.line_num} of {what}"))
    except csv.Error as trouble:
        raise Unfit(f"Line {reader.line_num} of {what} cannot be read: {trouble}.") from trouble


def _delimiter(text: str) -> str:
    head = text.partition("\n")[0]
    return max(",;\t", key=head.count)


def _check_header(header: list[str], needed: tuple[str, ...], what: str) -> None:
    if not any(header):
        raise Unfit(f"{what} is empty.")
    missing = [name for name in needed if name not in header]
    if missing:
        raise Unfit(f"{what} has no column “{missing[0]}”; its first line must name {', '.join(needed)}.")
    doubled = [name for name in header if header.count(name) > 1]
    if doubled:
        raise Unfit(f"{what} has the column “{doubled[0]}” twice.")


def _named(header: list[str], cells: list[str], where: str) -> dict[str, str]:
    if len(cells) != len(header):
        raise Unfit(f"{where} has {len(cells)} cells where the first line has {len(header)}.")
    return {name: cell.strip() for name, cell in zip(header, cells, strict=True)}


def read_members(text: str) -> Members:
    """`id` and any other columns. Raises `Unfit` for an id that is missing or comes twice, and for fewer than four."""
    found = list(rows(text, ("id",), "The members' file"))
    seen: dict[str, int] = {}
    for row in found:
        one = row.cells["id"]
        if not one:
            raise Unfit(f"Line {row.line} of the members' file has no id.")
        if one in seen:
            raise Unfit(f"Line {row.line} of the members' file has the id “{one}” again (first in line {seen[one]}).")
        seen[one] = row.line
    if len(found) < FEWEST:
        raise Unfit(f"The members' file has {len(found)} members; at least {FEWEST} are needed.")
    names = [name for name in found[0].cells if name not in ("id", "")]
    return Members(tuple(seen), {name: tuple(row.cells[name] for row in found) for name in names})


FEWEST = 4


def read_ties(text: str, members: Members) -> Ties:
    """`src`, `dst` and perhaps `relation`. Raises `Unfit` for ids that no member has and for ties with oneself."""
    number = {one: at for at, one in enumerate(members.ids)}
    found: dict[str, dict[tuple[int, int], None]] = {}
    for row in rows(text, ("src", "dst"), "The ties' file"):
        arc = _end(row, "src", number), _end(row, "dst", number)
        if arc[0] == arc[1]:
            raise Unfit(f"Line {row.line} of the ties' file ties “{row.cells['src']}” to itself.")
        found.setdefault(row.cells.get("relation") or EVERYTHING, {})[arc] = None
    if not found:
        raise Unfit("The ties' file has no ties.")
    return Ties({name: np.array(list(arcs), np.int64).reshape(-1, 2) for name, arcs in found.items()})


def _end(row: Row, column: str, number: Mapping[str, int]) -> int:
    one = row.cells[column]
    if one not in number:
        raise Unfit(f"Line {row.line} of the ties' file names “{one}”, who is not in the members' file.")
    return number[one]
