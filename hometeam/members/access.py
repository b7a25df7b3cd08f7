"""Who may see and do what. Every view wears exactly one of these decorators; every object comes through a `…_for`
function.

A stranger to a thing gets 404, never 403: that a thing exists is itself something that only those inside may know.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils import timezone

from hometeam.foundation import clock
from hometeam.foundation.access import View, answered_in, anyone, marked, operator, sign_in_first, signed_in
from hometeam.foundation.journal import Actor
from hometeam.foundation.models import Notice
from hometeam.foundation.prepared import Given, prepared
from hometeam.foundation.text import whole
from hometeam.members.models import Block, Community, Member, Membership, OrganiserSeat, Person, Seat
from hometeam.members.queries import rings
from hometeam.members.queries.choosing import Choice, choice_of
from hometeam.members.queries.viewer import Viewer, own_place

__all__ = [
    "Pen",
    "SeenRequest",
    "Viewer",
    "acting_member",
    "anyone",
    "blocked",
    "blocked_ids",
    "choice_for",
    "community_member",
    "community_organiser",
    "is_blocked",
    "is_here",
    "may_join",
    "member_for",
    "operator",
    "own_member_for",
    "partner_in",
    "pen_for",
    "signed_in",
    "tell_with_members",
    "viewer_for",
    "viewer_of",
]


class SeenRequest(HttpRequest):
    """A request whose person is known; `viewer` is set by the community decorators."""

    user: Person
    viewer: Viewer


def viewer_of(request: HttpRequest) -> Viewer:
    """Who is looking, on a page of a community."""
    return cast("SeenRequest", request).viewer


ACTING = "acting:"


def acting_key(community_id: int) -> str:
    """The session's key for the member that its person acts for in one community."""
    return f"{ACTING}{community_id}"


Tells = Callable[[OuterRef, OuterRef], Exists]
_told_with_members: dict[str, Tells] = {}


def tell_with_members(name: str, make: Tells) -> None:
    """Let whoever acts for a member learn something of a room above in the query that every page begins with, as an
    attribute of the member. `make` takes the member and the community. For `AppConfig.ready`.
    """
    _told_with_members[name] = make


def _unread(person: Given) -> Coalesce:
    unread = Notice.objects.filter(person=person, read_at=None).order_by().values("person").annotate(n=Count("pk"))
    return Coalesce(Subquery(unread.values("n")), 0)


@prepared
def _doors(slug: Given, person: Given) -> QuerySet[Community]:
    runs = OrganiserSeat.objects.filter(community=OuterRef("pk"), person=person)
    return Community.objects.filter(slug=slug).annotate(runs=Exists(runs), unread=_unread(person))


@prepared
def _places(slug: Given, person: Given, also: Any) -> QuerySet[Membership]:
    """Where the members that a person holds a seat of, and some others, stand in a community; with all that a page
    begins with.
    """
    member, community, seats = OuterRef("member"), OuterRef("community"), Seat.objects.filter(person=person)
    near = seats.values("member").union(Member.objects.filter(pk__in=also).values("pk"))
    found = Membership.objects.filter(community__slug=slug, state=Membership.State.HERE, member__in=near)
    runs = OrganiserSeat.objects.filter(community=community, person=person)
    found = found.annotate(runs=Exists(runs), unread=_unread(person), is_held=Exists(seats.filter(member=member)))
    told = {name: make(member, community) for name, make in _told_with_members.items()}
    return found.annotate(**told).select_related("community", "member__place").order_by("member")


def members_of(person: Person, community: Community) -> list[Member]:
    """The members of a community that a person holds a seat of, oldest first, each with its place at hand."""
    return [place.member for place in _places(slug=community.slug, person=person.pk, also=[0])]


def viewer_for(request: HttpRequest, slug: str) -> Viewer:
    """The request's person in one community: one query for whoever has a member there. Raises Http404 for those who
    have nothing to do with it.
    """
    person = cast("Person", request.user)
    also = [pk for name, pk in request.session.items() if name.startswith(ACTING)]
    places: list[Any] = _places(slug=slug, person=person.pk, also=also or [0])
    here: Any = places[0] if places else next(iter(_doors(slug=slug, person=person.pk)), None)
    if here is None:
        raise Http404
    community = places[0].community if places else here
    acting = _acted_for(places, request.session.get(acting_key(community.pk)), runs=bool(here.runs))
    if acting is None and not here.runs:
        raise Http404
    member = _told(acting) if acting else None
    on_behalf = acting is not None and not acting.is_held
    return Viewer(person, community, member, bool(here.runs), on_behalf, notices_waiting=here.unread)


def _acted_for(places: Sequence[Any], wanted: int | None, *, runs: bool) -> Any:
    """The place of the member that the session names, of any for an organiser; else the first that the person holds."""
    may = [place for place in places if place.is_held or runs]
    first = next((place for place in may if place.is_held), None)
    return next((place for place in may if place.member_id == wanted), first)


def _told(place: Any) -> Member:
    member: Member = place.member
    for name in _told_with_members:
        setattr(member, name, getattr(place, name))
    return member


def _in_community(view: View, who: str, allowed: Callable[[Viewer], bool]) -> View:
    @functools.wraps(view)
    def guarded(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return sign_in_first(request)
        viewer = viewer_for(request, slug)
        if not allowed(viewer):
            raise Http404
        cast("SeenRequest", request).viewer = viewer
        # The days and hours that its pages say are the community's; whoever has another clock is told so.
        with timezone.override(clock.zone(viewer.community.timezone)), clock.read_in(viewer.person.timezone):
            return answered_in(viewer.person.language, lambda: view(request, *args, **kwargs))

    return marked(guarded, who)


def community_member(view: View) -> View:
    """For people of the community that the URL's `slug` names; sets `request.viewer` and takes `slug` off the
    arguments.
    """
    return _in_community(view, "community_member", lambda _viewer: True)


def acting_member(view: View) -> View:
    """As `community_member`, and the person acts for a member; an organiser without one gets 404, with words that say
    what would be here for a member, and a way on.
    """

    @functools.wraps(view)
    def of_a_member(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if viewer_of(request).member is None:
            return render(request, "members/of_a_member.html", status=404)
        return view(request, *args, **kwargs)

    return _in_community(of_a_member, "acting_member", lambda _viewer: True)


def community_organiser(view: View) -> View:
    """For the organisers of the community that the URL's `slug` names."""
    return _in_community(view, "community_organiser", lambda viewer: viewer.is_organiser)


def member_for(viewer: Viewer, pk: int) -> Member:
    """A member whom the viewer may see, with its `ring`: one of the viewer's community, neither blocking the other."""
    me = viewer.member.pk if viewer.member and not viewer.is_organiser else None
    found = _seen(pk=pk, community=viewer.community.pk, me=me, **rings.near(own_place(viewer)))
    if not found:
        raise Http404
    return cast("Member", found[0])


def partner_in(viewer: Viewer, number: str) -> Member | None:
    """The other member whom an address or a form names by number; None where it names nobody. Only for one who acts
    for a member: itself and those it is not to meet cannot be named.
    """
    pk = whole(number)
    if pk is None:
        return None
    found = member_for(viewer, pk)
    if found == viewer.acting or found.pk in blocked_ids(viewer.acting):
        raise Http404
    return found


def choice_for(
    viewer: Viewer,
    said: QueryDict,
    *,
    without: Collection[int] = (),
    chosen: Collection[int] = (),
    only_claimed: bool = False,
) -> Choice:
    """Whom the one who acts for a member may choose among, by the words that were typed into `q`: all whom it may meet
    but itself and those `without`.
    """
    away = blocked_ids(viewer.acting) | {viewer.acting.pk, *without}
    words = said.get("q", "")[:80]
    return choice_of(viewer.community, words=words, without=away, chosen=chosen, only_claimed=only_claimed)


@prepared
def _seen(pk: Given, community: Given, me: Given | None, **around: Any) -> QuerySet[Member]:
    here = Member.objects.filter(memberships__community=community, memberships__state=Membership.State.HERE, pk=pk)
    found = here.select_related("place").annotate(ring=rings.case_of(cast("rings.Near", around)))
    return found if me is None else found.exclude(pk__in=blocked(me))


def own_member_for(person: Person, pk: int, *, owner: bool = False) -> Member:
    """A member that the person holds a seat of; with `owner`, an owner's seat."""
    seats = Seat.objects.filter(person=person, member_id=pk).select_related("member")
    if owner:
        seats = seats.filter(role=Seat.Role.OWNER)
    seat = seats.first()
    if seat is None:
        raise Http404
    return seat.member


def is_blocked(one: Member, other: Member) -> bool:
    """Whether either of two members has blocked the other."""
    return Block.objects.filter(member__in=[one, other], other__in=[one, other]).exists()


def blocked(member: Member | Given) -> QuerySet[Block, int]:
    """Members whom this one must not meet, whichever side said so: as a part of another query."""
    theirs = Block.objects.filter(other=member).values_list("member_id", flat=True)
    return Block.objects.filter(member=member).values_list("other_id", flat=True).union(theirs)


def blocked_ids(member: Member) -> set[int]:
    """Members whom this one must not meet, whichever side said so."""
    return set(blocked(member))


def may_join(community: Community) -> bool:
    """Whether people who are not in a community may see its door: its name and how one joins."""
    return community.joining != Community.Joining.CLOSED


def is_here(member: Member, community: Community) -> bool:
    """Whether a member is in a community now."""
    return Membership.objects.filter(member=member, community=community, state=Membership.State.HERE).exists()


@dataclass(frozen=True, slots=True)
class Pen:
    """The right to write a member's profile: whose it is, how the journal names the writer, whether they own it."""

    member: Member
    actor: Actor
    is_owner: bool


def pen_for(request: HttpRequest, pk: int, *, owner: bool = False) -> Pen:
    """The pen for one member: for who holds a seat of it, or for an organiser acting for it now; with `owner`, for
    owners.

    Raises Http404 for everybody else.
    """
    person = cast("Person", request.user)
    seat = Seat.objects.filter(person=person, member_id=pk).select_related("member").first()
    if seat is not None and (seat.role == Seat.Role.OWNER or not owner):
        return _with_viewer(request, Pen(seat.member, Actor(person.pk, pk), seat.role == Seat.Role.OWNER))
    if seat is None and not owner and _acts_on_behalf(request, person, pk):
        return _with_viewer(request, Pen(Member.objects.get(pk=pk), Actor(person.pk, pk, on_behalf=True), False))
    raise Http404


def _with_viewer(request: HttpRequest, pen: Pen) -> Pen:
    """Let the page show the bar of a community that the member is in."""
    person = cast("Person", request.user)
    running = Exists(OrganiserSeat.objects.filter(community=OuterRef("pk"), person=person))
    here = Community.objects.filter(memberships__member=pen.member, memberships__state=Membership.State.HERE)
    seen = here.annotate(runs=running).order_by("memberships__pk")
    community = (seen.filter(runs=True) if pen.actor.on_behalf else seen).first()
    if community is not None:
        viewer = Viewer(person, community, pen.member, community.runs, pen.actor.on_behalf)
        cast("SeenRequest", request).viewer = viewer
    return pen


def _acts_on_behalf(request: HttpRequest, person: Person, pk: int) -> bool:
    running = Membership.objects.filter(
        member_id=pk, state=Membership.State.HERE, community__organiser_seats__person=person
    )
    return any(
        request.session.get(acting_key(community_id)) == pk
        for community_id in running.values_list("community_id", flat=True)
    )
