"""Members as the matcher sees them: only what they show to others, as coarsely as they show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Model, Q, QuerySet

from hometeam.engine.fit import FitMember, Haunt, Needed, Offered, audiences_in, kind_by
from hometeam.foundation.clock import now
from hometeam.foundation.prepared import Given, prepared
from hometeam.members.models import Audience, Channel, Community, Member, Membership, Need, Offer, Place, Regular
from hometeam.members.queries.haunts import ONLINE, by_kind, where

BLUR_M = {Place.ShownAs.STREET: 0.0, Place.ShownAs.NEIGHBOURHOOD: 550.0, Place.ShownAs.CITY: 9_500.0}
"""How far a place may be from the middle of the cell that is shown of it."""
AREA_BLUR_M = 1_400.0
"""The same for a place that is only known by its postcode or its town."""
HALF_SETTLED = timedelta(days=30)
_FIELDS = ("pk", "kind", "languages", "likes", "stands_for")
_SHOWN = ("place__kind", "place__shown_as", "place__shown_lat", "place__shown_lon")
_NAMES = ("place__neighbourhood", "place__city", "place__lat", "introductions_a_month", "capacity", "since_at")
_HAUNT = ("haunt__kind", "haunt", "haunt__name", "haunt__street", "haunt__city")
Told = tuple[tuple[Any, ...], ...]
Grouped = dict[int, Told]
AT_A_TIME = 2_000
"""So many rows are fetched at a time, so that a large community is never held twice."""
BANDS = Channel.Band.values
"""From "not said" up to the largest audience."""


def fit_members(community: Community, ids: Collection[int] | None = None) -> list[FitMember]:
    """The members who are here, or those of `ids` that are, in six queries. Rest and load are the caller's to mind.

    `free_capacity` is how many things at a time a member takes on: 0 also while it is not to be suggested.
    """
    if ids is not None and not ids:
        return []
    once = _Once()
    lists = [_grouped(once, read.rows(community, ids)) for read in _LISTS]
    return [_fit_member(once, row, [one.pop(row["pk"], ()) for one in lists]) for row in _MEMBERS.rows(community, ids)]


class _Read:
    """A read of what is said of all members, who may be many, or of some: for these it is composed but once."""

    def __init__(self, compose: Callable[[Any, Any], QuerySet[Any, Any]]) -> None:
        self._compose, self._ask = compose, prepared(compose)

    def rows(self, community: Community, ids: Collection[int] | None) -> Iterable[Any]:
        """Of everybody where no ids are given."""
        if ids is None:
            return self._compose(community.pk, None).iterator(AT_A_TIME)
        return self._ask(community=community.pk, ids=sorted(ids))


def _members(community: Given, ids: Given | None) -> QuerySet[Member, Any]:
    here = Q(memberships__community_id=community, memberships__state=Membership.State.HERE)
    some = Q() if ids is None else Q(pk__in=ids)
    rows = Member.objects.filter(here & some, closed_at__isnull=True)
    columns = (*_FIELDS, *_SHOWN, *_NAMES)
    told: QuerySet[Member, Any] = rows.annotate(since_at=F("memberships__since_at")).order_by("pk").values(*columns)
    return told


def _told(model: type[Model], *fields: str) -> _Read:
    """What members have several of, a row each, the member's id first."""

    def compose(community: Given, ids: Given | None) -> QuerySet[Any, Any]:
        here = Q(member__memberships__community_id=community, member__memberships__state=Membership.State.HERE)
        some = Q() if ids is None else Q(member__pk__in=ids)
        return model._default_manager.filter(here & some).values_list("member_id", *fields)

    return _Read(compose)


_MEMBERS = _Read(_members)
_LISTS = (
    _told(Offer, "service", "guessed", "how"),
    _told(Need, "service", "guessed", "kind"),
    _told(Audience, "tag", "words"),
    _told(Channel, "medium", "band"),
    _told(Regular, "shown_to", *_HAUNT),
)


class _Once(dict[Any, Any]):
    """Of what many members have alike, one for all of them: a hundred thousand would otherwise take hundreds of MB."""

    def __missing__(self, one: Any) -> Any:
        self[one] = one
        return one


def _grouped(once: _Once, rows: Iterable[tuple[Any, ...]]) -> Grouped:
    found: Grouped = defaultdict(tuple)
    for member_id, *rest in rows:
        found[member_id] = once[(*found[member_id], once[tuple(rest)])]
    return found


def _fit_member(once: _Once, row: dict[str, Any], told: Sequence[Told]) -> FitMember:
    offers, needs, audiences, channels, haunts = told
    shown = row["place__shown_as"] or Place.ShownAs.HIDDEN
    is_near = shown in (Place.ShownAs.STREET, Place.ShownAs.NEIGHBOURHOOD)
    return FitMember(
        id=row["pk"],
        kind=kind_by(once[row["kind"]], (service for service, *_rest in offers if service)),
        offers=once[tuple(once[Offered(service, guessed)] for service, guessed, _how in offers if service)],
        needs=once[tuple(once[Needed(*need)] for need in needs if need[0])],
        audiences=once[tuple(tag for pair in audiences for tag in _tags(*pair))],
        lat=row["place__shown_lat"],
        lon=row["place__shown_lon"],
        blur_m=max(BLUR_M.get(shown, 0.0), AREA_BLUR_M if row["place__lat"] is None else 0.0),
        neighbourhood=once[row["place__neighbourhood"]] if is_near else "",
        city=once[row["place__city"]] if shown in BLUR_M else "",
        online=row["place__kind"] == Place.Kind.ONLINE or any(how == Offer.How.ONLINE for *_rest, how in offers),
        languages=once[tuple(row["languages"])],
        likes=once[tuple(row["likes"])],
        values=once[tuple(row["stands_for"])],
        haunts=once[tuple(once[_haunt(*one)] for one in sorted(haunts, key=lambda one: by_kind(one[1:])))],
        channels=once[tuple(medium for medium, _band in channels)],
        free_capacity=row["capacity"] if row["introductions_a_month"] else 0,
        new=_new(row["since_at"], now()),
        reach=max((BANDS.index(band) for _medium, band in channels), default=0),
    )


def _haunt(shown_to: str, kind: str, pk: int, *names: str) -> Haunt:
    is_open = shown_to == Regular.ShownTo.COMMUNITY
    return Haunt(pk, names[0], where(*names), open=is_open, online=kind == ONLINE)


def _new(since_at: datetime, at: datetime) -> float:
    """1 for whoever has just come, half of it after a month."""
    return float(0.5 ** (max(at - since_at, timedelta()) / HALF_SETTLED))


def _tags(tag: str, words: str) -> tuple[str, ...]:
    """An audience's tag, or what its own words speak of."""
    return (tag,) if tag else audiences_in(words) or (words,)
