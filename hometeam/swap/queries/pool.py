"""A community's board as the search for loops sees it: eight queries however many members there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.db.models import Max, Q, QuerySet

from hometeam.engine import loops as engine
from hometeam.engine.barter import Entry, Facts, How, Match, Where, best_matches, patience
from hometeam.engine.consent import ANSWER_WITHIN
from hometeam.engine.taxonomy import Taxonomy
from hometeam.foundation import clock
from hometeam.members.models import Block, Community, Membership, Place, Seat
from hometeam.swap.models import Leg, Listing, Loop, Pace, Refused, Rules
from hometeam.swap.queries.rules import rules_of
from hometeam.swap.queries.taken import free, used_up_just_now

LIKELY, LESS_LIKELY = 0.85, 0.6
"""How surely a give comes about once it is proposed, by whether somebody of the giver was here within a month. Chosen,
not measured: with the objective "expected" they make short loops, and members who are about, worth more.
"""
MONTH = timedelta(days=30)
QUIET = timedelta(days=7)
"""So long nobody is asked again who let a loop dissolve by silence, or said "not now"."""


@dataclass(frozen=True)
class Board:
    """What stands on a community's board for the search: who may be asked, what meets what, who keeps apart."""

    community: Community
    rules: Rules
    listings: Mapping[int, Listing]
    matches: Mapping[tuple[int, int], Match]
    pool: engine.Pool
    apart: frozenset[frozenset[int]]

    @property
    def size(self) -> int:
        """How many members could give or get something."""
        return len({end for pair in self.matches for end in pair})


@dataclass(frozen=True)
class _Past:
    """What loops so far mean for the next ones."""

    open: Counter[int] = field(default_factory=Counter)
    served: dict[int, datetime] = field(default_factory=dict)
    owed: set[int] = field(default_factory=set)
    silent: set[int] = field(default_factory=set)


def board_of(community: Community, without: Collection[int] = ()) -> Board:
    """The board of a community as it is now, without the members whose ids are given."""
    today, past = clock.today(community.timezone), _past(community)
    rows = [one for one in _standing(community, today) if one.member_id not in past.silent.union(without)]
    asked = _who_may_be_asked({one.member_id for one in rows}, past, today)
    rows = [one for one in rows if one.member_id in asked]
    apart = _apart(asked)
    waited = {one.pk: _waited(one, past) for one in rows if one.side == Listing.Side.NEED}
    weights = {need: patience(since, owed=need in past.owed) for need, since in waited.items()}
    facts = replace(_facts(rows, asked, apart, today), patience=weights)
    found = best_matches(_entries(rows, Listing.Side.GIVE), _entries(rows, Listing.Side.NEED), facts)
    return Board(
        community=community,
        rules=rules_of(community),
        listings={one.pk: one for one in rows},
        matches={(one.giver, one.receiver): one for one in found},
        pool=_pool(found, rows, waited, _active(asked)),
        apart=apart,
    )


def region_of(board: Board) -> dict[str, str]:
    """The region that members with something on the board show, by their ids as the engine has them."""
    places = {row.member_id: _where(row) for row in board.listings.values()}
    return {str(pk): where.region.casefold() for pk, where in places.items() if where is not None and where.region}


def standing_count(community: Community) -> int:
    """How many offers and needs stand on the board: whether a search is quick."""
    return Listing.objects.standing(community, clock.today(community.timezone)).count()


def _standing(community: Community, today: date) -> QuerySet[Listing]:
    here = {"member__memberships__community": community, "member__memberships__state": Membership.State.HERE}
    members = {"member__claimed_at__isnull": False, "member__closed_at__isnull": True}
    awake = Q(member__snoozed_until_on__isnull=True) | Q(member__snoozed_until_on__lte=today)
    found = free(Listing.objects.standing(community, today).filter(awake, **here, **members))
    return found.exclude(pk__in=used_up_just_now(community)).select_related("member__place").order_by("pk")


def _past(community: Community) -> _Past:
    past, newest = _Past(), {}
    for giver, receiver, needs, missed, state, ended_at in _legs_of(community):
        if state == Loop.State.PROPOSED:
            past.open[giver] += 1
        elif state == Loop.State.DISSOLVED:
            past.silent.add(giver)
        else:
            newest[needs] = missed  # in the order of agreeing
            if missed == Leg.Missed.STANDS:
                past.served[receiver] = ended_at
    past.owed.update(need for need, missed in newest.items() if missed == Leg.Missed.GIVER)
    return past


def _legs_of(community: Community) -> Iterable[Any]:
    over = Q(loop__state=Loop.State.DISSOLVED, loop__ended_at__gte=clock.now() - QUIET)
    silent = Q(loop__because=Loop.Because.SILENCE, answer=Leg.Answer.WAITING) | Q(answer=Leg.Answer.LATER)
    live = Q(loop__state__in=[Loop.State.PROPOSED, Loop.State.AGREED])
    found = Leg.objects.filter(live | (over & silent), loop__community=community).order_by("loop__ended_at", "pk")
    return found.values_list("giver", "receiver", "needs", "missed", "loop__state", "loop__ended_at")


def _who_may_be_asked(members: set[int], past: _Past, today: date) -> set[int]:
    """Those who do not rest, and for whom another loop may wait."""
    paces = {one.member_id: one for one in Pace.objects.filter(member__in=members)}
    return {one for one in members if _has_room(paces.get(one) or Pace(), past.open[one], today)}


def _has_room(pace: Pace, waiting: int, today: date) -> bool:
    rests = pace.rests_until_on is not None and pace.rests_until_on > today
    return not rests and waiting < pace.most_open


def _apart(members: set[int]) -> frozenset[frozenset[int]]:
    blocks = Block.objects.filter(member__in=members, other__in=members).values_list("member", "other")
    return frozenset(frozenset(pair) for pair in blocks)


def _facts(rows: list[Listing], members: set[int], apart: frozenset[frozenset[int]], today: date) -> Facts:
    refused = list(_refused(members))
    never = {(one, other) for one, other, gives, _needs in refused if gives is None}
    return Facts(
        soonest=today + ANSWER_WITHIN,
        kinship=Taxonomy.load().competes,
        places={one.member_id: where for one in rows if (where := _where(one)) is not None},
        apart=apart,
        never=never | {(other, one) for one, other in never},
        refused={(gives, needs) for _one, _other, gives, needs in refused if gives is not None and needs is not None},
    )


def _refused(members: set[int]) -> QuerySet[Any, tuple[int, int, int | None, int | None]]:
    """Giver, receiver, offer and need of what was refused, and of what was agreed and not given: whoever could not is
    not asked again for the very same.
    """
    what, among = ("giver", "receiver", "gives", "needs"), {"giver__in": members, "receiver__in": members}
    failed = Leg.objects.filter(missed=Leg.Missed.GIVER, **among).order_by().values_list(*what)
    return Refused.objects.filter(**among).order_by().values_list(*what).union(failed)


def _where(row: Listing) -> Where | None:
    """What the member shows of its place, never what it keeps to itself."""
    place: Place | None = getattr(row.member, "place", None)
    if place is None or place.shown_as == Place.ShownAs.HIDDEN:
        return None
    online = place.kind == Place.Kind.ONLINE
    return Where(place.shown_lat, place.shown_lon, place.city, place.region, online)


def _waited(need: Listing, past: _Past) -> timedelta:
    """Since it was put up, or since its member was in a loop that was agreed."""
    served_at = past.served.get(need.member_id, need.made_at)
    return clock.now() - max(need.made_at, served_at)


def _entries(rows: list[Listing], side: Listing.Side) -> list[Entry]:
    return [
        Entry(one.pk, one.member_id, one.service, one.words, cast("How", one.how), one.by_on, one.no_extra_work)
        for one in rows
        if one.side == side
    ]


def _active(members: set[int]) -> set[int]:
    """Those of whom somebody was here within a month."""
    seats = Seat.objects.filter(member__in=members).values("member").annotate(last=Max("person__last_login"))
    return set(seats.filter(last__gte=clock.now() - MONTH).values_list("member", flat=True))


def _pool(found: list[Match], rows: list[Listing], waited: Mapping[int, timedelta], active: set[int]) -> engine.Pool:
    """At most one new loop each in one search, however many may wait: one question at a time is easier to answer."""
    longest: dict[int, float] = {}
    for one in rows:
        days = waited.get(one.pk, timedelta()) / timedelta(days=1)
        longest[one.member_id] = max(longest.get(one.member_id, 0.0), days)
    return engine.Pool.of_arcs(
        [
            engine.Arc(str(one.giver), str(one.receiver), one.worth, LIKELY if one.giver in active else LESS_LIKELY)
            for one in found
        ],
        [engine.Member(str(member), waiting=days) for member, days in sorted(longest.items())],
    )
