"""What comes round in the sample community: its own dates, last year's shop-small week, the weekly challenge."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from hometeam.engine.seasons import SHOP_SMALL, before, coming
from hometeam.foundation import clock
from hometeam.gather import actions as gather
from hometeam.members.access import Viewer
from hometeam.members.models import Community, Member
from hometeam.sample.town import year

ASKED_BEFORE = 10


def scenes_of_last_season(community: Community, *, until: datetime) -> list[dict[str, Any]]:
    """What was done in last year's shop-small week, as scenes of the past (see `past.Scene`) seen from a moment."""
    today = clock.local(until, community.timezone).date()
    last = before(coming(SHOP_SMALL[:1], today, community.country)[0], community.country)
    assert last is not None
    return [
        {
            **words,
            "ends": "thanked",
            "on": ASKED_BEFORE,
            "days": (today - _day(last.from_on, words)).days + ASKED_BEFORE,
        }
        for words in year().last_season
    ]


def _day(first_on: Any, words: Mapping[str, Any]) -> Any:
    return first_on + timedelta(days=words["on"])


def keep_year(community: Community, members: Mapping[str, Member], *, until: datetime) -> None:
    """Write down the community's own dates and play the weekly challenge up to the aware moment `until`."""
    for words in year().seasons:
        gather.save_own_season(viewer=_viewer(community, members["Gus Calder"]), season=None, values=dict(words))
    for words in year().features:
        posted_at = until - timedelta(weeks=words["weeks"])
        with clock.telling(posted_at):
            _feature(community, members, words)


def _feature(community: Community, members: Mapping[str, Member], words: Mapping[str, Any]) -> None:
    by, about = (_viewer(community, members[words[side]]) for side in ("by", "about"))
    feature = gather.write_feature(viewer=by, featured=about.acting, why=words["why"], help=words["help"])
    gather.mark_posted(viewer=by, feature=feature)
    if "thanks" in words:
        gather.say_thanks(viewer=about, feature=feature, words=words["thanks"])


def _viewer(community: Community, member: Member) -> Viewer:
    return Viewer(member.seats.select_related("person").get().person, community, member, is_organiser=False)
