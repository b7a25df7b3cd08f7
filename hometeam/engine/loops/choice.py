"""A choice of loops that goes together, and the two simplest ways to one: greedily, and by integer programme."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from hometeam.engine.loops.columns import Columns
from hometeam.engine.loops.pool import Flags, Floats, Ints

MOST_BRANCHES = 2**31 - 1
IMPOSSIBLE = 2
"""How `milp` says that no choice keeps all rules."""
NONE = np.zeros(0, np.int64)
FIRST_PER_MEMBER = 16


@dataclass(frozen=True, eq=False)
class Best:
    """What an integer programme says: the loops chosen, if it found any, and the bound that it proved."""

    chosen: Ints | None
    bound: float


def fitting(columns: Columns, room: Floats) -> Flags:
    """Which loops still have a place with every one of their members."""
    open_to = np.append(room >= 1, True)
    fits = open_to[columns.nodes[0]]
    for row in columns.nodes[1:]:
        fits = fits & open_to[row]
    return np.asarray(fits, np.bool_)


def left_by(columns: Columns, room: Floats, chosen: Ints) -> Floats:
    """The room that is left once these are chosen."""
    return np.asarray(room - columns.of(chosen).load(np.ones(len(chosen))), np.float64)


def in_order(columns: Columns, room: Floats, order: Ints, worth: float = math.inf) -> Ints:
    """Loops taken one after the other where they still fit, until their scores come to `worth`."""
    left, taken, got = [*room.tolist(), math.inf], [], 0.0
    nodes, scores = columns.nodes.T, columns.score
    for each in order.tolist():
        members = nodes[each].tolist()
        if all(left[member] >= 1 for member in members):
            for member in members:
                left[member] -= 1
            taken.append(each)
            got += float(scores[each])
            if got >= worth:
                break
    return np.array(taken, np.int64)


def greedy(columns: Columns, room: Floats, key: Floats) -> Ints:
    """Loops by falling key, each where it still fits. The first ones leave no room for most of the others, so these are
    looked at once and never put in order.
    """
    left, taken, still = room.copy(), [NONE], fitting(columns, room)
    while len(some := _foremost(np.flatnonzero(still), key, FIRST_PER_MEMBER * columns.size)):
        still[some] = False
        place = np.empty(len(some), np.int64)
        place[np.argsort(-key[some], kind="stable")] = np.arange(len(some))
        while len(some):
            wins = _first_come(columns.of(some), place)
            taken.append(some[wins])
            left = left_by(columns, left, some[wins])
            fits = fitting(columns.of(some), left) & ~wins
            some, place = some[fits], place[fits]
        still &= fitting(columns, left)
    return np.concatenate(taken)


def _foremost(loops: Ints, key: Floats, most: int) -> Ints:
    """About so many of these loops, those of the greatest keys; more where keys are equal."""
    if len(loops) <= most:
        return loops
    return np.asarray(loops[key[loops] >= np.partition(key[loops], -most)[-most]], np.int64)


def _first_come(columns: Columns, place: Ints) -> Flags:
    """Which of these loops come first with every one of their members."""
    first = np.full(columns.size + 1, np.iinfo(np.int64).max)
    for row in columns.nodes:
        np.minimum.at(first, row, place)
    first[columns.size] = np.iinfo(np.int64).max
    wins = np.ones(len(columns), np.bool_)
    for row in columns.nodes:
        wins &= place <= first[row]
    return wins


def incidence(columns: Columns) -> sparse.csr_matrix:
    """Members by loops: ones where a member is in a loop."""
    there = columns.nodes < columns.size
    loops = np.broadcast_to(np.arange(len(columns)), columns.nodes.shape)[there]
    ones = np.ones(len(loops))
    return sparse.csr_matrix((ones, (columns.nodes[there], loops)), shape=(columns.size, len(columns)))


def best_of(
    columns: Columns, room: Floats, nodes: int = MOST_BRANCHES, seconds: float = math.inf, least: float = 0.0
) -> Best:
    """The best choice among these loops by HiGHS, each at most once; limited by branches looked at, or by seconds.

    If only a choice that comes to `least` is of use, it is asked for as a rule of its own, which ends most branches
    before they begin: that there is none is then said a hundred times as fast, and proves that bound.
    """
    if not len(columns):
        return Best(NONE, 0.0)
    rules = [LinearConstraint(incidence(columns), -np.inf, room)]
    if least > 0:
        rules.append(LinearConstraint(sparse.csr_matrix(columns.score), least, np.inf))
    found = milp(
        -columns.score,
        integrality=np.ones(len(columns), np.int64),
        bounds=Bounds(0, 1),
        constraints=rules,
        options={"mip_rel_gap": 0.0, "node_limit": nodes, "time_limit": max(seconds, 0.01)},
    )
    if found.status == IMPOSSIBLE:
        return Best(None, least)
    bound = getattr(found, "mip_dual_bound", None)
    chosen = None if found.x is None else np.flatnonzero(found.x > 0.5)
    return Best(chosen, float(columns.score.sum()) if bound is None or not math.isfinite(bound) else -float(bound))


def members_in(columns: Columns) -> Ints:
    """Those members, rising, who are in any of these loops."""
    there = np.zeros(columns.size + 1, np.bool_)
    there[columns.nodes.ravel()] = True
    return np.flatnonzero(there[: columns.size])


def compact(columns: Columns, room: Floats) -> tuple[Columns, Floats]:
    """The same loops over only those members who are in one."""
    members = members_in(columns)
    number = np.full(columns.size + 1, len(members), np.int32)
    number[members] = np.arange(len(members), dtype=np.int32)
    return Columns(number[columns.nodes], columns.value, columns.score, columns.kept, len(members)), room[members]
