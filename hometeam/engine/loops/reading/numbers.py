"""The text format of the Glasgow solvers and the INESC generator: `n m`, then `from to weight`, then `-1 -1 -1`.

INESC's files end otherwise: for each member with arcs the chance that it drops out, then those of its arcs.
"""

from __future__ import annotations

from itertools import islice

from hometeam.engine.loops.pool import Pool
from hometeam.engine.loops.reading.gathering import Gathering, decimal, whole
from hometeam.engine.loops.reading.wmd import MOST_MEMBERS
from hometeam.engine.unpacking import Malformed

Lines = list[tuple[int, list[str]]]
END = ["-1", "-1", "-1"]


def read_numbers(text: str) -> Pool:
    """The pool of an `.input` file; members are numbered from 0."""
    lines = [(number, line.split()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines or len(lines[0][1]) != 2:
        raise Malformed("the first line says how many members and how many arcs", lines[0][0] if lines else 1)
    first, head = lines[0]
    size, edges = whole(head[0], first), whole(head[1], first)
    if not (0 <= size <= MOST_MEMBERS and edges >= 0):
        raise Malformed(f"{size} members and {edges} arcs cannot be; at most a million members are looked at", first)
    pool = Gathering([str(number) for number in range(size)])
    rest = _arcs(pool, lines[1:], edges)
    last = lines[len(lines) - len(rest) - 1][0]
    if not rest:
        raise Malformed("the file is cut short: the end “-1 -1 -1” is missing", last)
    if len(pool.arcs) != edges:
        raise Malformed(f"{edges} arcs are announced, but there are {len(pool.arcs)} before the end", rest[0][0])
    if rest[0][1] != END:
        _chances(pool, rest)
    elif len(rest) > 1:
        raise Malformed("something follows the end “-1 -1 -1”", rest[1][0])
    return pool.pool()


def _arcs(pool: Gathering, lines: Lines, edges: int) -> Lines:
    """Reads the arcs; what comes after them."""
    for at, (number, words) in enumerate(lines):
        if words == END or (len(pool.arcs) == edges and len(words) != 3):
            return lines[at:]
        if len(words) != 3:
            raise Malformed("an arc is “from to weight”", number)
        giver, receiver = whole(words[0], number), whole(words[1], number)
        for each in (giver, receiver):
            if not 0 <= each < len(pool.ids):
                raise Malformed(f"there is no member {each}, they are numbered from 0 to {len(pool.ids) - 1}", number)
        pool.add(giver, receiver, number, decimal(words[2], number))
    return []


def _chances(pool: Gathering, lines: Lines) -> None:
    """A leg comes about if neither its giver nor itself drops out."""
    words = iter([(number, word) for number, line in lines for word in line])
    arcs: dict[int, list[int]] = {}
    for giver, receiver in pool.arcs:
        arcs.setdefault(giver, []).append(receiver)
    for giver in sorted(arcs):
        receivers = arcs[giver]
        told = [(number, decimal(word, number)) for number, word in islice(words, 1 + len(receivers))]
        for number, each in told:
            if not 0 <= each <= 1:
                raise Malformed("a chance is a number from 0 to 1", number)
        if len(told) <= len(receivers):
            raise Malformed("the file is cut short: chances are missing", lines[-1][0])
        for receiver, (_, drop) in zip(receivers, told[1:], strict=True):
            weight = pool.arcs[giver, receiver][0]
            pool.arcs[giver, receiver] = weight, (1 - told[0][1]) * (1 - drop)
    if extra := next(words, None):
        raise Malformed("there are more chances than members and arcs", extra[0])
