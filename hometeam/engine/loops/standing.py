"""Loops of an earlier answer, found again among the loops of today."""

from __future__ import annotations

import numpy as np

from hometeam.engine.loops.choice import in_order
from hometeam.engine.loops.columns import Columns
from hometeam.engine.loops.graph import Graph
from hometeam.engine.loops.pool import Floats, Ints, Nodes, Pool


def standing(
    pool: Pool, graph: Graph, columns: Columns, room: Floats, loops: tuple[tuple[str, ...], ...]
) -> Ints | None:
    """The columns of those earlier loops that are still possible, as far as they go together."""
    place = {pool.ids[member]: number for number, member in enumerate(graph.member.tolist())}
    known = [[place[each] for each in loop] for loop in loops if all(each in place for each in loop)]
    short = [loop for loop in known if 0 < len(loop) <= columns.longest]
    if not short:
        return None
    wanted = np.sort(_signed(np.array([_turned(loop, columns.longest, graph.size) for loop in short], np.int32).T))
    signed = _signed(columns.nodes)
    nearest = wanted[np.minimum(np.searchsorted(wanted, signed), len(wanted) - 1)]
    return in_order(columns, room, np.flatnonzero(signed == nearest))


def _turned(loop: list[int], longest: int, nobody: int) -> list[int]:
    """As columns have it: from its least connected member, filled up with nobody."""
    first = loop.index(min(loop))
    return loop[first:] + loop[:first] + [nobody] * (longest - len(loop))


def _signed(nodes: Nodes) -> Ints:
    """One number per loop; that two differ in nothing but by chance of 2⁻⁶⁴ is enough for a place to start."""
    signature = np.zeros(nodes.shape[1], np.int64)
    with np.errstate(over="ignore"):
        for row in nodes:
            signature = signature * np.int64(6364136223846793005) + row + np.int64(1442695040888963407)
    return signature
