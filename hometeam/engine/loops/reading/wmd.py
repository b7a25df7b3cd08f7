"""PrefLib's weighted matching data: `# KEY: value` lines, then `from,to,weight`, members numbered from 1."""

from __future__ import annotations

from collections.abc import Mapping

from hometeam.engine.loops.pool import Pool
from hometeam.engine.loops.reading.gathering import Gathering, decimal, whole
from hometeam.engine.unpacking import Malformed

MOST_MEMBERS = 1_000_000


def read_wmd(text: str) -> Pool:
    """The pool of a `.wmd` file. Arcs of weight 0 are left out: they stand for ends of chains, not for gifts."""
    lines = text.splitlines()
    said, names = _head(lines)
    size, edges = _count(said, "NUMBER ALTERNATIVES"), _count(said, "NUMBER EDGES")
    if not 0 <= size <= MOST_MEMBERS:
        raise Malformed(f"{size} members cannot be; at most a million are looked at", said["NUMBER ALTERNATIVES"][1])
    if names not in (0, size):
        raise Malformed(f"{size} members are announced, but {names} are named", said["NUMBER ALTERNATIVES"][1])
    pool, found = Gathering([str(number) for number in range(1, size + 1)]), 0
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            _arc(pool, line, number, size)
            found += 1
    if found != edges:
        raise Malformed(f"{edges} arcs are announced, but there are {found}", said["NUMBER EDGES"][1])
    pool.arcs = {ends: worth for ends, worth in pool.arcs.items() if worth[0] > 0}
    return pool.pool()


def _head(lines: list[str]) -> tuple[dict[str, tuple[str, int]], int]:
    said: dict[str, tuple[str, int]] = {}
    names = 0
    for number, line in enumerate(lines, 1):
        if line.startswith("#"):
            key, _, value = line[1:].partition(":")
            names += key.strip().startswith("ALTERNATIVE NAME")
            said[key.strip()] = value.strip(), number
    return said, names


def _count(said: Mapping[str, tuple[str, int]], key: str) -> int:
    if key not in said:
        raise Malformed(f"the line “# {key}: …” is missing", 1)
    return whole(*said[key])


def _arc(pool: Gathering, line: str, number: int, size: int) -> None:
    words = line.split(",")
    if len(words) != 3:
        raise Malformed("an arc is “from,to,weight”", number)
    giver, receiver = whole(words[0], number), whole(words[1], number)
    for end in (giver, receiver):
        if not 1 <= end <= size:
            raise Malformed(f"there is no member {end}, they are numbered from 1 to {size}", number)
    pool.add(giver - 1, receiver - 1, number, decimal(words[2], number))
