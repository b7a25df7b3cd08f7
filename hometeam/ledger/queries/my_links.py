"""A member's counted links with what came by them, as its own page shows them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hometeam.foundation import clock
from hometeam.ledger.models import TrackedLink
from hometeam.ledger.queries.links import DailyVisits, visits
from hometeam.members.access import blocked
from hometeam.members.models import Channel, Community, Member
from hometeam.ui.charts import Chart, columns

DAYS = 30


@dataclass(frozen=True, slots=True)
class MyVisits:
    """The last thirty days: what came to a member by counted links, from where, and what it sent to others."""

    days: DailyVisits
    sent: int
    by_channel: tuple[tuple[str, int, int], ...]

    @property
    def count(self) -> int:
        """Visits that came."""
        return self.days.unique

    @property
    def sentence(self) -> str:
        """What the picture shows."""
        if not self.count:
            return _("Nobody has come by a counted link in the last 30 days.")
        best = max(self.days.days, key=lambda day: day.unique)
        came = ngettext("%(count)s visit in 30 days", "%(count)s visits in 30 days", self.count)
        most = ngettext("%(most)s on %(day)s.", "most on %(day)s: %(most)s.", best.unique)
        told = {"count": self.count, "most": best.unique, "day": date_format(best.on, _("j F"))}
        return f"{came}, {most}" % told

    @property
    def chart(self) -> Chart:
        """A column for each day; every seventh has its date under it."""
        named = {day.on for day in self.days.days[2::7]}
        rows = [
            (date_format(day.on, _("j M")) if day.on in named else "", {"measured": float(day.unique)})
            for day in self.days.days
        ]
        return columns(rows, ["measured"])


def my_visits(member: Member, community: Community) -> MyVisits:
    """What came to a member in the last thirty days by the links of one community. Three queries."""
    from_on, to_on = last_days(community)
    days = visits(owner=member, community=community, from_on=from_on, to_on=to_on)
    mine = in_days(TrackedLink.objects.filter(owner=member, community=community), from_on, to_on)
    found: Counter[str] = Counter()
    opened: Counter[str] = Counter()
    for channel, unique, count in mine.filter(opened__gt=0).values_list("channel", "visits_then", "opened"):
        found[channel] += unique
        opened[channel] += count
    sent = visits(shared_by=member, community=community, from_on=from_on, to_on=to_on, but_owner=member)
    by_channel = [(channel_title(channel), count, opened[channel]) for channel, count in found.most_common()]
    return MyVisits(days, sent.unique, tuple(by_channel))


def my_links(member: Member, community: Community) -> QuerySet[Any]:
    """A member's links with `visits_then` and `opened` in the last thirty days: those that stand first, then by visits.

    An ended link is among them for as long as it has visits to show.
    """
    found = TrackedLink.objects.concerning(member).filter(community=community).select_related("owner", "shared_by")
    found = found.exclude(owner__in=blocked(member)).exclude(shared_by__in=blocked(member))
    shown = in_days(found, *last_days(community)).filter(Q(ended_at__isnull=True) | Q(opened__gt=0))
    return shown.order_by(F("ended_at").asc(nulls_first=True), "-visits_then", "-pk")


def in_days(links: QuerySet[TrackedLink], from_on: date, to_on: date) -> QuerySet[Any]:
    """The links, each with its figures of these days."""
    then = Q(visits__on__range=(from_on, to_on))
    return links.annotate(
        visits_then=Coalesce(Sum("visits__unique", filter=then), 0),
        opened=Coalesce(Sum("visits__count", filter=then), 0),
    )


def last_days(community: Community) -> tuple[date, date]:
    """The last thirty days on a community's calendar, today included."""
    today = clock.today(community.timezone)
    return today - timedelta(days=DAYS - 1), today


def channel_title(channel: str) -> str:
    """What people call a channel."""
    if not channel:
        return _("Elsewhere")
    known = dict(Channel.Medium.choices)
    return str(known.get(channel) or channel.replace("-", " ").capitalize())
