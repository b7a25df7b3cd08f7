"""The people of a community, near first."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from hometeam.foundation import search
from hometeam.members.models import Block, Member, Membership, Offer, Place
from hometeam.members.queries import rings, trades
from hometeam.members.queries.profile import photo_url, resting_until
from hometeam.members.queries.viewer import Viewer, own_place

PAGE = 20
MOST_FOUND = 2_000
SORTED_AT_ONCE = 1_500
"""Up to so many are sorted as a whole; of more, the first page is walked to."""
REMEMBERED_S = 60
"""How long, in seconds, the order of that first page may be remembered."""


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
    """A page of the list: its rows, which page it is, how many members were found in all."""

    rows: tuple[Row, ...]
    number: int
    total: int

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
    found = _sought(viewer, apart, sought, mine) if sought.is_anything else None
    total = _how_many(viewer, apart) if found is None else found.count()
    number = max(1, min(number, -(-total // PAGE)))
    if total <= SORTED_AT_ONCE or number > 1:
        ids = _page_of_ids(_seen(viewer, apart) if found is None else found, mine, number)
    elif found is None:
        ids = _remembered(viewer, apart, mine, total)
    else:
        ids = _first_of_many(found, mine, sought.ring)
    return Page(_rows(viewer, ids, mine), number, total)


def _apart(viewer: Viewer) -> list[int]:
    """Whom the viewer does not meet, whichever side said so. Organisers meet everybody."""
    if viewer.member is None or viewer.is_organiser:
        return []
    me = viewer.member.pk
    blocks = Block.objects.filter(Q(member=me) | Q(other=me)).order_by("pk").values_list("member_id", "other_id")
    return [other if member == me else member for member, other in blocks]


def _how_many(viewer: Viewer, apart: list[int]) -> int:
    """Everybody whom the viewer may see, counted in an index alone."""
    seen = Membership.objects.filter(community=viewer.community, state=Membership.State.HERE)
    return (seen.exclude(member__in=apart) if apart else seen).count()


def _seen(viewer: Viewer, apart: list[int]) -> Any:
    here = Membership.objects.filter(member=OuterRef("pk"), community=viewer.community, state=Membership.State.HERE)
    seen = Member.objects.filter(Exists(here))
    return seen.exclude(pk__in=apart) if apart else seen


def _sought(viewer: Viewer, apart: list[int], sought: Sought, mine: Place | None) -> Any:
    found = _seen(viewer, apart).filter(_wanted(viewer, sought, mine))
    if not sought.language:
        return found
    spoken = found.annotate(spoken=Cast("languages", TextField()))
    return spoken.filter(spoken__contains=f'"{sought.language}"')


def _remembered(viewer: Viewer, apart: list[int], mine: Place | None, total: int) -> list[tuple[int, int]]:
    """The first page of many, as it was found within the last minute from the same place.

    Whoever comes or goes changes `total`, and a block changes `apart`: what was remembered is then never asked for
    again, and nobody is shown to somebody whom they blocked.
    """
    where = [getattr(mine, field, None) for field in ("kind", "lat", "lon", "city", "region", "neighbourhood")]
    mark = sha256(repr((viewer.community.pk, total, apart, where)).encode()).hexdigest()
    key = f"members.people:{mark}"
    ids: list[tuple[int, int]] | None = cache.get(key)
    if ids is None:
        ids = _first_of_many(_seen(viewer, apart), mine, "")
        cache.set(key, ids, REMEMBERED_S)
    return ids


def _wanted(viewer: Viewer, sought: Sought, mine: Place | None) -> Q:
    wanted = Q()
    if sought.words:
        wanted &= Q(pk__in=_found(viewer, sought.words))
    if sought.kind:
        wanted &= Q(kind=sought.kind)
    if sought.group:
        wanted &= Q(pk__in=_offering(sought.group))
    if sought.claimed:
        wanted &= Q(claimed_at__isnull=sought.claimed == "no")
    if sought.ring in rings.RINGS:
        wanted &= _in_ring(sought.ring, mine)
    return wanted


def _found(viewer: Viewer, words: str) -> list[int]:
    synonyms = trades.synonyms(search.fold(words).split())
    return search.find(viewer.community.pk, words, limit=MOST_FOUND, synonyms=synonyms)


def _offering(group: str) -> Any:
    return Member.objects.filter(offers__service__in=trades.services_of(group)).values("pk")


def _in_ring(ring: str, mine: Place | None) -> Q:
    """In this ring and in none that is nearer."""
    number, last = rings.RINGS.index(ring), len(rings.RINGS) - 1
    placed = Place.objects.filter(member=OuterRef("pk")).annotate(ring=rings.ring_case(mine, of=""))
    return ~Q(Exists(placed.filter(ring__lt=last))) if number == last else Q(Exists(placed.filter(ring=number)))


def _page_of_ids(found: Any, mine: Place | None, number: int) -> list[tuple[int, int]]:
    start = (number - 1) * PAGE
    ordered = found.annotate(ring=rings.ring_case(mine)).order_by("ring", "name", "pk")
    return list(ordered.values_list("pk", "ring")[start : start + PAGE])


def _first_of_many(found: Any, mine: Place | None, only: str) -> list[tuple[int, int]]:
    """The first page of many members: ring by ring along the index of names until it is full, without sorting all."""
    wanted = [rings.RINGS.index(only)] if only in rings.RINGS else range(len(rings.RINGS))
    block = rings.conditions(mine, of="")[1]
    ids: list[tuple[int, int]] = []
    if block is not None and min(wanted) < 2:
        ids = _page_of_ids(found.filter(pk__in=Place.objects.filter(block).values("member")), mine, 1)
    for ring in wanted:
        if ring >= 2 and len(ids) < PAGE:
            along = found.filter(_in_ring(rings.RINGS[ring], mine)).order_by("name", "pk").values_list("pk", flat=True)
            ids += [(pk, ring) for pk in along[: PAGE - len(ids)]]
    return ids


def _rows(viewer: Viewer, ids: list[tuple[int, int]], mine: Place | None) -> tuple[Row, ...]:
    pks = [pk for pk, _ring in ids]
    members = Member.objects.here(viewer.community).select_related("place").only(*_SHOWN).in_bulk(pks)
    does: dict[int, list[str]] = {pk: [] for pk in pks}
    said = Offer.objects.filter(member__in=pks).order_by("pk").values_list("member_id", "words", "service")
    for pk, words, service in said:
        does[pk].append(words or trades.title(service))
    return tuple(_row(viewer, members[pk], does[pk], rings.RINGS[ring], mine) for pk, ring in ids if pk in members)


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
