"""Coming into a community, asking to, and leaving it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from hometeam.foundation import journal, post
from hometeam.foundation.clock import now
from hometeam.foundation.journal import Actor
from hometeam.members.actions.haunts import settle_haunts
from hometeam.members.actions.indexing import reindex
from hometeam.members.models import Community, Invitation, Member, Membership, Person
from hometeam.members.queries.communities import organiser_ids, taken_out
from hometeam.members.queries.viewer import Viewer

State = Membership.State
UNDONE_WITHIN = timedelta(minutes=10)
"""Who takes a member out by a slip has put it back by then."""


@transaction.atomic
def start_member(
    *, person: Person, kind: str, name: str, own_name: str = "", community: Community | None = None
) -> Member:
    """Make a member that the person owns, and let it come into a community (or ask to) at once when one is given."""
    member = Member.objects.create(kind=kind, name=name, claimed_at=now(), start_step=1)
    member.seats.create(person=person)
    call_me(person=person, name=own_name)
    if community is not None:
        join(person=person, member=member, community=community)
    else:
        reindex([member.pk])
    return member


@transaction.atomic
def call_me(*, person: Person, name: str) -> None:
    """How a person is called; an empty name changes nothing."""
    if name and name != person.name:
        Person.objects.filter(pk=person.pk).update(name=name)


@transaction.atomic
def reach_step(*, member: Member, step: int) -> None:
    """Remember how far the guided start has come; going back in it forgets nothing."""
    Member.objects.filter(pk=member.pk, start_step__lt=step).update(start_step=step)


@transaction.atomic
def join(*, person: Person, member: Member, community: Community) -> Membership.State:
    """Let a member come in where the community is open or its person was invited; otherwise ask. Returns how it stands
    now.

    Asking again changes nothing; a closed community cannot be asked and leaves things as they are (`LEFT`).
    """
    there = Membership.objects.filter(member=member, community=community).first()
    if there is not None and there.state != State.LEFT:
        return State(there.state)
    state = _state_for(person, community)
    if state == State.LEFT:
        return state
    actor = Actor(person.pk, member.pk)
    membership = _stand(member, community, state)
    if state == State.HERE:
        settle_haunts(member)
        journal.record(actor=actor, verb="members.joined", object=member, community_id=community.pk)
        reindex([member.pk])
    else:
        journal.record(actor=actor, verb="members.asked_to_join", object=member, community_id=community.pk)
        _tell_organisers(member, community, membership)
    if person.timezone == "UTC" and community.timezone != "UTC":
        Person.objects.filter(pk=person.pk).update(timezone=community.timezone)
    return state


def _state_for(person: Person, community: Community) -> Membership.State:
    if community.joining == Community.Joining.OPEN or was_invited(person, community):
        return State.HERE
    return State.ASKED if community.joining == Community.Joining.INVITED else State.LEFT


def was_invited(person: Person, community: Community) -> bool:
    """Whether the person has accepted an invitation into this community, or organises it."""
    accepted = Invitation.objects.filter(
        community=community, accepted_by=person, accepted_at__isnull=False, revoked_at__isnull=True
    )
    return accepted.exists() or community.organiser_seats.filter(person=person).exists()


def _stand(member: Member, community: Community, state: Membership.State) -> Membership:
    membership, _is_new = Membership.objects.update_or_create(
        member=member, community=community, defaults={"state": state, "since_at": now()}
    )
    return membership


def _tell_organisers(member: Member, community: Community, membership: Membership) -> None:
    post.notify(
        person_ids=organiser_ids(community),
        key=f"members.asked:{membership.pk}:{membership.since_at:%Y%m%d%H%M%S}",
        subject=_("%(name)s would like to join %(community)s") % {"name": member.name, "community": community.name},
        lines=[member.one_line] if member.one_line else [],
        action_label=_("See who is asking"),
        action_url=reverse("members:asking", args=[community.slug]),
        community_id=community.pk,
    )


@transaction.atomic
def let_in(*, viewer: Viewer, member: Member) -> None:
    """Let a member in who asked to join the viewer's community; says so to its people. Nothing happens twice."""
    asked = Membership.objects.filter(member=member, community=viewer.community, state=State.ASKED)
    if not asked.update(state=State.HERE, since_at=now()):
        return
    settle_haunts(member)
    journal.record(actor=viewer.actor, verb="members.joined", object=member, community_id=viewer.community.pk)
    reindex([member.pk])
    post.notify(
        person_ids=member.seats.values_list("person_id", flat=True),
        key=f"members.let_in:{member.pk}:{viewer.community.pk}:{now():%Y%m%d}",
        subject=_("Welcome to %(community)s") % {"community": viewer.community.name},
        lines=[_("%(name)s is in. Have a look at who is near.") % {"name": member.name}],
        action_label=_("Meet the people"),
        action_url=reverse("members:people", args=[viewer.community.slug]),
        community_id=viewer.community.pk,
    )


@transaction.atomic
def turn_away(*, viewer: Viewer, member: Member) -> None:
    """Not let a member in who asked. Nobody is told; they may ask again another time."""
    asked = Membership.objects.filter(member=member, community=viewer.community, state=State.ASKED)
    if asked.update(state=State.LEFT, since_at=now()):
        journal.record(actor=viewer.actor, verb="members.turned_away", object=member, community_id=viewer.community.pk)


@transaction.atomic
def leave(*, by: Actor, member: Member, community: Community) -> bool:
    """Take a member out of a community, or take its question back. Returns whether it was there or asking."""
    there = Membership.objects.filter(member=member, community=community).exclude(state=State.LEFT)
    if not there.update(state=State.LEFT, since_at=now()):
        return False
    journal.record(actor=by, verb="members.left", object=member, community_id=community.pk)
    reindex([member.pk])
    return True


@transaction.atomic
def come_back(*, by: Actor, member: Member, community: Community) -> None:
    """Undo a `leave` that was just made."""
    gone = Membership.objects.filter(member=member, community=community, state=State.LEFT)
    if gone.update(state=State.HERE, since_at=now()):
        settle_haunts(member)
        journal.record(actor=by, verb="members.joined", object=member, community_id=community.pk)
        reindex([member.pk])


def tell_taken_out(*, now: datetime) -> int:
    """Tell the people of members whom an organiser took out a while ago, once each: an undo comes sooner.

    Returns of how many members.
    """
    found = taken_out(now - timedelta(days=1), now - UNDONE_WITHIN)
    for one in found:
        _tell_taken_out(one)
    return len(found)


@transaction.atomic
def _tell_taken_out(left: Membership) -> None:
    names = {"name": left.member.name, "community": left.community.name}
    people = Person.objects.filter(pk__in=organiser_ids(left.community)).exclude(name="").order_by("name")
    names["who"] = ", ".join(people.values_list("name", flat=True))
    lines = [
        post.late(
            lambda: _("An organiser has ended this membership. What you did with others there stays in your history.")
        ),
        post.late(lambda: _("What was still open between you and others has ended kindly.")),
    ]
    if names["who"]:
        lines.append(post.late(lambda: _("If you think that it is a mistake, ask there: %(who)s.") % names))
    post.notify(
        person_ids=left.member.seats.values_list("person_id", flat=True),
        key=f"members.taken_out:{left.pk}:{left.since_at:%Y%m%d%H%M%S}",
        subject=post.late(lambda: _("%(name)s is no longer in %(community)s") % names),
        lines=lines,
        action_label=post.late(lambda: _("Your communities")),
        action_url=reverse("members:communities", args=[left.member.pk]),
    )
