"""Members who are no longer here leave the board, and those who closed leave the words of others, too."""

from __future__ import annotations

from django.db import transaction

from hometeam.foundation import journal, search
from hometeam.foundation.journal import NOBODY
from hometeam.members.actions import gone_lately, put_right, unnamed
from hometeam.members.models import Member, Membership
from hometeam.swap.actions.board import reindex
from hometeam.swap.models import Listing, Pace
from hometeam.swap.queries.board import LABEL
from hometeam.swap.queries.notices import listings_of_those_gone


def leave_board() -> int:
    """Take what members have on the board away who have closed or have left; returns how many things."""
    gone = listings_of_those_gone()
    for listing in gone:
        _take_away(listing)
    return len(gone)


@transaction.atomic
def _take_away(listing: Listing) -> None:
    if Listing.objects.filter(pk=listing.pk, state=Listing.State.ON).update(state=Listing.State.AWAY):
        listing.state = Listing.State.AWAY
        reindex(listing)
        journal.record(actor=NOBODY, verb="swap.listing_taken_away", object=listing, community_id=listing.community_id)


def forget_those_gone() -> int:
    """What those who closed had on the board is erased, and the words of others say their name no more.

    Returns how many rows changed. Of what is part of a loop only the words go; the loop's own are what was agreed.
    """
    return sum(_forget(member) for member in gone_lately())


@transaction.atomic
def _forget(member: Member) -> int:
    own = Listing.objects.filter(member=member)
    kept = own.filter(legs_given__isnull=False) | own.filter(legs_received__isnull=False)
    kept_ids = set(kept.values_list("pk", flat=True))
    bare = own.filter(pk__in=kept_ids).exclude(words="").update(words="", scope="", state=Listing.State.AWAY)
    erased = own.exclude(pk__in=kept_ids)
    for pk in list(own.values_list("pk", flat=True)):
        search.remove(LABEL, pk)
    gone = erased.count()
    erased.delete()
    Pace.objects.filter(member=member).delete()
    places = Membership.objects.filter(member=member).values("community")
    others = Listing.objects.filter(community__in=places).exclude(member=member)
    return bare + gone + put_right(others, ("words", "scope"), unnamed(member))
