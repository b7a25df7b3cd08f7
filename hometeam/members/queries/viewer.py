"""Who is looking."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from hometeam.foundation.journal import Actor
from hometeam.members.models import Community, Member, Person, Place


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is looking: a person in a community, acting for a member of it, or for none."""

    person: Person
    community: Community
    member: Member | None
    is_organiser: bool
    on_behalf: bool = False
    notices_waiting: int = 0

    @property
    def actor(self) -> Actor:
        """The same, as the journal keeps it."""
        return Actor(
            person_id=self.person.pk, member_id=self.member.pk if self.member else None, on_behalf=self.on_behalf
        )

    @property
    def acting(self) -> Member:
        """The member acted for; 404 where the person acts for none."""
        if self.member is None:
            raise Http404
        return self.member


def own_place(viewer: Viewer) -> Place | None:
    """Where the viewer is: the acting member's place; for an organiser without one, the middle of the community."""
    if viewer.member is not None:
        return getattr(viewer.member, "place", None)
    town = viewer.community
    if town.lat is None and not town.city:
        return None
    return Place(kind=Place.Kind.HOME, city=town.city, region=town.region, lat=town.lat, lon=town.lon)
