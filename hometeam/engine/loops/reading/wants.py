"""Want lists of math trades, read as TradeMaximizer does: `(user) item : wanted wanted …`.

An item goes to whoever gives one that is wanted for it, so arcs lead from the wanted item to the other.
Names that begin with % stand for several items of one user; they pass on and are not counted. What its author would
have stopped at is refused, what it only warns of is passed over: items that nobody has, another list for the same item,
a list for what is no official name, and what a user wants of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from hometeam.engine.loops.pool import Pool
from hometeam.engine.loops.reading.gathering import Gathering
from hometeam.engine.unpacking import Malformed

NAMES = "-OFFICIAL-NAMES"
SAYS = "a want list is “(user) item : wanted wanted …”"


@dataclass(frozen=True)
class _List:
    line: int
    user: str
    item: str
    wanted: list[str]


@dataclass
class _Sheet:
    """What a file has said so far: its options, and the names that items may have, if it has a section of them."""

    options: set[str] = field(default_factory=set)
    official: set[str] | None = None
    naming: bool = False

    def same(self, word: str) -> str:
        """A word as it is compared: in capitals, unless capitals matter."""
        return word.strip() if "CASE-SENSITIVE" in self.options else word.strip().upper()

    def name(self, word: str, user: str) -> str:
        """An item's name; what begins with % belongs to its user."""
        return f"{self.same(word)} ({user})" if word.startswith("%") else self.same(word)


def read_wants(text: str) -> Pool:
    """The pool of a want list; raises Malformed with one plain sentence."""
    # Of several lists for one item the first counts.
    lists = {each.item: each for each in reversed(list(_lists(text)))}
    if not lists:
        raise Malformed("there is no want list in this file", 1)
    pool = Gathering()
    for item in reversed(lists):
        pool.member(item)
    passing_on = frozenset(number for item, number in pool.number.items() if item.startswith("%"))
    for each in reversed(lists.values()):
        for item in dict.fromkeys(each.wanted):
            if item in lists and not _own(lists[item], each):
                pool.add(pool.number[item], pool.number[each.item], each.line)
    return pool.pool(passing_on)


def _own(wanted: _List, by: _List) -> bool:
    """Whether an item's user has it already; what passes on is there to be wanted by its user."""
    return wanted.item == by.item or (wanted.user == by.user != "" and not wanted.item.startswith("%"))


def _lists(text: str) -> Iterator[_List]:
    sheet = _Sheet()
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if line.startswith("#!"):
            sheet.options.update(line[2:].upper().split())
        elif line.startswith("!"):
            _section(sheet, line, number)
        elif line and not line.startswith("#"):
            yield from _named(sheet, line, number)
    if sheet.naming:
        raise Malformed("the file is cut short: the official names have no end", len(text.splitlines()))


def _section(sheet: _Sheet, line: str, number: int) -> None:
    if line.upper() not in (f"!BEGIN{NAMES}", f"!END{NAMES}"):
        raise Malformed(f"“{line[:40]}” is no section of a want list", number)
    begins = line.upper().startswith("!BEGIN")
    if begins == sheet.naming or (begins and sheet.official is not None):
        raise Malformed("official names begin once and end once", number)
    sheet.naming = begins
    sheet.official = set() if sheet.official is None else sheet.official


def _named(sheet: _Sheet, line: str, number: int) -> Iterator[_List]:
    """The want list of a line, or none: where official names are told, and for an item that is none of them."""
    if sheet.naming and sheet.official is not None:
        sheet.official.add(sheet.same(re.split(r"[:\s]", line)[0]))
        return
    found = _list(sheet, line, number)
    if sheet.official is None or found.item in sheet.official or found.item.startswith("%"):
        yield found


def _list(sheet: _Sheet, line: str, number: int) -> _List:
    user, line = _user(sheet, line, number)
    if line.count(":") > 1 or ("REQUIRE-COLONS" in sheet.options and ":" not in line):
        raise Malformed(f"there is not one colon: {SAYS}", number)
    if "#" in line:
        raise Malformed("a comment has a line of its own, which begins with #", number)
    item, _, rest = line.partition(":") if ":" in line else line.strip().partition(" ")
    if len(item.split()) != 1 or ";" in item:
        raise Malformed(SAYS, number)
    wanted = [word for word in re.split(r"[\s;]+", rest) if word]
    if "EXPLICIT-PRIORITIES" in sheet.options:
        wanted = [word.partition("=")[0] for word in wanted]
    # Without a user nothing says whose a name with % is.
    mine = [sheet.name(word, user) for word in wanted if user or not word.startswith("%")]
    return _List(number, user, sheet.name(item.strip(), user), mine)


def _user(sheet: _Sheet, line: str, number: int) -> tuple[str, str]:
    """Whose list this is, empty where that is not said, and the rest of the line."""
    if not line.startswith("("):
        if "REQUIRE-USERNAMES" in sheet.options:
            raise Malformed("whose list this is, is missing: “(user)” at its beginning", number)
        user, rest = "", line
    else:
        user, closed, rest = line[1:].partition(")")
        if not closed:
            raise Malformed("the user's name has no closing bracket", number)
        if not user.strip():
            raise Malformed("there is no name between the brackets", number)
    if re.search(r"[()]", user + rest):
        raise Malformed("only the user's name, at the beginning, stands between brackets", number)
    return sheet.same(user), rest
