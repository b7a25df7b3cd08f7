"""Making a community, saying what it is, and who runs it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from hometeam.foundation import clock, journal, money, post
from hometeam.foundation.journal import Actor
from hometeam.members.access import Viewer
from hometeam.members.actions import person_at
from hometeam.members.models import Community, OrganiserSeat, Person


class LastOrganiser(Exception):
    """Nobody would be left to look after the community."""


@transaction.atomic
def make_community(
    *, person: Person | None, name: str, slug: str = "", your_name: str = "", **fields: Any
) -> Community:
    """Make a community that `person` organises; without one, those who run the installation do.

    `your_name` is the person's own, where nobody has asked for it yet.

    Without a slug one is made of the name, with a number where that is taken; without a currency it is the country's.
    """
    country, today = fields.get("country", ""), clock.today(fields.get("timezone", "UTC"))
    fields["currency"] = fields.get("currency") or money.currency_of(country, today)
    community = Community.objects.create(slug=slug or free_slug(name), name=name, **fields)
    if person and your_name:
        Person.objects.filter(pk=person.pk).update(name=your_name)
    if person:
        Person.objects.filter(pk=person.pk, language="").update(language=community.language)
    people = [person] if person else list(Person.objects.filter(is_operator=True, is_active=True))
    OrganiserSeat.objects.bulk_create(OrganiserSeat(community=community, person=one) for one in people)
    actor = Actor(person_id=person.pk if person else None, member_id=None)
    journal.record(actor=actor, verb="organise.community_made", object=community, community_id=community.pk)
    return community


def free_slug(name: str) -> str:
    """A slug of the name that no community has."""
    wanted = slugify(name)[:50] or "community"
    taken = set(Community.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)


@transaction.atomic
def adopt(*, person: Person, community: Community) -> bool:
    """Organise a community that nobody does, such as one made from the command line; False when somebody does."""
    Community.objects.select_for_update().get(pk=community.pk)
    if community.organiser_seats.exists():
        return False
    seat = OrganiserSeat.objects.create(community=community, person=person)
    actor = Actor(person_id=person.pk, member_id=None)
    journal.record(actor=actor, verb="organise.organiser_added", object=seat, community_id=community.pk)
    return True


@transaction.atomic
def change_community(*, viewer: Viewer, values: Mapping[str, Any]) -> None:
    """Say anew what the community is."""
    Community.objects.filter(pk=viewer.community.pk).update(**values)
    journal.record(
        actor=viewer.actor,
        verb="organise.community_changed",
        object=viewer.community,
        community_id=viewer.community.pk,
        data={"fields": sorted(values)},
    )


@transaction.atomic
def add_organiser(*, viewer: Viewer, email: str) -> OrganiserSeat:
    """Let the person at an address run the community too, and tell them so; adding somebody twice changes nothing."""
    seat, is_new = _seated(viewer.community, person_at(email), viewer.actor)
    if is_new:
        _welcome(viewer, seat.person, seat)
    return seat


@transaction.atomic
def seat_organiser(*, community: Community, email: str) -> Person:
    """Let the person at an address run a community because whoever runs the machine says so, as where the only
    organiser's address is gone. Saying it twice changes nothing.
    """
    return _seated(community, person_at(email), journal.NOBODY)[0].person


def _seated(community: Community, person: Person, by: Actor) -> tuple[OrganiserSeat, bool]:
    """Somebody's seat, and whether it is new."""
    seat, is_new = OrganiserSeat.objects.get_or_create(community=community, person=person)
    if is_new:
        _record(by, "organise.organiser_added", seat)
    return seat, is_new


def _welcome(viewer: Viewer, person: Person, seat: OrganiserSeat) -> None:
    names = {"person": viewer.person.name or viewer.person.email, "community": viewer.community.name}
    post.notify(
        person_ids=[person.pk],
        key=f"organise.organiser_added:{seat.pk}",
        subject=_("You look after %(community)s now") % names,
        lines=[_("%(person)s asked you to organise %(community)s with them. Sign in with this address.") % names],
        action_label=_("Have a look"),
        action_url=reverse("organise:home", args=[viewer.community.slug]),
        community_id=viewer.community.pk,
    )


@transaction.atomic
def remove_organiser(*, viewer: Viewer, seat: OrganiserSeat) -> None:
    """Somebody no longer runs the community. Raises LastOrganiser when nobody would be left."""
    seats = list(OrganiserSeat.objects.select_for_update().filter(community=viewer.community))
    if [one.pk for one in seats] == [seat.pk]:
        raise LastOrganiser(_("Somebody has to look after this community. Add another organiser first."))
    _record(viewer.actor, "organise.organiser_removed", seat)
    seat.delete()


def _record(by: Actor, verb: str, seat: OrganiserSeat) -> None:
    data = {"person_id": seat.person_id}
    journal.record(actor=by, verb=verb, object=seat, community_id=seat.community_id, data=data)
