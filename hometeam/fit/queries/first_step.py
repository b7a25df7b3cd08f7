"""The filled-in first step: what, on which day, where, and the words to send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from hometeam.engine.agreements import free_moments
from hometeam.engine.fit import FitPool
from hometeam.foundation import clock
from hometeam.members.models import Community, Member, Place
from hometeam.together.models import say_when
from hometeam.together.playbook import Kind
from hometeam.together.queries.drafts import draft

Rows = NDArray[np.int64]

TABLES = ("cafe", "bakery", "coworking", "restaurant")
"""Services whose members have a table for others, the likeliest first."""
ON_THE_WAY_M = 2_000.0
"""A table farther than this from either side is not on their way."""


@dataclass(frozen=True, slots=True)
class FirstStep:
    """A proposal that only needs to be sent: `moments` aware, on the community's clock, the best first; `place` may be
    empty.
    """

    kind: Kind
    moments: tuple[datetime, ...]
    place: str
    me: Member
    them: Member
    community: Community

    @property
    def title(self) -> str:
        return _(self.kind.title)

    @property
    def happens_at(self) -> datetime:
        return self.moments[0]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The moments as a form has them, and as one says them."""
        timed = self.kind.is_timed
        zone = self.community.timezone
        return [(moment.isoformat(), say_when(moment, zone, timed=timed)) for moment in self.moments]

    @property
    def words(self) -> str:
        """A note to send along, drafted from both profiles."""
        return draft(
            self.kind,
            "invitation",
            me=self.me,
            you=self.them,
            community=self.community,
            at=self.happens_at,
            place=self.place,
        )


def first_step(kind: Kind, *, me: Member, them: Member, community: Community, place: str) -> FirstStep:
    """The next good moments, and a place where the kind needs one."""
    moments = free_moments(clock.now(), community.timezone, timed=kind.is_timed)
    return FirstStep(kind, tuple(moments), place if kind.is_timed else "", me, them, community)


def tables(pool: FitPool, me: int, others: Sequence[int]) -> dict[int, int]:
    """For each of the others the member at whose place the two could sit down: one of the two, or one near both.

    Only members that show their door count; where there is none, the other is left out.
    """
    hosts = _hosts(pool)
    found = {}
    for other in others:
        table = _table(pool, hosts, pool.row_of(me), pool.row_of(other))
        if table is not None:
            found[other] = int(pool.ids[table])
    return found


def meeting_haunt(pool: FitPool, me: int, other: int) -> str:
    """Where both are regulars and could meet, in words; of several the likeliest; "" where there is none."""
    mine = {haunt.id for haunt in pool.members[me].haunts if not haunt.online}
    return next((haunt.where or haunt.name for haunt in pool.members[other].haunts if haunt.id in mine), "")


def _hosts(pool: FitPool) -> Rows:
    """The rows of members with a table and a door, those of the likeliest trade first."""
    codes = [pool.trades.index[name] for name in TABLES if name in pool.trades.index]
    every = np.concatenate([np.zeros(0, np.int64), *(pool.offers.having(code) for code in codes)])
    with_door = ~np.isnan(pool.points[every, 0]) & (pool.blur_m[every] == 0)
    found: Rows = every[with_door]
    return found


def _table(pool: FitPool, hosts: Rows, me: int, other: int) -> int | None:
    for row in (other, me):
        if row in hosts:
            return row
    ways = np.maximum(_metres(pool, me, hosts), _metres(pool, other, hosts))
    near = np.flatnonzero(ways <= ON_THE_WAY_M)
    return int(hosts[near[0]]) if len(near) else None


def _metres(pool: FitPool, row: int, hosts: Rows) -> NDArray[np.float64]:
    """Straight lines through the earth: good enough for a walk. Infinite where a place is unknown."""
    metres = np.linalg.norm(pool.points[hosts] - pool.points[row], axis=1) * 6_371_000
    return np.where(np.isnan(metres), np.inf, metres)


def words_for_place(place: Place | None, name: str) -> str:
    """Where a table is: "Bo’s Bakery, 12 Elm Street"."""
    shows = place is not None and place.shown_as == Place.ShownAs.STREET and place.street
    return f"{name}, {place.street}" if place is not None and shows else name
