"""Whom to tell."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from hometeam.members.models import Community, Member, Membership, Seat
from hometeam.swap.models import Listing


def communities_with_needs() -> list[Community]:
    """The communities on whose board somebody needs something."""
    needs = Listing.objects.needs().filter(state=Listing.State.ON)
    return list(Community.objects.filter(pk__in=needs.values("community")).order_by("pk"))


def people_of(member: Member) -> list[int]:
    """Who acts for a member, by id."""
    return list(Seat.objects.filter(member=member).order_by("pk").values_list("person_id", flat=True))


def listings_of_those_gone() -> list[Listing]:
    """What is still on the board of members who have closed or have left its community."""
    here = Membership.objects.filter(
        member=OuterRef("member"), community=OuterRef("community"), state=Membership.State.HERE
    )
    there = Listing.objects.filter(~Exists(here), state=Listing.State.ON)
    return list(there.select_related("member", "community").order_by("pk"))
