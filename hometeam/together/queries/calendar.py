"""Collaborations as iCalendar (RFC 5545): the invitation in a letter, the file to download, the private feed.

Addresses are shown to nobody: the house itself is the organiser of the entry, and its only attendee is whoever receives
it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.translation import gettext as _

from hometeam.foundation import clock, post
from hometeam.members.models import Member
from hometeam.together.models import CalendarFeed, Collaboration, Commitment
from hometeam.together.queries import telling
from hometeam.together.queries.collaborations import agreed_for
from hometeam.ui.reading_order import HALF, in_order

SIGNER = Signer(sep=".", salt="hometeam.together.calendar")
REQUEST = "REQUEST"
CANCEL = "CANCEL"
PUBLISH = "PUBLISH"


def invitation(collaboration: Collaboration, member: Member, email: str, name: str) -> bytes:
    """The calendar entry for one person's letter: made, or moved by its greater SEQUENCE."""
    return _sheet(REQUEST, [_entry(collaboration, member, email, name)])


def cancellation(collaboration: Collaboration, member: Member, email: str, name: str) -> bytes:
    """The same entry, called off."""
    entry = _entry(collaboration, member, email, name)
    entry["STATUS"] = icalendar.vText("CANCELLED")
    return _sheet(CANCEL, [entry])


def entry_file(collaboration: Collaboration, member: Member) -> bytes:
    """The entry as a file to put into any calendar."""
    return _sheet(PUBLISH, [_entry(collaboration, member)])


def feed(member: Member) -> bytes:
    """All that a member has agreed, and its open promises as whole days."""
    agreed = agreed_for(member)
    entries = [_entry(one, member) for one in agreed]
    promises = [_promise(one) for each in agreed for one in each.commitments.all() if _owes(one, member)]
    sheet = _calendar(PUBLISH)
    sheet.add("X-WR-CALNAME", _("%(name)s on Hometeam") % {"name": member.name})
    sheet.add("REFRESH-INTERVAL", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    return _with(sheet, entries + promises)


def _sheet(method: str, entries: Iterable[icalendar.Event]) -> bytes:
    return _with(_calendar(method), entries)


def _calendar(method: str) -> icalendar.Calendar:
    sheet = icalendar.Calendar()
    sheet.add("PRODID", "-//Hometeam//Together//EN")
    sheet.add("VERSION", "2.0")
    sheet.add("METHOD", method)
    return sheet


def _with(sheet: icalendar.Calendar, entries: Iterable[icalendar.Event]) -> bytes:
    for entry in entries:
        sheet.add_component(entry)
    return bytes(sheet.to_ical())


def _entry(collaboration: Collaboration, member: Member, email: str = "", name: str = "") -> icalendar.Event:
    entry = _bare(f"together-{collaboration.pk}", collaboration)
    partners = telling.names(telling.others(collaboration, member))
    said = _("%(title)s with %(names)s") % {"title": _(collaboration.title), "names": partners}
    entry.add("SUMMARY", in_order(said))
    _put_time(entry, collaboration)
    entry.add("LOCATION", collaboration.place or collaboration.online_link)
    entry.add("DESCRIPTION", "\n".join(line for line in (collaboration.online_link, url_of(collaboration)) if line))
    entry.add("STATUS", "CONFIRMED")
    if email:
        _put_people(entry, collaboration, email, name)
    return entry


def _bare(uid: str, collaboration: Collaboration) -> icalendar.Event:
    entry = icalendar.Event()
    entry.add("UID", f"{uid}@{urlsplit(settings.PUBLIC_URL).hostname or 'localhost'}")
    entry.add("SEQUENCE", collaboration.version)
    entry.add("DTSTAMP", clock.now())
    entry.add("LAST-MODIFIED", collaboration.changed_at)
    entry.add("URL", url_of(collaboration))
    return entry


def _put_time(entry: icalendar.Event, collaboration: Collaboration) -> None:
    if collaboration.is_timed:
        starts_at = collaboration.happens_at.astimezone(UTC)
        entry.add("DTSTART", starts_at)
        entry.add("DTEND", starts_at + timedelta(minutes=collaboration.minutes))
    else:
        _put_day(entry, telling.local(collaboration).date())


def _put_day(entry: icalendar.Event, day: date) -> None:
    entry.add("DTSTART", day)
    entry.add("DTEND", day + timedelta(days=1))
    entry.add("TRANSP", "TRANSPARENT")


def _put_people(entry: icalendar.Event, collaboration: Collaboration, email: str, name: str) -> None:
    _name, ours = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organiser = icalendar.vCalAddress(f"mailto:{ours}")
    organiser.params["CN"] = icalendar.vText(_quiet(collaboration.community.name))
    attendee = icalendar.vCalAddress(f"mailto:{email}")
    attendee.params["CN"] = icalendar.vText(_quiet(name) or email)
    attendee.params["PARTSTAT"] = icalendar.vText("ACCEPTED")
    attendee.params["RSVP"] = icalendar.vText("FALSE")
    entry.add("ORGANIZER", organiser)
    entry.add("ATTENDEE", attendee)


def _quiet(name: str) -> str:
    """A name as a parameter may hold it: no quotes, no control characters (RFC 5545, 3.1)."""
    return "".join(letter for letter in name if unicodedata.category(letter) != "Cc" and letter != '"')


def _promise(commitment: Commitment) -> icalendar.Event:
    entry = _bare(f"promise-{commitment.pk}", commitment.collaboration)
    entry.add("SUMMARY", in_order(commitment.text, least=HALF))
    _put_day(entry, commitment.due_on)
    return entry


def _owes(commitment: Commitment, member: Member) -> bool:
    return commitment.done_at is None and commitment.part is not None and commitment.part.member_id == member.pk


def feed_url(member: Member) -> str:
    """A member's private calendar address; the same until it is changed."""
    number = CalendarFeed.objects.filter(member=member).values_list("number", flat=True).first() or 1
    return post.absolute(reverse("together:feed", args=[SIGNER.sign(f"{member.pk}-{number}")]))


def feed_owner(token: str) -> Member | None:
    """Whose calendar this address shows; None for a forged or an old one."""
    try:
        pk, _dash, number = SIGNER.unsign(token).partition("-")
    except BadSignature:
        return None
    member = Member.objects.filter(pk=int(pk), closed_at__isnull=True).first()
    current = CalendarFeed.objects.filter(member=int(pk)).values_list("number", flat=True).first() or 1
    return member if int(number) == current else None


def url_of(collaboration: Collaboration) -> str:
    """The address of a collaboration's page, as the world writes it."""
    return post.absolute(reverse("together:collaboration", args=[collaboration.community.slug, collaboration.pk]))
