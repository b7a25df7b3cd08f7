"""Telling of a need that leaves the board soon: once for each need and day, however often it is tried."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from hometeam.foundation import clock, post, tokens
from hometeam.swap.access import KEEP
from hometeam.swap.models import Listing
from hometeam.swap.queries.notices import people_of

LINK_OUTLIVES_END = timedelta(days=14)


@transaction.atomic
def tell_of_end(*, listing: Listing) -> None:
    """A need leaves the board within three days; its member keeps it there with one tap, without signing in."""
    subject: Any = format_lazy(_("Do you still need this? {what}"), what=listing.words)
    line: Any = _("It leaves the board in a few days, so that all on it is fresh. One tap keeps it for another month.")
    label: Any = _("Keep it up")
    for person in people_of(listing.member):
        post.notify(
            person_ids=[person],
            key=_key(listing),
            subject=subject,
            lines=[line],
            action_label=label,
            action_url=keep_path(listing, person),
            community_id=listing.community_id,
            urgency="digest",
        )


def asks_no_longer(listing: Listing) -> None:
    """It is renewed, found or taken away: no letter that waits for the morning asks about it, as it stood."""
    post.spare_letter(person_ids=people_of(listing.member), keys=[_key(listing)])


def _key(listing: Listing) -> str:
    return f"swap.need_ends:{listing.pk}:{listing.expires_on}"


def keep_path(listing: Listing, person: int) -> str:
    """The path from a letter, good for one reader and for this need as it ends now, until it has been over a while."""
    ends: date = listing.expires_on or clock.today(listing.community.timezone)
    data = {"l": listing.pk, "r": person, "e": str(ends)}
    left = max(ends - clock.today(listing.community.timezone), timedelta())
    return reverse("swap:keep", args=[tokens.make(KEEP, data, left + LINK_OUTLIVES_END)])
