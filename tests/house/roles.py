"""Who walks the house, every door of it, and what each may expect there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from hometeam.foundation.clock import now
from hometeam.members.models import Person, Seat
from hometeam.overlap.actions import ask
from hometeam.overlap.models import Exchange, Level
from hometeam.referrals.actions import About, give
from hometeam.referrals.models import Referral
from hometeam.swap.actions import put_up
from hometeam.swap.actions.market import open_market
from hometeam.swap.models import Listing, Loop, Market, Rules
from hometeam.together.actions import propose
from hometeam.together.models import Collaboration, Commitment
from tests.cast import Cast, Player, client_of, make_person
from tests.swap.rings import ring_of

# allauth's own pages guard themselves; ours are the rest.
LIBRARIES = ("accounts/",)


def nothing(_cast: Cast) -> dict[str, Any]:
    """The path of most doors needs nothing of its own."""
    return {}


@dataclass(frozen=True)
class Door:
    """One URL: its name, the names in its path, who may call it."""

    name: str
    route: str
    kwargs: tuple[str, ...]
    who: str

    def address(self, cast: Cast) -> str:
        """Its path on Elm Street, to things of Ann's."""
        given = {name: THINGS[name](cast) for name in self.kwargs}
        if self.route.startswith(BETWEEN_TWO):
            given["pk"] = between_two(self.route, cast)
        if self.route.startswith(OWN_LISTINGS):
            given["pk"] = on_the_board(cast.ann).pk
        if self.route.startswith(MARKET):
            given["pk"] = market(cast).pk
        if self.route.startswith(ROOM):
            given["code"] = market(cast).code
        return reverse(self.name, kwargs=given | OBJECTS.get(self.name, nothing)(cast))

    def names_a_thing(self) -> bool:
        """Whether it opens on one thing, which may be missing, and not on a page that is always there."""
        return bool(set(self.kwargs) - {"slug"}) or self.name in NAMED_IN_THE_FORM


# What stands in a path, unless OBJECTS says otherwise for one door. Rows that are not there answer 404 to everybody,
# so naming a real one makes a door's test sharper, and leaving it out never makes it wrong.
THINGS: dict[str, Callable[[Cast], Any]] = {
    "slug": lambda cast: cast.community.slug,
    "pk": lambda cast: cast.ann.member.pk,
    "member": lambda cast: cast.ann.member.pk,
    "other": lambda cast: cast.bo.member.pk,
    "community": lambda cast: cast.community.pk,
    "token": lambda cast: "forged",
    "group": lambda cast: "offers",
    "step": lambda cast: "what",
    "key": lambda cast: "none",
    "row": lambda cast: cast.ann.member.offers.get().pk,
    "seat": lambda cast: cast.ann.member.seats.get(role=Seat.Role.OWNER).pk,
    "invitation": lambda cast: 0,
    "kind_id": lambda cast: "coffee",
    "move": lambda cast: "accept",
    "photo": lambda cast: 0,
    "name": lambda cast: "0" * 32,
    "size": lambda cast: "small",
    "season": lambda cast: "shop-small-week",
    "code": lambda cast: "bcdfghj",
    "layout": lambda cast: "sheet",
    "shape": lambda cast: "wide",
    "what": lambda cast: "code",
    "side": lambda cast: "give",
    "year": lambda cast: now().year,
    "act": lambda cast: 0,
}


def coffee(cast: Cast) -> Collaboration:
    """A coffee that Ann has proposed to Cy: nobody else's business, not Bo's and not the organiser's."""
    found = Collaboration.objects.first()
    return found or propose(
        viewer=cast.ann.viewer,
        to=[cast.cy.member],
        kind_id="coffee",
        happens_at=now() + timedelta(days=7),
        place="Café",
    )


def commitment(cast: Cast) -> int:
    """The first thing that somebody promised for that coffee; 0 while nothing is promised."""
    first = Commitment.objects.filter(collaboration=coffee(cast)).first()
    return first.pk if first else 0


def introduction(cast: Cast) -> Referral:
    """Somebody whom Ann has introduced to Cy, who does not know of it yet."""
    about = About(name="Maria", email="maria@example.net", need="Her books kept", words="This is Cy.")
    found = Referral.objects.first()
    return found or give(viewer=cast.ann.viewer, receiver=cast.cy.member, about=about, effort=3)


def measuring(cast: Cast) -> Exchange:
    """How many customers Ann and Cy share, which Ann has asked."""
    return Exchange.objects.first() or ask(viewer=cast.ann.viewer, other=cast.cy.member, level=Level.BAND)


def loop(cast: Cast) -> Loop:
    """A loop of Ann, Cy and Dee that waits for their answers."""
    return Loop.objects.first() or ring_of(cast, "ann", "cy", "dee")


def market(cast: Cast) -> Market:
    """A market on Elm Street that Gus has opened, where nobody sits."""
    return Market.objects.first() or open_market(viewer=cast.gus.viewer, title="Autumn market")


def between_two(route: str, cast: Cast) -> int:
    """What stands in the path of a door between two members."""
    if route.startswith(INTRODUCTIONS):
        return introduction(cast).pk
    if route.startswith(MEASURINGS):
        return measuring(cast).pk
    if route.startswith(LOOPS):
        return loop(cast).pk
    return commitment(cast) if "/steps/" in route else coffee(cast).pk


def on_the_board(player: Player) -> Listing:
    """Something that this member needs, on the board."""
    said = {"words": "Somebody for an afternoon"}
    found = Listing.objects.filter(member=player.member).first()
    return found or put_up(viewer=player.viewer, side=Listing.Side.NEED, values=said)


def counting_hours(cast: Cast) -> dict[str, Any]:
    """Elm Street counts hours: there are accounts."""
    Rules.objects.get_or_create(community=cast.community, defaults={"counting": "hours"})
    return {}


OBJECTS: dict[str, Callable[[Cast], dict[str, Any]]] = {
    "swap:account": counting_hours,
    "swap:write_down": counting_hours,
    "swap:look_for_rings": counting_hours,
    "overlap:ask": lambda cast: {"pk": cast.dee.member.pk},
    "front:member": lambda cast: {"pk": cast.bo.member.pk},
    "members:block": lambda cast: {"pk": cast.bo.member.pk},
    "swap:listing": lambda cast: {"pk": on_the_board(cast.ann).pk},
    "swap:suggest": lambda cast: {"pk": on_the_board(cast.dee).pk},
}

# Doors between two members: to everybody else they are not there.
INTRODUCTIONS = "c/<slug:slug>/referrals/<int:pk>"
MEASURINGS = "c/<slug:slug>/overlap/<int:pk>"
LOOPS = "c/<slug:slug>/swap/loops/<int:pk>"
TOGETHER = ("c/<slug:slug>/together/<int:pk>", "c/<slug:slug>/together/steps/<int:pk>")
BETWEEN_TWO = (*TOGETHER, INTRODUCTIONS, MEASURINGS, LOOPS)
# Doors that are only for the member whose thing it is.
OWN_LISTINGS = "c/<slug:slug>/swap/mine/<int:pk>"
# A market's own pages are its organisers'; its room is open to whoever has the code, and its seats to who holds one.
MARKET, ROOM = "c/<slug:slug>/swap/market/", "market/<str:code>"
# Doors whose thing is named in the form that is sent, so that an empty one finds nothing.
NAMED_IN_THE_FORM = {"members:act_for"}
# Doors for whoever has signed in that open on things of one member: to all but its people they are not there.
OF_ONE_MEMBER = "me/<int:pk>/"


def doors() -> list[Door]:
    """Every URL of the house but the libraries'."""
    return [door for door in _doors(get_resolver().url_patterns, "", "") if not door.route.startswith(LIBRARIES)]


def _doors(patterns: list[URLPattern | URLResolver], route: str, space: str) -> Iterator[Door]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _doors(pattern.url_patterns, here, inner)
        else:
            kwargs = tuple(pattern.pattern.converters)
            who = str(getattr(pattern.callback, "who", ""))
            yield Door(f"{space}{pattern.name}", here, kwargs, who)


ROLES = ("stranger", "newcomer", "elsewhere", "member", "editor", "owner", "organiser", "operator")
INSIDE = {"member", "editor", "owner", "organiser"}
ANNS = {"editor", "owner"}


def person_of(role: str, cast: Cast) -> Person | None:
    """Who plays a role: `owner` and `editor` hold seats of Ann's member, `member` is Bo; None for a stranger."""
    if role == "editor":
        editor = make_person("Ed")
        Seat.objects.create(member=cast.ann.member, person=editor, role=Seat.Role.EDITOR)
        return editor
    if role in ("newcomer", "operator"):
        return make_person(role.title(), is_operator=role == "operator")
    known = {
        "elsewhere": cast.eve.person,
        "member": cast.bo.person,
        "owner": cast.ann.person,
        "organiser": cast.gus.person,
    }
    return known.get(role)


def browser_of(person: Person | None) -> Client:
    """A browser of somebody, signed in unless it is a stranger's."""
    return client_of(person) if person else Client()


def may_enter(door: Door, role: str) -> bool:
    """Whether this role may find anything behind this door."""
    if door.who == "signed_in":
        return role != "stranger" and (role in ANNS or not door.route.startswith(OF_ONE_MEMBER))
    if door.route.startswith((*BETWEEN_TWO, OWN_LISTINGS)):
        return role in ANNS
    return role in {
        "anyone": set(ROLES),
        "community_member": INSIDE,
        "acting_member": INSIDE - {"organiser"},
        "community_organiser": {"organiser"},
        "seat_of_market": set(),
        "operator": {"operator"},
    }.get(door.who, set())
