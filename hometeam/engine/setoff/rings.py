"""A clearing taken apart into rings, so that whoever says no holds up one ring alone.

What a clearing takes off leaves everyone's net position as it is, so it is a circulation, and a circulation is a sum of
rings (flow decomposition: Ahuja, Magnanti and Orlin 1993, 3.5). Each debt in turn is closed by the shortest way back
from its creditor to its debtor: few people have to agree to each ring, and at least one debt is done with by it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from hometeam.engine.setoff.clearing import Debt

Owed = dict[str, dict[str, int]]


class NoClearing(ValueError):
    """These debts do not go round: somebody would owe more, or less, afterwards."""


@dataclass(frozen=True, slots=True)
class Ring:
    """Members, each of whom owes the next, and the last the first, `amount` less (whole minor units, above 0)."""

    members: tuple[str, ...]
    amount: int

    @property
    def debts(self) -> tuple[Debt, ...]:
        """By how much each debt of the ring falls."""
        nexts = (*self.members[1:], self.members[0])
        return tuple(Debt(debtor, creditor, self.amount) for debtor, creditor in zip(self.members, nexts, strict=True))


def rings(setoffs: Iterable[Debt]) -> tuple[Ring, ...]:
    """Rings that together are what `set_off` clears, each member at most once in a ring; the same for the same debts.

    Raises NoClearing where what somebody is let off is not what somebody lets them off.
    """
    owed: Owed = {}
    for debt in sorted(setoffs, key=lambda one: (one.debtor, one.creditor)):
        if debt.amount > 0 and debt.debtor != debt.creditor:
            owed.setdefault(debt.debtor, {})
            owed[debt.debtor][debt.creditor] = owed[debt.debtor].get(debt.creditor, 0) + debt.amount
    found = []
    for debtor in list(owed):
        while owed[debtor]:
            found.append(_take(owed, _round(owed, debtor, next(iter(owed[debtor])))))
    return tuple(found)


def _round(owed: Owed, debtor: str, creditor: str) -> tuple[str, ...]:
    """The shortest ring that begins with this debt."""
    came_from: dict[str, str] = {creditor: debtor}
    waiting = deque([creditor])
    while waiting and debtor not in came_from:
        here = waiting.popleft()
        for following in owed.get(here, ()):
            if following not in came_from:
                came_from[following] = here
                waiting.append(following)
    if debtor not in came_from:
        raise NoClearing(f"what {debtor} owes {creditor} does not come back to {debtor}")
    ring, here = [], came_from[debtor]
    while here != debtor:
        ring.append(here)
        here = came_from[here]
    return (debtor, *reversed(ring))


def _take(owed: Owed, members: tuple[str, ...]) -> Ring:
    nexts = (*members[1:], members[0])
    amount = min(owed[debtor][creditor] for debtor, creditor in zip(members, nexts, strict=True))
    for debtor, creditor in zip(members, nexts, strict=True):
        owed[debtor][creditor] -= amount
        if not owed[debtor][creditor]:
            del owed[debtor][creditor]
    return Ring(members, amount)
