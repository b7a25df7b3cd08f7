"""Whom to tell."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from hometeam.gather.models import Feature, Pace
from hometeam.members.access import Viewer
from hometeam.members.models import Community, Membership, OrganiserSeat, Seat


def communities() -> list[Community]:
    """All communities that somebody runs or belongs to."""
    return list(Community.objects.filter(organiser_seats__isnull=False).distinct().order_by("pk"))


def organisers_of(community: Community) -> list[int]:
    """Who runs a community, by id."""
    return list(OrganiserSeat.objects.filter(community=community).values_list("person_id", flat=True))


def people_of(member_ids: Collection[int]) -> list[int]:
    """Who acts for any of these members, by id."""
    return list(Seat.objects.filter(member__in=member_ids).values_list("person_id", flat=True).distinct())


def communities_with_listeners() -> list[Community]:
    """The communities in which somebody wants to hear of each week."""
    return list(Community.objects.filter(paces__wants_notice=True).distinct().order_by("pk"))


def listeners(community: Community, first_on: date) -> list[Viewer]:
    """Who wants to hear of the week that begins on a day: neither at rest nor leaving it out, and not done with it."""
    paces = Pace.objects.filter(community=community, wants_notice=True).exclude(skipped_week_on=first_on)
    paces = paces.filter(Q(rests_until_on__isnull=True) | Q(rests_until_on__lte=first_on)).select_related("person")
    done = set(_done(community, first_on).values_list("member_id", flat=True))
    found = []
    for pace in paces.order_by("pk"):
        seat = _seats(community).filter(person=pace.person).first()
        if seat is not None and seat.member_id not in done and pace.person.is_active:
            found.append(Viewer(pace.person, community, seat.member, is_organiser=False))
    return found


def _done(community: Community, first_on: date) -> QuerySet[Feature]:
    return Feature.objects.filter(community=community, week_on__gte=first_on, posted_at__isnull=False)


def _seats(community: Community) -> QuerySet[Seat]:
    here = {"member__memberships__community": community, "member__memberships__state": Membership.State.HERE}
    return Seat.objects.filter(**here).select_related("member__place").order_by("member_id")
