"""Telling of a need that leaves the board soon: once for each need and day, however often it is tried."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from hometeam.foundation import post
from hometeam.swap.models import Listing
from hometeam.swap.queries.notices import people_of


@transaction.atomic
def tell_of_end(*, listing: Listing) -> None:
    """A need leaves the board within three days; its member keeps it there with one tap, on the page."""
    subject: Any = format_lazy(_("Do you still need this? {what}"), what=listing.words)
    line: Any = _("It leaves the board in a few days, so that all on it is fresh. One tap keeps it for another month.")
    label: Any = _("Look at it")
    post.notify(
        person_ids=people_of(listing.member),
        key=f"swap.need_ends:{listing.pk}:{listing.expires_on}",
        subject=subject,
        lines=[line],
        action_label=label,
        action_url=reverse("swap:listing", args=[listing.community.slug, listing.pk]),
        community_id=listing.community_id,
        urgency="digest",
    )
