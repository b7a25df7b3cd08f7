"""Communities, as a person or a visitor sees them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from hometeam.foundation import journal
from hometeam.members.models import Community, Member, Membership, OrganiserSeat, Person, Seat


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


def left_by(member: Member) -> QuerySet[Membership]:
    """Where a member was before, by its own leave or an organiser's, with the communities; not where it asked to join
    and was not let in, of which nobody is told.
    """
    turned_away = journal.about(member).filter(verb="members.turned_away").values("community_id")
    left = Membership.objects.filter(member=member, state=Membership.State.LEFT).exclude(community__in=turned_away)
    return left.select_related("community").order_by("community__name")


def taken_out(after: datetime, before: datetime) -> list[Membership]:
    """What an organiser ended in this stretch of time, with members and communities: not where a member left by itself,
    closed, or was not let in.
    """
    left = Membership.objects.filter(state=Membership.State.LEFT, since_at__gt=after, since_at__lte=before)
    found = left.filter(member__closed_at=None).select_related("member", "community").order_by("pk")
    return [one for one in found if _by_an_organiser(one)]


def _by_an_organiser(left: Membership) -> bool:
    ends = journal.about(left.member).filter(verb="members.left", community_id=left.community_id)
    last = ends.filter(at__gte=left.since_at).order_by("pk").last()
    return last is not None and last.person_id is not None and last.member_id != left.member_id


def open_communities() -> QuerySet[Community]:
    """Communities that anyone may join, for people who are in none."""
    return Community.objects.filter(joining=Community.Joining.OPEN).order_by("name")


def asking(community: Community) -> QuerySet[Member]:
    """Members who asked to join, those first who have been known longest."""
    asked = Membership.objects.filter(community=community, state=Membership.State.ASKED)
    return Member.objects.filter(pk__in=asked.values("member")).order_by("pk")


def members_with(person: Person, community: Community) -> list[Member]:
    """The person's members, each with `standing`: how it stands with this community ("" when it has nothing to do with
    it).
    """
    members = list(Member.objects.filter(seats__person=person, closed_at=None).order_by("pk"))
    standing = dict(
        Membership.objects.filter(community=community, member__in=members).values_list("member_id", "state")
    )
    for member in members:
        member.standing = standing.get(member.pk, "")  # type: ignore[attr-defined]
    return members


def members_by(person: Person) -> QuerySet[Member]:
    """The members that a person acts for, oldest first."""
    return Member.objects.filter(seats__person=person, closed_at=None).order_by("pk")


def only_owned_by(person: Person) -> list[Member]:
    """The members that would be without an owner if this person went."""
    shared = Seat.objects.filter(role=Seat.Role.OWNER).exclude(person=person).values("member")
    return list(members_by(person).exclude(pk__in=shared))
