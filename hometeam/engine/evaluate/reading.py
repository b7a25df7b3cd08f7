"""Read members and ties from the text of two tables; whatever cannot be right is said with its line."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO

import numpy as np
from numpy.typing import NDArray

from hometeam.engine.unpacking import parted_by

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
    """Ids in the order of the table, each attribute's cells in the same order, and what the table is called."""

    ids: tuple[str, ...]
    attributes: Mapping[str, tuple[str, ...]]
    called: str = "the members' file"


@dataclass(frozen=True, eq=False)
class Ties:
    """For each relation its arcs: rows of (source, target), numbers of members, none twice; and what the table is
    called.
    """

    relations: Mapping[str, Ints]
    called: str = "the ties' file"


def rows(text: str, needed: tuple[str, ...], called: str) -> Iterator[Row]:
    """The rows of comma-, semicolon- or tab-separated text with a header, in lines of any system.

    `called` is what the text is called in a sentence. Raises `Unfit` for an empty text, a missing or doubled column,
    and rows of another width.
    """
    lines = StringIO(text, newline=None)
    if (before := text.partition("\0")[0]) != text:
        line = before.count("\n") + 1
        raise Unfit(f"Line {line} of {called} is not text; a table is needed as plain text, such as CSV.")
    mark = parted_by(lines.readline())
    lines.seek(0)
    reader = csv.reader(lines, delimiter=mark, strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        _check_header(header, needed, called)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield Row(reader.line_num, _named(header, cells, f"Line {reader.line_num} of {called}"))
    except csv.Error as trouble:
        raise Unfit(f"Line {reader.line_num} of {called} {_in_words(trouble)}.") from trouble


def _in_words(trouble: csv.Error) -> str:
    said = str(trouble)
    if "field limit" in said:
        return f"has a cell of more than {csv.field_size_limit():,} characters"
    if "unexpected end" in said:
        return "is the last, and a quotation mark that was opened before is still open"
    return f"cannot be read: {said}"


def _check_header(header: list[str], needed: tuple[str, ...], called: str) -> None:
    if not any(header):
        raise Unfit(f"There is nothing in {called}, or its first line is empty.")
    missing = [name for name in needed if name not in header]
    if missing:
        raise Unfit(f"Line 1 of {called} has no column “{missing[0]}”; it must name {', '.join(needed)}.")
    doubled = [name for name in header if header.count(name) > 1 and name]
    if doubled:
        raise Unfit(f"Line 1 of {called} has the column “{doubled[0]}” twice.")


def _named(header: list[str], cells: list[str], where: str) -> dict[str, str]:
    if len(cells) != len(header):
        raise Unfit(f"{where} has {len(cells)} cells where the first line has {len(header)}.")
    return {name: cell.strip() for name, cell in zip(header, cells, strict=True)}


def short(said: str) -> str:
    """What a table says, so short that it fits into a sentence."""
    return said if len(said) <= SHORT else said[:SHORT] + "…"


SHORT = 60


def read_members(text: str, called: str = "the members' file") -> Members:
    """`id` and any other columns. Raises `Unfit` for an id that is missing or comes twice, and for fewer than four."""
    found = list(rows(text, ("id",), called))
    seen: dict[str, int] = {}
    for row in found:
        one = row.cells["id"]
        if not one:
            raise Unfit(f"Line {row.line} of {called} has no id.")
        if one in seen:
            raise Unfit(f"Line {row.line} of {called} has the id “{short(one)}” again (first in line {seen[one]}).")
        seen[one] = row.line
    if len(found) < FEWEST:
        raise Unfit(f"At least {FEWEST} members are needed, and {called} has {len(found)}.")
    names = [name for name in found[0].cells if name not in ("id", "")]
    return Members(tuple(seen), {name: tuple(row.cells[name] for row in found) for name in names}, called)


FEWEST = 4
WHOLE = ".0"
"""What programs write behind whole numbers where a column has gaps: member 7 is 7.0 there."""


def read_ties(text: str, members: Members, called: str = "the ties' file") -> Ties:
    """`src`, `dst` and perhaps `relation`. Raises `Unfit` for ids that no member has and for ties with oneself."""
    number = {one: at for at, one in enumerate(members.ids)}
    bare = {one.removesuffix(WHOLE): at for one, at in number.items()}
    found: dict[str, dict[tuple[int, int], None]] = {}
    for row in rows(text, ("src", "dst"), called):
        ends = [row.cells[side] for side in ("src", "dst")]
        source, target = (number.get(one, bare.get(one.removesuffix(WHOLE), -1)) for one in ends)
        if min(source, target) < 0:
            stranger = ends[source >= 0]
            raise Unfit(f"Line {row.line} of {called} names “{short(stranger)}”, who is not in {members.called}.")
        if source == target:
            raise Unfit(f"Line {row.line} of {called} ties “{short(row.cells['src'])}” to itself.")
        found.setdefault(row.cells.get("relation") or EVERYTHING, {})[source, target] = None
    if not found:
        raise Unfit(f"There are no ties in {called}.")
    return Ties({name: np.array(list(arcs), np.int64).reshape(-1, 2) for name, arcs in found.items()}, called)
