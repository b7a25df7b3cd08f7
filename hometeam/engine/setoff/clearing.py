"""The greatest clearing, as a circulation of greatest total, found from the other side: clear everything, then put back
the least that makes everyone's net position what it was.

Putting back is a flow of least cost from those who gave up too much to those who gave up too little, along debts, one
unit of cost per debt touched. Distances in it are small whole numbers, so the primal-dual method (Ford and Fulkerson
1962) needs one shortest-path tree and one greatest flow for each distance that occurs: some twenty, however many debts
there are. SciPy's greatest flow counts in 32 bits, so amounts are pushed in digits: the leading bits first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components, dijkstra, maximum_flow

Ints = NDArray[np.int64]
MOST = 2**62
BITS = 30
DIGIT = 8


class TooGreat(ValueError):
    """All debts together exceed what is counted in (2⁶² minor units)."""


@dataclass(frozen=True, slots=True)
class Debt:
    """Who owes whom how much, in whole minor units."""

    debtor: str
    creditor: str
    amount: int


@dataclass(frozen=True)
class Cleared:
    """What is cleared, all debts before (`gross`) and after (`net`), and by how much each debt falls."""

    cleared: int
    gross: int
    net: int
    setoffs: tuple[Debt, ...]


def set_off(debts: Iterable[Debt]) -> Cleared:
    """The greatest clearing of these debts. Those of one debtor to one creditor count as one. Raises TooGreat."""
    owed: dict[tuple[str, str], int] = {}
    for debt in debts:
        owed[debt.debtor, debt.creditor] = owed.get((debt.debtor, debt.creditor), 0) + debt.amount
    gross = sum(owed.values())
    if gross >= MOST:
        raise TooGreat("all debts together are more than can be counted exactly")
    pairs = [ends for ends, amount in owed.items() if amount and ends[0] != ends[1]]
    number = {name: at for at, name in enumerate(dict.fromkeys(name for ends in pairs for name in ends))}
    debtors = np.array([number[debtor] for debtor, _ in pairs], np.int64)
    creditors = np.array([number[creditor] for _, creditor in pairs], np.int64)
    cleared = greatest(len(number), debtors, creditors, np.array([owed[ends] for ends in pairs], np.int64))
    setoffs = tuple(Debt(*ends, amount) for ends, amount in zip(pairs, cleared.tolist(), strict=True) if amount)
    total = int(cleared.sum())
    return Cleared(total, gross, gross - total, setoffs)


def greatest(size: int, debtors: Ints, creditors: Ints, amounts: Ints) -> Ints:
    """By how much each debt is cleared; firms are numbered from 0 to `size`, one debt at most from one to another."""
    cleared = np.zeros(len(amounts), np.int64)
    if not len(amounts):
        return cleared
    links = sparse.csr_array((np.ones(len(amounts), np.int8), (debtors, creditors)), shape=(size, size))
    part = connected_components(links, directed=True, connection="strong")[1]
    inside = np.flatnonzero(part[debtors] == part[creditors])
    firms, ends = np.unique(np.concatenate([debtors[inside], creditors[inside]]), return_inverse=True)
    if len(inside):
        cleared[inside] = _Clearing(len(firms), ends[: len(inside)], ends[len(inside) :], amounts[inside]).solve()
    return cleared


@dataclass(frozen=True, eq=False)
class _Arcs:
    """Ways to put back (a debt's amount, from its creditor to its debtor) or to clear again, then the ends' own."""

    tails: Ints
    heads: Ints
    room: Ints
    costs: Ints
    back: Ints
    again: Ints
    giving: Ints
    taking: Ints


class _Clearing:
    """A clearing on its way: what is cleared of each debt, and by how much each firm is still off its position."""

    def __init__(self, size: int, debtors: Ints, creditors: Ints, amounts: Ints) -> None:
        self.size, self.debtors, self.creditors, self.amounts = size, debtors, creditors, amounts
        self.cleared = amounts.copy()
        self.off = np.zeros(size, np.int64)
        np.add.at(self.off, creditors, amounts)
        np.subtract.at(self.off, debtors, amounts)
        self.height = np.zeros(size + 2, np.int64)

    def solve(self) -> Ints:
        """Phase by phase, until everyone's position is as it was."""
        while self.off.any():
            self._raise()
            for shift in self._shifts():
                while self._push(shift):
                    pass
        return self.cleared

    def _arcs(self) -> _Arcs:
        """All that may still flow: each arc's tail, head, room, cost; source and sink are the last two."""
        back, again = np.flatnonzero(self.cleared > 0), np.flatnonzero(self.cleared < self.amounts)
        giving, taking = np.flatnonzero(self.off > 0), np.flatnonzero(self.off < 0)
        source, sink = np.full(len(giving), self.size), np.full(len(taking), self.size + 1)
        left = (self.amounts - self.cleared)[again]
        free = np.zeros(len(giving) + len(taking), np.int64)
        return _Arcs(
            np.concatenate([self.creditors[back], self.debtors[again], source, taking]),
            np.concatenate([self.debtors[back], self.creditors[again], giving, sink]),
            np.concatenate([self.cleared[back], left, self.off[giving], -self.off[taking]]),
            np.concatenate([np.ones(len(back), np.int64), -np.ones(len(again), np.int64), free]),
            back,
            again,
            giving,
            taking,
        )

    def _raise(self) -> None:
        """Heights rise by the distance from the source, no further than the sink's."""
        arcs = self._arcs()
        lengths = arcs.costs + self.height[arcs.tails] - self.height[arcs.heads]
        # Two firms that owe each other have two arcs one way; the shorter one is the distance.
        order = np.lexsort((lengths, arcs.tails * (self.size + 2) + arcs.heads))
        keys = (arcs.tails * (self.size + 2) + arcs.heads)[order]
        order = order[np.concatenate([[True], keys[1:] != keys[:-1]])]
        shape = (self.size + 2, self.size + 2)
        ways = sparse.csr_array(
            (lengths[order].astype(np.float64), (arcs.tails[order], arcs.heads[order])), shape=shape
        )
        distances = np.asarray(dijkstra(ways, indices=[self.size]))[0]
        self.height += np.minimum(distances, distances[self.size + 1]).astype(np.int64)

    def _shifts(self) -> Iterator[int]:
        """Digits, from the leading one that amounts have to the last."""
        highest = max(0, int(np.abs(self.off).sum()).bit_length() - BITS)
        yield from range(highest, 0, -DIGIT)
        yield 0

    def _push(self, shift: int) -> bool:
        """A greatest flow along arcs that lie level, in units of that many bits; whether more may follow."""
        arcs = self._arcs()
        level = np.flatnonzero(arcs.costs + self.height[arcs.tails] == self.height[arcs.heads])
        # What leaves the source must be counted in 32 bits too.
        fits = int(arcs.room[arcs.tails == self.size].sum()) >> shift < 2**BITS
        share = 2**31 - 1 if fits else 2**BITS // len(arcs.giving)
        most = np.where(arcs.tails == self.size, share, 2**31 - 1)[level]
        units = np.minimum(arcs.room[level] >> shift, most).astype(np.int32)
        tails, heads = arcs.tails[level], arcs.heads[level]
        graph = sparse.csr_array((units, (tails, heads)), shape=(self.size + 2, self.size + 2))
        found = maximum_flow(graph, self.size, self.size + 1)
        if not found.flow_value:
            return False
        flow = np.zeros(len(arcs.tails), np.int64)
        flow[level] = np.maximum(np.asarray(found.flow[tails, heads]).ravel(), 0).astype(np.int64) << shift
        self._apply(arcs, flow)
        return bool((units == most).any())

    def _apply(self, arcs: _Arcs, flow: Ints) -> None:
        ends = np.cumsum([len(arcs.back), len(arcs.again), len(arcs.giving)])
        back, again, giving, taking = np.split(flow, ends)
        self.cleared[arcs.back] -= back
        self.cleared[arcs.again] += again
        self.off[arcs.giving] -= giving
        self.off[arcs.taking] += taking
