"""The people of a community, near first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, cast

from django.core.cache import cache
from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from hometeam.foundation import search
from hometeam.foundation.prepared import Given, prepared
from hometeam.members.models import Block, Community, Member, Membership, Offer, Place
from hometeam.members.queries import rings, trades
from hometeam.members.queries.profile import photo_url, resting_until
from hometeam.members.queries.viewer import Viewer, own_place

PAGE = 20
MOST_FOUND = 2_000
SORTED_AT_ONCE = 1_500
"""Up to so many are sorted as a whole; of more, the first page is walked to."""
REMEMBERED_S = 60
"""How long, in seconds, the order of that first page may be remembered."""
LAST_RING = len(rings.RINGS) - 1
Asked = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for; every part may be empty."""

    words: str = ""
    kind: str = ""
    group: str = ""
    ring: str = ""
    language: str = ""
    claimed: str = ""

    @property
    def is_anything(self) -> bool:
        return any((self.words, self.kind, self.group, self.ring, self.language, self.claimed))


@dataclass(frozen=True, slots=True)
class Row:
    """One member in the list."""

    pk: int
    name: str
    line: str
    photo_url: str
    does: tuple[str, ...]
    ring: str
    ring_words: str
    is_claimed: bool
    is_resting: bool
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list: its rows, which page it is, how many members were found in all. `meant` are the trades that
    were looked for where nobody has the words themselves.
    """

    rows: tuple[Row, ...]
    number: int
    total: int
    meant: tuple[str, ...] = ()

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None


def people(viewer: Viewer, sought: Sought, number: int = 1) -> Page:
    """The members of the viewer's community whom the viewer may see and who are what is sought, by ring and name."""
    mine, apart = own_place(viewer), _apart(viewer)
    asked, services = _asked_or_nearest(viewer, apart, sought, mine)
    if asked["ids"] is not None and len(asked["ids"]) <= SORTED_AT_ONCE:
        found = _in_order(**asked) if asked["ids"] else []
        number, start = _page_of(number, len(found))
        meant = tuple(map(trades.title, services)) if found else ()
        return Page(_rows(viewer, found[start : start + PAGE], mine), number, len(found), meant)
    total = _matching(asked).count() if sought.is_anything else _how_many(viewer, apart)
    number, start = _page_of(number, total)
    if total <= SORTED_AT_ONCE or number > 1:
        ids = _ordered(asked)[start : start + PAGE]
    elif sought.is_anything:
        ids = _first_of_many(asked, mine, sought.ring)
    else:
        ids = _remembered(viewer, asked, mine, total)
    return Page(_rows(viewer, list(ids), mine), number, total)


def found_by(viewer: Viewer, sought: Sought) -> tuple[QuerySet[Member], Place | None]:
    """Whoever is what is sought and may be seen, in no order, and the viewer's own place."""
    mine = own_place(viewer)
    return _matching(_asked_or_nearest(viewer, _apart(viewer), sought, mine)[0]), mine


def _asked_or_nearest(
    viewer: Viewer, apart: list[int], sought: Sought, mine: Place | None
) -> tuple[Asked, tuple[str, ...]]:
    """What is looked for, and where nobody has the words who does what comes nearest, and which trades those are."""
    asked = _asked(viewer, apart, sought, mine)
    if asked["ids"] != []:
        return asked, ()
    services, nearest = _nearest(viewer, trades.meant(sought.words))
    return {**asked, "ids": nearest}, services


def rows_of(viewer: Viewer, pks: Sequence[int]) -> tuple[Row, ...]:
    """These members as the list shows them, in this order."""
    mine = own_place(viewer)
    rings_of = dict(_in_order(**{**_asked(viewer, _apart(viewer), Sought(), mine), "ids": list(pks)})) if pks else {}
    return _rows(viewer, [(pk, rings_of[pk]) for pk in pks if pk in rings_of], mine)


def _page_of(number: int, total: int) -> tuple[int, int]:
    """The number of a page that there is, and where it starts."""
    number = max(1, min(number, -(-total // PAGE)))
    return number, (number - 1) * PAGE


def _apart(viewer: Viewer) -> list[int]:
    """Whom the viewer does not meet, whichever side said so. Organisers meet everybody."""
    if viewer.member is None or viewer.is_organiser:
        return []
    me = viewer.member.pk
    return [other if member == me else member for member, other in _blocks(me=me)]


@prepared
def _blocks(me: Given) -> QuerySet[Any, Any]:
    return Block.objects.filter(Q(member=me) | Q(other=me)).order_by("pk").values_list("member_id", "other_id")


def _how_many(viewer: Viewer, apart: list[int]) -> int:
    """Everybody whom the viewer may see, counted in an index alone."""
    seen = Membership.objects.filter(community=viewer.community, state=Membership.State.HERE)
    return (seen.exclude(member__in=apart) if apart else seen).count()


def _asked(viewer: Viewer, apart: list[int], sought: Sought, mine: Place | None) -> Asked:
    """What is looked for as values of a query: None for what makes no difference."""
    number = rings.RINGS.index(sought.ring) if sought.ring in rings.RINGS else None
    return {
        "community": viewer.community.pk,
        "apart": apart or None,
        "ids": with_words(viewer.community, sought.words, MOST_FOUND) if sought.words else None,
        "kind": sought.kind or None,
        "services": ([*trades.services_of(sought.group)] or [""]) if sought.group else None,
        "joined": True if sought.claimed and sought.claimed != "no" else None,
        "listed": True if sought.claimed == "no" else None,
        "spoken": f'"{sought.language}"' if sought.language else None,
        "ring": number,
        "elsewhere": True if number == LAST_RING else None,
        **rings.near(mine),
    }


def _matching(asked: Asked) -> QuerySet[Member]:
    """The members who are what is asked for, of values or of placeholders."""
    here = Membership.objects.filter(member=OuterRef("pk"), community=asked["community"], state=Membership.State.HERE)
    found = Member.objects.filter(Exists(here), *_wanted(asked))
    if asked["apart"] is not None:
        found = found.exclude(pk__in=asked["apart"])
    if asked["spoken"] is None:
        return found
    return found.annotate(spoken=Cast("languages", TextField())).filter(spoken__contains=asked["spoken"])


def _wanted(asked: Asked) -> Iterator[Q]:
    if asked["ids"] is not None:
        yield Q(pk__in=asked["ids"])
    if asked["kind"] is not None:
        yield Q(kind=asked["kind"])
    if asked["services"] is not None:
        yield Q(pk__in=Member.objects.filter(offers__service__in=asked["services"]).values("pk"))
    if asked["joined"] is not None or asked["listed"] is not None:
        yield Q(claimed_at__isnull=asked["joined"] is None)
    if asked["ring"] is not None:
        yield _in_ring(asked, asked["ring"], is_last=asked["elsewhere"] is not None)


def _in_ring(asked: Asked, number: Any, *, is_last: bool) -> Q:
    """In this ring and in none that is nearer."""
    around = cast("rings.Near", asked)
    placed = Place.objects.filter(member=OuterRef("pk")).annotate(ring=rings.case_of(around, of=""))
    return ~Q(Exists(placed.filter(ring__lt=LAST_RING))) if is_last else Q(Exists(placed.filter(ring=number)))


def _ordered(asked: Asked) -> Any:
    """Whoever is asked for, by ring and name, as ids with their rings."""
    ranked = _matching(asked).annotate(ring_number=rings.case_of(cast("rings.Near", asked)))
    return ranked.order_by("ring_number", "name", "pk").values_list("pk", "ring_number")


@prepared
def _in_order(**asked: Any) -> QuerySet[Any, Any]:
    ordered: QuerySet[Any, Any] = _ordered(asked)
    return ordered


def with_words(community: Community, words: str, most: int) -> list[int]:
    """The ids of so many members at most who have all the words, or others for the same trade."""
    synonyms = trades.synonyms(search.fold(words).split())
    return search.find_few(community.pk, words, most, synonyms=synonyms)


def _nearest(viewer: Viewer, services: tuple[str, ...]) -> tuple[tuple[str, ...], list[int]]:
    """Who offers one of these services, or else a trade akin to one of them; with those that were looked for."""
    for wanted in (services, trades.akin(services)):
        found = _who_do(viewer, wanted) if wanted else []
        if found:
            return wanted, found
    return (), []


def _who_do(viewer: Viewer, services: Sequence[str]) -> list[int]:
    """Who offers one of these services, by id."""
    here = Offer.objects.filter(member__memberships__community=viewer.community, service__in=services)
    offering = here.filter(member__memberships__state=Membership.State.HERE).order_by("member_id")
    return list(offering.values_list("member_id", flat=True).distinct()[:SORTED_AT_ONCE])


def _remembered(viewer: Viewer, asked: Asked, mine: Place | None, total: int) -> list[tuple[int, int]]:
    """The first page of many, as it was found within the last minute from the same place.

    Whoever comes or goes changes `total`, and a block changes `apart`: what was remembered is then never asked for
    again, and nobody is shown to somebody whom they blocked.
    """
    where = [getattr(mine, field, None) for field in ("kind", "lat", "lon", "city", "region", "neighbourhood")]
    mark = sha256(repr((viewer.community.pk, total, asked["apart"], where)).encode()).hexdigest()
    key = f"members.people:{mark}"
    ids: list[tuple[int, int]] | None = cache.get(key)
    if ids is None:
        ids = _first_of_many(asked, mine, "")
        cache.set(key, ids, REMEMBERED_S)
    return ids


def _first_of_many(asked: Asked, mine: Place | None, only: str) -> list[tuple[int, int]]:
    """The first page of many members: ring by ring along the index of names until it is full, without sorting all."""
    wanted = [rings.RINGS.index(only)] if only in rings.RINGS else range(len(rings.RINGS))
    block = rings.conditions(mine, of="")[1]
    ids: list[tuple[int, int]] = []
    if block is not None and min(wanted) < 2:
        near = Place.objects.filter(block).values("member")
        ids = list(_ordered(asked).filter(pk__in=near)[:PAGE])
    for ring in wanted:
        if ring >= 2 and len(ids) < PAGE:
            along = _matching(asked).filter(_in_ring(asked, ring, is_last=ring == LAST_RING))
            found = along.order_by("name", "pk").values_list("pk", flat=True)[: PAGE - len(ids)]
            ids += [(pk, ring) for pk in found]
    return ids


def _rows(viewer: Viewer, ids: list[tuple[int, int]], mine: Place | None) -> tuple[Row, ...]:
    pks = [pk for pk, _ring in ids]
    members = {one.pk: one for one in _people(ids=pks, community=viewer.community.pk)} if pks else {}
    does: dict[int, list[str]] = {pk: [] for pk in pks}
    for pk, words, service in _offers(ids=pks) if pks else ():
        does[pk].append(words or trades.title(service))
    return tuple(_row(viewer, members[pk], does[pk], rings.RINGS[ring], mine) for pk, ring in ids if pk in members)


@prepared
def _people(ids: Given, community: Given) -> QuerySet[Member]:
    here = Member.objects.filter(memberships__community=community, memberships__state=Membership.State.HERE)
    return here.filter(pk__in=ids).select_related("place").only(*_SHOWN)


@prepared
def _offers(ids: Given) -> QuerySet[Any, Any]:
    said = Offer.objects.filter(member__pk__in=ids).order_by("pk")
    return said.values_list("member_id", "words", "service")


# What a row and the words for its ring need; each column not fetched is time for the others.
_SHOWN = (
    *("kind", "name", "one_line", "trade_words", "photo", "snoozed_until_on", "claimed_at"),
    *("place__member", "place__shown_as", "place__street", "place__city"),
)


def _row(viewer: Viewer, member: Member, does: list[str], ring: str, mine: Place | None) -> Row:
    is_mine = viewer.member is not None and viewer.member.pk == member.pk
    return Row(
        pk=member.pk,
        name=member.name,
        line=member.one_line or member.trade_words or str(Member.Kind(member.kind).label),
        photo_url=photo_url(member),
        does=tuple(list(dict.fromkeys(does))[:3]),
        ring=ring,
        ring_words=_("you") if is_mine else rings.words_for(ring, mine, getattr(member, "place", None)),
        is_claimed=member.is_claimed,
        is_resting=resting_until(member, viewer.community.timezone) is not None,
        is_mine=is_mine,
    )
