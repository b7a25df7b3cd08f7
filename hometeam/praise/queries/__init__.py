"""Good words, read with names."""

from hometeam.praise.queries.corners import corner_by_ask_code, corner_of, public_corner, review_links
from hometeam.praise.queries.deeds import (
    gone_before,
    held_pictures,
    held_recordings,
    note_between,
    photo_between,
    reminder_of,
    reminders_due,
    review_between,
    reviews_by,
)
from hometeam.praise.queries.lists import Item, given_by, received_by, waiting_for
from hometeam.praise.queries.testimonials import consent_words, of_page, review_markup, shown_of

__all__ = [
    "Item",
    "consent_words",
    "corner_by_ask_code",
    "corner_of",
    "given_by",
    "gone_before",
    "held_pictures",
    "held_recordings",
    "note_between",
    "of_page",
    "photo_between",
    "public_corner",
    "received_by",
    "reminder_of",
    "reminders_due",
    "review_between",
    "review_links",
    "review_markup",
    "reviews_by",
    "shown_of",
    "waiting_for",
]
