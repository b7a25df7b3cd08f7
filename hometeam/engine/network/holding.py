"""Who holds the community together, who is alone in it, and who is leaned on."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from hometeam.engine.network.web import Web

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
STARTS, LEAST_STARTS = 1_000_000, 64
"""Ways are counted from everybody up to a thousand members, beyond from so many in all over the size, evenly chosen."""
MUCH, MANY = 4, 2
"""Whoever gave at least so often and at least so many times what came back may be leaned on."""


@dataclass(frozen=True)
class Bridge:
    """A member between others: the share of ways between two others that lead over it, how many groups it has ties
    in, and how many members would lose touch with the rest without it.
    """

    member_id: int
    share: float
    groups: int
    cut_off: int


@dataclass(frozen=True)
class Leaned:
    """A giver who is leaned on: what it gave and got, and how many get at least half of all that they get from it."""

    member_id: int
    given: float
    received: float
    rely: int


def alone(web: Web) -> tuple[int, ...]:
    """Members who have nothing to do with anybody here yet."""
    return tuple(int(one) for one in web.ids[web.degrees == 0])


def bridges(web: Web, group: Ints, top: int = 10) -> tuple[Bridge, ...]:
    """Those over whom most ways between others lead, and who have ties in several groups or alone hold some; the most
    needed first.
    """
    if not len(web):
        return ()
    ways, cut = ways_over(web), _cut_off(web)
    reach = np.array([len(set(group[web.neighbours(row)].tolist()) | {int(group[row])}) for row in range(len(web))])
    order = np.lexsort((web.ids, -ways, -cut * (cut > 1)))
    found = [row for row in order.tolist() if ways[row] > 0 and (reach[row] > 1 or cut[row] > 1)]
    return tuple(Bridge(int(web.ids[row]), float(ways[row]), int(reach[row]), int(cut[row])) for row in found[:top])


def leaned_on(web: Web, top: int = 10) -> tuple[Leaned, ...]:
    """Givers who give much more than comes back and on whom others rely, the most leaned on first."""
    given = np.asarray(web.given.sum(axis=1), np.float64).ravel()
    received = np.asarray(web.given.sum(axis=0), np.float64).ravel()
    arcs = web.given.tocoo()
    giver, receiver = (np.asarray(one, np.int64) for one in arcs.coords)
    relying = 2 * arcs.data >= received[receiver]
    rely = np.bincount(giver[relying], minlength=len(web))
    often = (given >= MUCH) & (given >= MANY * received) & (rely > 0)
    order = np.lexsort((web.ids, received - given, -rely))
    rows = [row for row in order.tolist() if often[row]]
    return tuple(
        Leaned(int(web.ids[row]), float(given[row]), float(received[row]), int(rely[row])) for row in rows[:top]
    )


def sides(web: Web, group: Ints, member_id: int) -> Ints:
    """For each row the number of its side of a member: those who belong together and would still be joined, were that
    member to go, have the same. -1 for the member and for whoever it joins with nobody.

    Raises ValueError for strangers.
    """
    row = int(np.searchsorted(web.ids, member_id))
    if row == len(web) or web.ids[row] != member_id:
        raise ValueError("the sides of somebody who is no member")
    _parts, part = connected_components(web.ties, directed=False)
    around = np.flatnonzero((part == part[row]) & (np.arange(len(web)) != row))
    _parts, apart = connected_components(web.ties[around][:, around], directed=False)
    side = np.full(len(web), -1, np.int64)
    _kinds, label = np.unique(np.stack((apart, group[around]), axis=1), axis=0, return_inverse=True)
    side[around] = label.ravel()
    return side


def ways_over(web: Web) -> Floats:
    """For each row the share, 0 to 1, of shortest ways between two others that lead over it.

    Betweenness (Freeman, 1977) by Brandes's sums (2001), all starts at once, level by level; beyond a thousand members
    estimated from fewer starts (Brandes and Pich, 2007).
    """
    size = len(web)
    if size < 3:
        return np.zeros(size)
    starts = np.unique(np.linspace(0, size - 1, min(size, max(LEAST_STARTS, STARTS // size))).astype(np.int64))
    table = (web.ties > 0).astype(np.float64).tocsr()
    levels, ways = _levels(table, starts, size)
    over = np.zeros((size, len(starts)))
    for depth in range(int(levels.max()), 0, -1):
        far, near = levels == depth, levels == depth - 1
        passed = np.divide(1 + over, ways, out=np.zeros_like(over), where=far)
        over += np.where(near, ways * (table @ passed), 0.0)
    over[starts, np.arange(len(starts))] = 0.0
    found: Floats = over.sum(axis=1) / len(starts) / (size - 2)
    return np.clip(found, 0.0, 1.0)


def _levels(table: csr_array, starts: Ints, size: int) -> tuple[Ints, Floats]:
    """How far each row is from each start (-1 where there is no way), and over how many shortest ways."""
    levels = np.full((size, len(starts)), -1)
    ways, here = (np.zeros((size, len(starts))) for _ in range(2))
    here[starts, np.arange(len(starts))] = 1.0
    depth = 0
    while here.any():
        new = here > 0
        levels[new], ways[new] = depth, here[new]
        here = np.where(levels < 0, table @ here, 0.0)
        depth += 1
    return levels, ways


# -- Whom others would lose touch without ----------------------------------------------------------------------------


def _cut_off(web: Web) -> Ints:
    """For each row how many others would lose touch with most of those around it, were it to go: the lowest points of a
    walk into the depth (Hopcroft and Tarjan, 1973), without recursion.
    """
    _parts, part = connected_components(web.ties, directed=False)
    whole = np.bincount(part, minlength=1)[part]
    walk = _Walk([0] * len(web), [0] * len(web), [1] * len(web), [0] * len(web), [0] * len(web))
    for root in range(len(web)):
        if not walk.seen[root]:
            _walk(web, root, walk)
    rest = whole - 1 - np.array(walk.apart, np.int64)
    found: Ints = whole - 1 - np.maximum(rest, np.array(walk.largest, np.int64))
    return found


@dataclass
class _Walk:
    """For each row: when it was seen first (0 not yet), the earliest that it and all below it are tied to, how many are
    below it (itself included), and of those who would come apart how many all together and in the largest part.
    """

    seen: list[int]
    low: list[int]
    below: list[int]
    apart: list[int]
    largest: list[int]

    def back(self, row: int, above: int) -> None:
        """Tell the row above what was found below it."""
        self.low[above] = min(self.low[above], self.low[row])
        self.below[above] += self.below[row]
        if self.low[row] >= self.seen[above]:
            self.apart[above] += self.below[row]
            self.largest[above] = max(self.largest[above], self.below[row])


def _walk(web: Web, root: int, walk: _Walk) -> None:
    clock = 1
    walk.seen[root] = walk.low[root] = clock
    path = [(root, iter(web.neighbours(root).tolist()))]
    while path:
        row, others = path[-1]
        other = next((one for one in others if _is_new(walk, row, one)), None)
        if other is not None:
            clock += 1
            walk.seen[other] = walk.low[other] = clock
            path.append((other, iter(web.neighbours(other).tolist())))
            continue
        path.pop()
        if path:
            walk.back(row, path[-1][0])


def _is_new(walk: _Walk, row: int, other: int) -> bool:
    if walk.seen[other]:
        walk.low[row] = min(walk.low[row], walk.seen[other])
    return not walk.seen[other]
