"""Communities, as a person or a visitor sees them."""

from __future__ import annotations

from django.db.models import QuerySet

from hometeam.members.models import Community, Member, Membership, OrganiserSeat, Person


def organiser_ids(community: Community) -> list[int]:
    """The people who run a community."""
    return list(OrganiserSeat.objects.filter(community=community).order_by("pk").values_list("person_id", flat=True))


def communities_of(person: Person) -> QuerySet[Community]:
    """The communities that a person acts or organises in, by name."""
    acting = Membership.objects.filter(member__seats__person=person, state=Membership.State.HERE).values("community")
    running = OrganiserSeat.objects.filter(person=person).values("community")
    return Community.objects.filter(pk__in=acting.union(running)).order_by("name", "pk")


def memberships_of(member: Member) -> QuerySet[Membership]:
    """Where a member is or asks to be, with the communities."""
    return (
        Membership.objects.filter(member=member)
        .exclude(state=Membership.State.LEFT)
        .select_related("community")
        .order_by("community__name")
    )


def open_communities() -> QuerySet[Community]:
    """Communities that anyone may join, for people who are in none."""
    return Community.objects.filter(joining=Community.Joining.OPEN).order_by("name")


def asking(community: Community) -> QuerySet[Member]:
    """Members who asked to join, the longest waiting first."""
    return Member.objects.filter(memberships__community=community, memberships__state=Membership.State.ASKED).order_by(
        "memberships__since_at", "pk"
    )
