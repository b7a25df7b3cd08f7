"""What a listing says of itself, in words."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hometeam.swap.models import Listing, Rules
from hometeam.swap.queries.counting import Counting, hours_words


def amount_words(amount: int, unit: str) -> str:
    """How much one time of it is: "3 hours", "1 h 30 min"."""
    match unit:
        case Listing.Unit.MINUTES:
            return hours_words(amount)
        case Listing.Unit.HOURS:
            words = ngettext("%(n)s hour", "%(n)s hours", amount)
        case Listing.Unit.SESSIONS:
            words = ngettext("%(n)s session", "%(n)s sessions", amount)
        case _:
            words = ngettext("%(n)s piece", "%(n)s pieces", amount)
    return words % {"n": amount}


def often_words(listing: Listing, left: int | None) -> str:
    """How often it is there; `left` of so many times, None for as often as you like."""
    if listing.often == Listing.Often.ALWAYS or left is None:
        return _("as often as you like")
    if listing.often == Listing.Often.ONCE:
        return _("once")
    if left == listing.times:
        return ngettext("%(n)s time", "%(n)s times", left) % {"n": left}
    return _("%(left)s of %(all)s times left") % {"left": left, "all": listing.times}


def worth_words(worth: int | None, rules: Rules) -> str:
    """What one time of it counts for; empty where the community counts nothing, or nobody said."""
    counting = Counting.of(rules)
    if worth is None or not counting.is_on:
        return ""
    return _("counts for %(amount)s") % {"amount": counting.said(worth)}


def day_words(on: date) -> str:
    """A day, as one says it."""
    return date_format(on, _("j F Y"))


def in_full(listing: Listing) -> str:
    """What it is and how much of it, by when and with what in it: as it goes into a proposal."""
    first = _("%(what)s (%(amount)s)") % {
        "what": listing.words,
        "amount": amount_words(listing.amount, listing.unit),
    }
    if listing.by_on is not None:
        first = _("%(what)s, by %(day)s") % {"what": first, "day": day_words(listing.by_on)}
    return "\n".join(line for line in (first, listing.scope) if line)
