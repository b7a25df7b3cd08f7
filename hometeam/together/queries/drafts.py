"""Words drafted from a kind and two profiles. A line whose placeholder is empty for these two is left out."""

from __future__ import annotations

import string
from collections.abc import Mapping
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hometeam.foundation import clock
from hometeam.foundation.listed import fitting
from hometeam.members.models import Community, Member, Place
from hometeam.members.queries.haunts import haunt_of_both
from hometeam.together.playbook import Kind

SOCIAL = ("instagram", "facebook", "linkedin", "tiktok", "youtube", "mastodon", "bluesky")


def fill(text: str, values: Mapping[str, str]) -> str:
    """The draft's lines with the values in place; lines that would have a hole are left out."""
    kept = [line for line in text.strip().splitlines() if all(values.get(name) for name in names_in(line))]
    return "\n".join(fitting(line, values).format_map(values) for line in kept)


def names_in(text: str) -> frozenset[str]:
    """The words in braces of a draft."""
    return frozenset(name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name)


def draft(
    kind: Kind, name: str, *, me: Member, you: Member, community: Community, at: datetime | None = None, place: str = ""
) -> str:
    """One of a kind's drafts ("invitation", "reminder", "post", "thanks"), from `me` to or about `you`."""
    text = _(kind.drafts[name])
    values = values_for(kind, me=me, you=you, community=community, at=at, place=place)
    values["my_handle"] = handle_of(me) if "{my_handle}" in text else ""
    values["your_handle"] = handle_of(you) if "{your_handle}" in text else ""
    return fill(text, values)


def values_for(
    kind: Kind, *, me: Member, you: Member, community: Community, at: datetime | None, place: str
) -> dict[str, str]:
    """What the words of a draft stand for that come from two profiles and the agreed day; handles are not among it."""
    there = clock.local(at, community.timezone) if at else None
    return {
        "me": me.name,
        "you": you.name,
        "my_line": me.one_line,
        "your_line": you.one_line,
        "my_trade": me.trade_words,
        "your_trade": you.trade_words,
        "day": date_format(there, _("l, j F")) if there else "",
        "time": date_format(there, "TIME_FORMAT") if there and kind.is_timed else "",
        "place": place,
    }


def meeting_place(me: Member, you: Member) -> str:
    """Where the two could meet: where both are regulars, or else at the door of either that customers come through;
    empty where there is neither.
    """
    haunt = haunt_of_both(me, you)
    if haunt:
        return haunt
    doors = Place.objects.filter(member__in=[me, you], kind=Place.Kind.DOOR, shown_as=Place.ShownAs.STREET)
    streets = dict(doors.exclude(street="").values_list("member", "street"))
    return next((f"{one.name}, {streets[one.pk]}" for one in (you, me) if one.pk in streets), "")


def handle_of(member: Member) -> str:
    """The handle by which a member is tagged, of its first social channel; empty where it has none."""
    for channel in member.channels.all():
        if channel.medium in SOCIAL and channel.handle:
            return channel.handle
    return ""
