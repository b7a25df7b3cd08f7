"""Whom a member could feature this week: three proposals, those first who were never or long not featured.

Nobody is drowned and nobody is forgotten, by two simple means that need no memory and no dice:

- The *first* proposal comes from a ring. All members stand in a circle, in an order that is shuffled anew each week,
  and everyone is proposed the next in the circle whose turn it is. So in every week each member whose turn it is, is
  proposed first to at least one other (who may see them), and a member who joins or leaves in the middle of the week
  changes what their neighbours in the circle see, not what all see.
- The others are drawn by weight: of all `draw(me, them) ** (1 / weight)` the greatest win, where `draw` is a number
  between 0 and 1 that a hash makes of the week and the two members (weighted random sampling of Efraimidis and
  Spirakis, 2006). Who was never featured is drawn most often, and nobody never.

Both depend on nothing but the week and the ids, so that the page says the same when it is loaded again.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from heapq import nsmallest

NEVER = 8.0
MOST_OF_WAITING = 6.0
MONTH = 30.0
LEAST = 0.1
NEW_DAYS = 45
DUE_DAYS = 60
"""Whose last time is so long ago, it is their turn."""
NEAR = {"next_door": 1.5, "block": 1.25}
REASONS = 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member who could be featured, as of the week's first day.

    `featured_days`: how many days ago they were last featured; None for never. `here_days`: how long they are here.
    `ring`: how near they are to whoever is asked. `is_claimed`: whether somebody acts for them.
    """

    id: int
    featured_days: int | None = None
    here_days: int = 1_000
    ring: str = ""
    is_nonprofit: bool = False
    is_claimed: bool = True

    @property
    def is_new(self) -> bool:
        return self.here_days < NEW_DAYS

    @property
    def is_due(self) -> bool:
        """Whether it is their turn."""
        return self.featured_days is None or self.featured_days >= DUE_DAYS


@dataclass(frozen=True, slots=True)
class Proposal:
    """One member to feature, and why: of "never", "long_ago", "new", "next_door", "block", "nonprofit", two at most."""

    id: int
    reasons: tuple[str, ...]


def weight(one: Candidate) -> float:
    """How often a candidate is drawn, compared with others; greater the longer ago, never 0."""
    waiting = NEVER if one.featured_days is None else min(max(one.featured_days / MONTH, LEAST), MOST_OF_WAITING)
    return (
        waiting
        * NEAR.get(one.ring, 1.0)
        * (1.5 if one.is_new else 1.0)
        * (1.25 if one.is_nonprofit else 1.0)
        * (1.0 if one.is_claimed else 0.3)
    )


def propose(
    candidates: Sequence[Candidate], *, me: int, community: int, week_on: date, most: int = 3
) -> list[Proposal]:
    """At most so many of the candidates for one member, its community and its week. Raises ValueError below 0."""
    if most < 0:
        raise ValueError(f"most is how many proposals to make, not {most}")
    others = [one for one in candidates if one.id != me]
    week = f"{community}/{week_on.isoformat()}"
    first = _next_in_ring([one for one in others if one.is_due and one.is_claimed], me, week)
    rest = (one for one in others if one is not first)
    soonest = nsmallest(most, rest, key=lambda one: (_lateness(one, me, week), one.id))
    chosen = [first, *soonest] if first else soonest
    return [Proposal(one.id, reasons(one)) for one in chosen[:most]]


def reasons(one: Candidate) -> tuple[str, ...]:
    """Why this one, the strongest first."""
    found = {
        "new": one.is_new,
        "never": one.featured_days is None and not one.is_new,
        "long_ago": one.featured_days is not None and one.is_due,
        "next_door": one.ring == "next_door",
        "block": one.ring == "block",
        "nonprofit": one.is_nonprofit,
    }
    return tuple(name for name, holds in found.items() if holds)[:REASONS]


def _next_in_ring(due: Sequence[Candidate], me: int, week: str) -> Candidate | None:
    here = _draw(week, me)
    return min(due, key=lambda one: ((_draw(week, one.id) - here) % 1.0, one.id), default=None)


def _lateness(one: Candidate, me: int, week: str) -> float:
    """An exponential waiting time whose rate is the weight: who comes first is drawn by weight."""
    return -math.log(_draw(week, me, one.id)) / weight(one)


def _draw(week: str, *ids: int) -> float:
    """A number above 0 and below 1 that is the same whenever the same is asked."""
    digest = blake2b(f"{week}/{'/'.join(map(str, ids))}".encode(), digest_size=8).digest()
    return (int.from_bytes(digest, "big") + 0.5) / 2**64
