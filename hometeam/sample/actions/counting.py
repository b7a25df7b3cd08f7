"""What the sample's members know of the customers that they share: two have counted, one has been asked."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from hometeam.engine.overlap import Kind, Paper, blinded, blinded_again, key_from, public
from hometeam.foundation import clock
from hometeam.members.access import Viewer
from hometeam.members.models import Community, Member
from hometeam.overlap import actions as overlap
from hometeam.overlap import queries
from hometeam.overlap.models import Exchange, Level

COUNTED = ("Ann Okafor", "Bo Lindqvist")
ASKS, IS_ASKED = "Maya Lind", "Gus Calder"
CUSTOMERS = (range(70), range(15, 95))
"""Of the first and of the second of those who counted, by number."""


def count_customers(community: Community, members: Mapping[str, Member], *, until: datetime) -> None:
    """Play both up to the aware moment `until`."""
    first, second = (_viewer(community, members[name]) for name in COUNTED)
    with clock.telling(until - timedelta(days=20)):
        it = overlap.ask(viewer=first, other=second.acting, level=Level.BAND)
        overlap.agree(viewer=second, exchange=it, level=Level.BAND)
    with clock.telling(until - timedelta(days=19)):
        _count(it, (first, second))
    with clock.telling(until - timedelta(days=1, hours=3)):
        asks = _viewer(community, members[ASKS])
        overlap.ask(viewer=asks, other=members[IS_ASKED], level=Level.BAND)


def _count(it: Exchange, sides: Iterable[Viewer]) -> None:
    """As it goes between two: with blinded lists and a key on each side, all of which are gone at the end."""
    keys = [(viewer, key_from(secrets.token_bytes(64))) for viewer in sides]
    for (viewer, key), customers in zip(keys, CUSTOMERS, strict=True):
        points = blinded([f"customer{number}@sample.invalid" for number in customers], key, secrets.token_bytes(32))
        overlap.put_in(viewer=viewer, exchange=it, paper=Paper(Kind.LIST, points, public(key)))
    for viewer, key in keys:
        points = blinded_again(queries.handed_to(it, it.side_of(viewer.acting)), key)
        overlap.hand_back(viewer=viewer, exchange=it, paper=Paper(Kind.RETURNED, points))


def _viewer(community: Community, member: Member) -> Viewer:
    return Viewer(member.seats.earliest("pk").person, community, member, is_organiser=False)
