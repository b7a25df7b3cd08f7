"""Want lists of math trades, as TradeMaximizer reads them: `(user) item : wanted wanted …`.

An item goes to whoever gives one that is wanted for it, so arcs lead from the wanted item to the other.
Names that begin with % stand for several items of one user; they pass on and are not counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hometeam.engine.loops.pool import Pool
from hometeam.engine.loops.reading.gathering import Gathering
from hometeam.engine.unpacking import Malformed

NAMES = "-OFFICIAL-NAMES"


@dataclass(frozen=True)
class _List:
    line: int
    user: str
    item: str
    wanted: list[str]


def read_wants(text: str) -> Pool:
    """The pool of a want list. Wanted items that nobody offers, and an item wanted for itself, are passed over."""
    # Of several lists for one item the first counts, as for TradeMaximizer.
    lists = list({each.item: each for each in reversed(list(_lists(text)))}.values())[::-1]
    if not lists:
        raise Malformed("there is no want list in this file", 1)
    pool, passing_on = Gathering(), set()
    for each in lists:
        number = pool.member(each.item)
        if each.item.startswith("%"):
            passing_on.add(number)
    for each in lists:
        receiver = pool.number[each.item]
        givers = dict.fromkeys(pool.number[name] for name in each.wanted if name in pool.number)
        for giver in givers:
            if giver != receiver:
                pool.add(giver, receiver, each.line)
    return pool.pool(frozenset(passing_on))


def _lists(text: str) -> Iterator[_List]:
    naming = False
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if line.startswith("!"):
            naming = _section(line, number)
        elif line and not line.startswith("#") and not naming:
            yield _list(line, number)
    if naming:
        raise Malformed("the file is cut short: the official names have no end", len(text.splitlines()))


def _section(line: str, number: int) -> bool:
    if line.upper() not in (f"!BEGIN{NAMES}", f"!END{NAMES}"):
        raise Malformed(f"“{line[:40]}” is no section of a want list", number)
    return line.upper().startswith("!BEGIN")


def _list(line: str, number: int) -> _List:
    user = ""
    if line.startswith("("):
        user, closed, line = line[1:].partition(")")
        if not closed:
            raise Malformed("the user's name has no closing bracket", number)
    item, _, rest = line.partition(":") if ":" in line else line.strip().partition(" ")
    if not item.strip() or len(item.split()) != 1:
        raise Malformed("a want list is “(user) item : wanted wanted …”", number)
    wanted = [word for word in re.split(r"[\s;:]+", rest) if word]
    return _List(number, user, _name(item, user), [_name(word, user) for word in wanted])


def _name(word: str, user: str) -> str:
    """Names are the same in capitals; what begins with % belongs to its user."""
    name = word.strip().upper()
    return f"{name} ({user.strip().upper()})" if name.startswith("%") else name
