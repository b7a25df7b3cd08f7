"""Where a code leads, kept in memory for a moment."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import NamedTuple

from django.db import connection

from hometeam.members.models import Membership

KEPT_FOR = 3.0
"""Seconds for which a link goes on leading on after it was ended, at most."""
MOST = 10_000
CODE = re.compile(r"[a-z0-9]{4,12}")

# In SQL of its own: this is asked for every link that is followed.
_ASKED = f"""
SELECT link.id, link.url, community.timezone FROM ledger_trackedlink link
JOIN members_community community ON community.id = link.community_id
JOIN members_member owner ON owner.id = link.owner_id AND owner.closed_at IS NULL
JOIN members_membership here ON here.member_id = link.owner_id AND here.community_id = link.community_id
    AND here.state = '{Membership.State.HERE}'
WHERE link.code = %s AND link.ended_at IS NULL
"""  # noqa: S608


class Destination(NamedTuple):
    """A link that leads somewhere: its number, the address, and the zone in which its days begin."""

    link_id: int
    url: str
    timezone: str


class Destinations:
    """Codes looked up lately. `asks` is a clock in seconds that only goes forward."""

    def __init__(self, asks: Callable[[], float] = time.monotonic) -> None:
        self._asks = asks
        self._kept: dict[str, tuple[float, Destination]] = {}

    def of(self, code: str) -> Destination | None:
        """Where a code leads; None where it leads nowhere, or nowhere any more."""
        now = self._asks()
        kept = self._kept.get(code)
        if kept is not None and kept[0] > now:
            return kept[1]
        found = look_up(code)
        if found is None:
            self._kept.pop(code, None)
            return None
        if len(self._kept) >= MOST:
            self._kept.clear()
        self._kept[code] = (now + KEPT_FOR, found)
        return found

    def forget(self) -> None:
        """Look everything up anew."""
        self._kept.clear()


def look_up(code: str) -> Destination | None:
    """Where a code leads now, as the database has it; codes may be typed in capitals."""
    asked = code.lower()
    if not CODE.fullmatch(asked):
        return None
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, [asked])
        row = cursor.fetchone()
    return Destination(*row) if row else None
