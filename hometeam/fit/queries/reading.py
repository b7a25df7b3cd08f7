"""Members as the matcher sees them: only what they show to others, as coarsely as they show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from hometeam.engine.fit import FitMember, Haunt, Needed, Offered, audiences_in
from hometeam.foundation.clock import now
from hometeam.members.models import Audience, Channel, Community, Member, Membership, Need, Offer, Place, Regular
from hometeam.members.queries.haunts import by_kind, where

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
    here = Q(memberships__community=community, memberships__state=Membership.State.HERE)
    rows = (
        Member.objects.filter(here, closed_at__isnull=True).annotate(since_at=F("memberships__since_at")).order_by("pk")
    )
    theirs = Q(member__memberships__community=community, member__memberships__state=Membership.State.HERE)
    if ids is not None:
        rows, theirs = rows.filter(pk__in=ids), theirs & Q(member__in=ids)
    once = _Once()
    offers = _grouped(once, Offer.objects.filter(theirs).values_list("member_id", "service", "guessed", "how"))
    needs = _grouped(once, Need.objects.filter(theirs).values_list("member_id", "service", "guessed", "kind"))
    audiences = _grouped(once, Audience.objects.filter(theirs).values_list("member_id", "tag", "words"))
    channels = _grouped(once, Channel.objects.filter(theirs).values_list("member_id", "medium", "band"))
    haunts = _grouped(once, Regular.objects.filter(theirs).values_list("member_id", "shown_to", *_HAUNT))
    lists = (offers, needs, audiences, channels, haunts)
    return [
        _fit_member(once, row, [one.pop(row["pk"], ()) for one in lists])
        for row in rows.values(*_FIELDS, *_SHOWN, *_NAMES).iterator(AT_A_TIME)
    ]


class _Once(dict[Any, Any]):
    """Of what many members have alike, one for all of them: a hundred thousand would otherwise take hundreds of MB."""

    def __missing__(self, one: Any) -> Any:
        self[one] = one
        return one


def _grouped(once: _Once, rows: QuerySet[Any, tuple[Any, ...]]) -> Grouped:
    found: Grouped = defaultdict(tuple)
    for member_id, *rest in rows.iterator(AT_A_TIME):
        found[member_id] = once[(*found[member_id], once[tuple(rest)])]
    return found


def _fit_member(once: _Once, row: dict[str, Any], told: Sequence[Told]) -> FitMember:
    offers, needs, audiences, channels, haunts = told
    shown = row["place__shown_as"] or Place.ShownAs.HIDDEN
    is_near = shown in (Place.ShownAs.STREET, Place.ShownAs.NEIGHBOURHOOD)
    return FitMember(
        id=row["pk"],
        kind=once[row["kind"]],
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


def _haunt(shown_to: str, _kind: str, pk: int, *names: str) -> Haunt:
    return Haunt(pk, names[0], where(*names), open=shown_to == Regular.ShownTo.COMMUNITY)


def _new(since_at: datetime, at: datetime) -> float:
    """1 for whoever has just come, half of it after a month."""
    return float(0.5 ** (max(at - since_at, timedelta()) / HALF_SETTLED))


def _tags(tag: str, words: str) -> tuple[str, ...]:
    """An audience's tag, or what its own words speak of."""
    return (tag,) if tag else audiences_in(words) or (words,)
