"""What the sample community gives and needs on the board."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from hometeam.foundation import clock
from hometeam.members.access import Viewer
from hometeam.members.models import Community, Member
from hometeam.members.queries import trades
from hometeam.sample.town import swap_board
from hometeam.swap import actions as swap

LATER = ("by", "side", "is", "days", "by_in")


def swap_things(community: Community, members: Mapping[str, Member], *, until: datetime) -> None:
    """Put it all up, each at its own day before the aware moment `until`."""
    for told in sorted(swap_board(), key=lambda one: -int(one["days"])):
        with clock.telling(until - timedelta(days=told["days"], hours=2)):
            swap.put_up(viewer=_viewer(community, members[told["by"]]), side=told["side"], values=_values(told, until))


def _values(told: Mapping[str, Any], until: datetime) -> dict[str, Any]:
    values = {name: value for name, value in told.items() if name not in LATER}
    values["service"] = told.get("is") or trades.take(told["words"]).service
    if "by_in" in told:
        values["by_on"] = (until + timedelta(days=told["by_in"])).date()
    return values


def _viewer(community: Community, member: Member) -> Viewer:
    return Viewer(member.seats.select_related("person").get().person, community, member, is_organiser=False)
