"""Adding a member by hand, and the address at which an organiser reaches one."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from hometeam.foundation import journal
from hometeam.members.access import Viewer
from hometeam.members.actions import leave, reindex
from hometeam.members.models import Member, Membership
from hometeam.organise.actions import writing
from hometeam.organise.models import Contact
from hometeam.organise.queries.facts import Row


@transaction.atomic
def add_member(*, viewer: Viewer, row: Row) -> Member:
    """Write one member as an import would: unclaimed, what it offers and needs guessed from its trade."""
    (member,) = writing.write_members(viewer.community, [row])
    Membership.objects.create(member=member, community=viewer.community)
    Contact.objects.filter(member=member).update(typed=True)
    journal.record(actor=viewer.actor, verb="organise.member_added", object=member, community_id=viewer.community.pk)
    reindex([member.pk])
    return member


@transaction.atomic
def take_out(*, viewer: Viewer, members: Iterable[Member]) -> int:
    """Take members out of the community who are in it no more outside of Hometeam; returns how many there were."""
    return sum(leave(by=viewer.actor, member=member, community=viewer.community) for member in members)


@transaction.atomic
def keep_address(*, viewer: Viewer, member: Member, email: str) -> None:
    """Keep the address at which organisers reach a member, or forget it where it is empty. Imports leave it alone."""
    if not email:
        Contact.objects.filter(community=viewer.community, member=member).delete()
        return
    Contact.objects.update_or_create(
        community=viewer.community, member=member, defaults={"email": email.strip().lower(), "typed": True}
    )
