"""The cast: a small street of people who appear in all tests, and in the sample community too.

**Ann** photographs, alone, from home. **Bo** bakes and has a shop on Elm Street. **Cy** keeps books online. **Dee**
designs the web. **Flo** runs the food bank. **Gus** organises their community, *Elm Street*, and acts for no member of
it. **Eve** is a stranger: she belongs to *Harbour Row*, which none of them can see.

What they offer and look for fits together: Bo and Flo look for photographs, Cy and Dee send those who ask for them
away;
Ann sends web design away, Cy and Flo look for it; Ann and Dee need their books kept. Between them are no competitors.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import update_last_login
from django.db.models import Model
from django.test import Client

from hometeam.foundation.sessions import SessionStore
from hometeam.members.access import Viewer
from hometeam.members.actions.haunts import write_haunts
from hometeam.members.models import (
    Audience,
    Channel,
    Community,
    Member,
    Membership,
    Need,
    Offer,
    OrganiserSeat,
    Person,
    Place,
    Seat,
)
from hometeam.members.queries import values_of

LONG_AGO = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
TIMEZONE = "America/Vancouver"


@dataclass(frozen=True)
class Player:
    """Somebody who acts for a member: `viewer` is how actions and queries see them in their community."""

    person: Person
    member: Member
    community: Community

    @property
    def viewer(self) -> Viewer:
        return Viewer(self.person, self.community, self.member, is_organiser=False)


@dataclass(frozen=True)
class Host:
    """Somebody who organises a community and acts for no member of it, unless `acting_for` is asked."""

    person: Person
    community: Community

    @property
    def viewer(self) -> Viewer:
        return Viewer(self.person, self.community, None, is_organiser=True)

    def acting_for(self, member: Member) -> Viewer:
        """The organiser holding the pen for one member."""
        return Viewer(self.person, self.community, member, is_organiser=True, on_behalf=True)


@dataclass(frozen=True)
class Cast:
    """Everybody on Elm Street, and Eve from elsewhere."""

    community: Community
    elsewhere: Community
    ann: Player
    bo: Player
    cy: Player
    dee: Player
    flo: Player
    gus: Host
    eve: Player

    @property
    def street(self) -> tuple[Player, ...]:
        """The five members of Elm Street."""
        return (self.ann, self.bo, self.cy, self.dee, self.flo)


def client_of(person: Person) -> Client:
    """A browser in which this person has signed in: what `force_login` leaves behind it, without its detours."""
    update_last_login(type(person), person)
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    return client


_WAITING: ContextVar[list[Model] | None] = ContextVar("rows that are not written yet", default=None)


@contextmanager
def written_together() -> Iterator[None]:
    """What is made within has neither row nor number before the end; then each table gets all of its rows at once,
    in a third of the time.
    """
    rows: list[Model] = []
    before = _WAITING.set(rows)
    try:
        yield
    finally:
        _WAITING.reset(before)
    for kind in dict.fromkeys(type(row) for row in rows):
        kind._default_manager.bulk_create(row for row in rows if type(row) is kind)


def _write(*rows: Model) -> None:
    waiting = _WAITING.get()
    if waiting is None:
        with written_together():
            _write(*rows)
    else:
        waiting.extend(rows)


def make_community(slug: str = "elm-street", name: str = "Elm Street", **fields: Any) -> Community:
    """A community in Fort Langley, by invitation unless `joining` says otherwise."""
    town = {"city": "Langley", "region": "BC", "country": "CA", "lat": 49.1690, "lon": -122.5790, "timezone": TIMEZONE}
    fields.setdefault("currency", "CAD")
    community = Community(slug=slug, name=name, **(town | fields))
    _write(community)
    return community


def make_person(name: str, **fields: Any) -> Person:
    """A person whose address is their name at example.org."""
    email = fields.pop("email", f"{name.lower().replace(' ', '.')}@example.org")
    person = Person(email=str(email), name=name, timezone=TIMEZONE, **fields)
    person.set_unusable_password()
    _write(person)
    return person


def make_member(name: str, *communities: Community, person: Person | None = None, **fields: Any) -> Member:
    """A member who is here in the communities; with `person`, claimed by them as its owner."""
    if person is not None:
        fields = {"claimed_at": LONG_AGO, "start_step": 6} | fields
    fields.setdefault("kind", Member.Kind.SOLOPRENEUR)
    fields.setdefault("languages", ["en"])
    member = Member(name=name, **fields)
    _write(member, *(Membership(member=member, community=community) for community in communities))
    if person is not None:
        _write(Seat(member=member, person=person, role=Seat.Role.OWNER))
    return member


def offers(member: Member, *services: str, guessed: bool = False) -> None:
    """The member gives these services (taxonomy ids)."""
    _write(*(Offer(member=member, service=service, guessed=guessed) for service in services))


def needs(member: Member, *services: str, guessed: bool = False) -> None:
    """The member looks for these services (taxonomy ids)."""
    _write(*(Need(member=member, service=service, guessed=guessed) for service in services))


def sends_away(member: Member, *services: str) -> None:
    """Clients ask the member for these services, and it sends them away."""
    kind = Need.Kind.SEND_AWAY
    _write(*(Need(member=member, kind=kind, service=service) for service in services))


def serves(member: Member, *tags: str) -> None:
    """The member serves these audiences."""
    _write(*(Audience(member=member, tag=tag) for tag in tags))


def goes_to(member: Member, *names: str, shown_to: str = "community") -> None:
    """The member is a regular at these places, besides those it named before."""
    rows = [{"name": name, "kind": "cafe", "shown_to": shown_to} for name in names]
    write_haunts(member, [*values_of(member, "haunts"), *rows])


def is_at(member: Member, lat: float | None = None, lon: float | None = None, **fields: Any) -> Place:
    """Where the member is: a door on Elm Street unless `fields` say otherwise."""
    town = {"city": "Langley", "region": "BC", "country": "CA", "neighbourhood": "Fort Langley", "postcode": "V1M 2R6"}
    fields = {"kind": Place.Kind.DOOR, "shown_as": Place.ShownAs.STREET} | town | fields
    place = Place(member=member, lat=lat, lon=lon, **fields)
    _write(place)
    return place


def speaks_on(member: Member, medium: str, handle: str, band: str = "", cadence: str = "") -> Channel:
    """The member reaches its audience here."""
    channel = Channel(member=member, medium=medium, handle=handle, band=band, cadence=cadence)
    _write(channel)
    return channel


def elm_street() -> Cast:
    """Write the whole cast into the database."""
    with written_together():
        return _elm_street()


def _elm_street() -> Cast:
    street = make_community()
    harbour = make_community("harbour-row", "Harbour Row", city="Victoria", lat=48.4284, lon=-123.3656)
    gus = make_person("Gus")
    _write(OrganiserSeat(community=street, person=gus))
    return Cast(
        community=street,
        elsewhere=harbour,
        ann=_ann(street),
        bo=_bo(street),
        cy=_cy(street),
        dee=_dee(street),
        flo=_flo(street),
        gus=Host(gus, street),
        eve=_eve(harbour),
    )


def _ann(street: Community) -> Player:
    person = make_person("Ann")
    member = make_member(
        "Ann Photographs",
        street,
        person=person,
        one_line="Weddings, portraits and the things you make",
        trade_words="photographer",
        size=Member.Size.ONE,
        likes=["coffee", "spotlight-post", "referral-partnership"],
    )
    offers(member, "photographer")
    needs(member, "bookkeeping")
    sends_away(member, "web-designer")
    serves(member, "engaged-couples", "families")
    is_at(member, 49.1702, -122.5811, kind=Place.Kind.HOME, shown_as=Place.ShownAs.NEIGHBOURHOOD, street="8 Maple Lane")
    speaks_on(member, "instagram", "@annphotographs", "1k-10k", "weekly")
    return Player(person, member, street)


def _bo(street: Community) -> Player:
    person = make_person("Bo")
    member = make_member(
        "Bo’s Bakery",
        street,
        person=person,
        kind=Member.Kind.BUSINESS,
        one_line="Sourdough, buns and wedding cakes",
        trade_words="bakery",
        size=Member.Size.FEW,
        likes=["spotlight-post", "newsletter-mention", "coffee"],
    )
    offers(member, "bakery")
    needs(member, "photographer")
    serves(member, "families", "engaged-couples", "neighbours")
    is_at(member, 49.1690, -122.5790, street="12 Elm Street")
    speaks_on(member, "newsletter", "The Morning Loaf", "100-1k", "monthly")
    speaks_on(member, "counter", "", "100-1k", "daily")
    return Player(person, member, street)


def _cy(street: Community) -> Player:
    person = make_person("Cy")
    member = make_member(
        "Cy Keeps Books",
        street,
        person=person,
        one_line="Books and tax for people who would rather do anything else",
        trade_words="bookkeeper",
        size=Member.Size.ONE,
        likes=["referral-partnership", "coffee"],
    )
    offers(member, "bookkeeping")
    needs(member, "web-designer")
    sends_away(member, "photographer")
    serves(member, "small-businesses", "freelancers")
    is_at(member, kind=Place.Kind.ONLINE, shown_as=Place.ShownAs.CITY, neighbourhood="", postcode="")
    speaks_on(member, "linkedin", "cy-keeps-books", "100-1k", "now-and-then")
    return Player(person, member, street)


def _dee(street: Community) -> Player:
    person = make_person("Dee")
    member = make_member(
        "Dee Designs",
        street,
        person=person,
        one_line="Plain, quick websites for small places",
        trade_words="web designer",
        size=Member.Size.ONE,
        likes=["referral-partnership", "pass-on-a-post", "coffee"],
    )
    offers(member, "web-designer")
    needs(member, "bookkeeping")
    sends_away(member, "photographer")
    serves(member, "small-businesses", "nonprofits")
    is_at(member, 49.1671, -122.5762, kind=Place.Kind.HOME, shown_as=Place.ShownAs.CITY, street="3 Cedar Court")
    speaks_on(member, "blog", "https://dee.example.org/blog", "<100", "monthly")
    return Player(person, member, street)


def _flo(street: Community) -> Player:
    person = make_person("Flo")
    member = make_member(
        "Elm Street Food Bank",
        street,
        person=person,
        kind=Member.Kind.NONPROFIT,
        one_line="Groceries and company, every Tuesday and Friday",
        trade_words="food bank",
        size=Member.Size.SOME,
        likes=["newsletter-mention", "pass-on-a-post"],
    )
    offers(member, "food-bank")
    needs(member, "web-designer", "photographer")
    serves(member, "families", "neighbours")
    is_at(member, 49.1694, -122.5784, street="27 Elm Street")
    speaks_on(member, "newsletter", "Food Bank News", "1k-10k", "monthly")
    return Player(person, member, street)


def _eve(harbour: Community) -> Player:
    person = make_person("Eve")
    member = make_member("Eve’s Kites", harbour, person=person, kind=Member.Kind.BUSINESS, trade_words="kite shop")
    offers(member, "toy-shop")
    needs(member, "photographer")
    is_at(member, 48.4284, -123.3656, street="1 Harbour Row", city="Victoria", neighbourhood="", postcode="V8W 1A1")
    return Player(person, member, harbour)


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody on Elm Street, and Eve from elsewhere."""
    return elm_street()
