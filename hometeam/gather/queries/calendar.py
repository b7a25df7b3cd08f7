"""A community's seasons as iCalendar (RFC 5545), with their rules, so that a calendar knows every year to come."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.translation import gettext as _

from hometeam.engine.seasons import NamedDay, Occurrence
from hometeam.foundation import clock, post
from hometeam.gather.queries.seasons import coming
from hometeam.members.models import Community

SIGNER = Signer(sep=".", salt="hometeam.gather.seasons")


def feed_url(community: Community) -> str:
    """The address of a community's calendar of seasons; whoever has it sees the dates, and nothing else."""
    return post.absolute(reverse("gather:seasons_feed", args=[SIGNER.sign(str(community.pk))]))


def feed_owner(token: str) -> Community | None:
    """Whose calendar this is; None for a forged address."""
    try:
        pk = int(SIGNER.unsign(token))
    except (BadSignature, ValueError):
        return None
    return Community.objects.filter(pk=pk).first()


def feed(community: Community) -> bytes:
    """Every day of every season that the community follows: whole days that come round by their rule."""
    sheet = icalendar.Calendar()
    sheet.add("PRODID", "-//Hometeam//Gather//EN")
    sheet.add("VERSION", "2.0")
    sheet.add("METHOD", "PUBLISH")
    sheet.add("X-WR-CALNAME", _("Seasons of %(name)s") % {"name": community.name})
    sheet.add("REFRESH-INTERVAL", timedelta(days=1), parameters={"VALUE": "DURATION"})
    for one in coming(community):
        for day, _on in one.days:
            sheet.add_component(_entry(one, day, community))
    return bytes(sheet.to_ical())


def _entry(one: Occurrence, day: NamedDay, community: Community) -> icalendar.Event:
    entry = icalendar.Event()
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    entry.add("UID", f"season-{community.pk}-{day.id}@{host}")
    entry.add("DTSTAMP", clock.now())
    entry.add("SUMMARY", _(day.title))
    on = next(on for other, on in one.days if other == day)
    entry.add("DTSTART", on)
    entry.add("DTEND", on + timedelta(days=one.season.lasts))
    if day.rule.rrule:
        entry.add("RRULE", icalendar.vRecur.from_ical(day.rule.rrule))
    entry.add("TRANSP", "TRANSPARENT")
    entry.add("URL", post.absolute(reverse("gather:seasons", args=[community.slug])))
    return entry
