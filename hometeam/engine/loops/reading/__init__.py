"""Pools from files: PrefLib, kidney-exchange JSON, Glasgow and INESC, want lists of math trades, and our own tables."""

from __future__ import annotations

from collections.abc import Callable

from hometeam.engine.loops.pool import Pool
from hometeam.engine.loops.reading.kep import read_kep
from hometeam.engine.loops.reading.numbers import read_numbers
from hometeam.engine.loops.reading.tables import is_table, read_table
from hometeam.engine.loops.reading.wants import read_wants
from hometeam.engine.loops.reading.wmd import read_wmd
from hometeam.engine.unpacking import Malformed, suffix, text_of

READERS: dict[str, Callable[[str], Pool]] = {
    ".wmd": read_wmd,
    ".json": read_kep,
    ".input": read_numbers,
    ".txt": read_wants,
    ".csv": read_table,
}

__all__ = ["READERS", "Malformed", "read_pool"]


def read_pool(name: str, content: bytes) -> Pool:
    """The pool in a file, by its name's ending, before .xz or .gz; raises Malformed with one plain sentence."""
    ending = suffix(name)
    if ending == ".ndds":
        raise Malformed("this file holds altruists, who begin chains; only loops are looked for")
    if ending not in READERS:
        raise Malformed(f"“{name}” is none of {', '.join(READERS)}, packed as .xz or .gz or not")
    text = text_of(name, content)
    if ending == ".txt" and is_table(text):  # so spreadsheets call tables with tabs
        return read_table(text)
    return READERS[ending](text)
