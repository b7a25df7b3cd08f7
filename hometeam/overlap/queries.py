"""What can be asked about measurings."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length

from hometeam.engine.overlap import (
    OPEN,
    Band,
    Course,
    Side,
    State,
    column_of,
    distinct,
    handed,
    normalised,
)
from hometeam.foundation import limits, sheets
from hometeam.foundation.verbs import Trouble
from hometeam.members.models import Block, Community, Member, Membership
from hometeam.members.queries import choices
from hometeam.overlap.models import BAND_NAMES, Exchange, ExchangeQuerySet, Hand, Level

Pair = tuple[int, int]
"""Two members' ids, the smaller first."""

RESULTS_EACH, RESULTS_WITHIN = 3, timedelta(days=365)
"""How many results two members may have of each other."""
QUIET_FOR = timedelta(days=30)
"""A measuring that nobody goes on with ends after so long."""
REST_AFTER_NO = timedelta(days=90)
"""After a no, the same member is not asked again by the same one for so long. Ended ones are forgotten then."""
TRIES = 6
"""Lists, and returns that do not fit, that a side may send in one measuring."""

_FEW_IDS = 500


class Stage(StrEnum):
    """What a side's page is about."""

    ANSWER = "answer"
    WAIT_ANSWER = "wait-answer"
    LIST = "list"
    WAIT_LIST = "wait-list"
    RETURN = "return"
    WAIT_RETURN = "wait-return"
    BAND = "band"
    HIDDEN = "hidden"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Seen:
    """A measuring as one side sees it."""

    exchange: Exchange
    side: Side
    stage: Stage
    other: Member
    band: str
    own_level: Level
    other_hides: bool
    results_left: int
    tries_left: int
    has_list: bool


def measured_overlap(member_ids: Collection[int]) -> Mapping[Pair, Band]:
    """The bands between these members, as evidence for the fit: only where both let it be used, shown or not."""
    return _bands(member_ids, Level.HIDDEN)


def sayable_overlap(member_ids: Collection[int]) -> Mapping[Pair, Band]:
    """The bands between these members that both of a pair let each other see: what a reason may say aloud."""
    return _bands(member_ids, Level.BAND)


def _bands(member_ids: Collection[int], least: Level) -> dict[Pair, Band]:
    wanted = set(member_ids)
    found = Exchange.objects.filter(state=State.DONE, level_asker__gte=least, level_asked__gte=least)
    if len(wanted) <= _FEW_IDS:
        found = found.filter(asker__in=wanted, asked__in=wanted)
    rows = found.order_by("pk").values_list("asker_id", "asked_id", "band")
    return {pair_of(one, other): Band(band) for one, other, band in rows if {one, other} <= wanted}


def pair_of(one: int, other: int) -> Pair:
    """Two ids as a pair."""
    return (min(one, other), max(one, other))


def results_key(one: int, other: int) -> str:
    """Under which the results of two members are counted."""
    return "overlap.results:{}-{}".format(*pair_of(one, other))


def results_left(one: int, other: int) -> int:
    """How many results two members may still have of each other at this time."""
    return limits.left(results_key(one, other), amount=RESULTS_EACH, per=RESULTS_WITHIN)


def whole() -> ExchangeQuerySet:
    """Measurings with both members at hand."""
    found: ExchangeQuerySet = Exchange.objects.select_related("asker", "asked", "community")
    return found


def current_between(one: Member, other: Member) -> Exchange | None:
    """The measuring of two members that is open, or else the one with a band."""
    rows = whole().between(one, other).filter(state__in=[*map(str, OPEN), str(State.DONE)])
    return min(rows, key=lambda row: not row.is_open, default=None)


def all_of(member: Member, community: Community, apart: Collection[int]) -> list[Seen]:
    """A member's measurings in a community that are open or done, what waits for it first; `apart` are never met."""
    rows = [
        row
        for row in whole().of(member).filter(community=community, state__in=[*map(str, OPEN), str(State.DONE)])
        if not {row.asker_id, row.asked_id} & set(apart)
    ]
    courses = _courses(rows)
    seen = [_seen(row, member, courses[row.pk]) for row in rows]
    return sorted(seen, key=lambda one: one.stage not in MINE)


MINE = frozenset({Stage.ANSWER, Stage.LIST, Stage.RETURN})
"""Stages in which it is this side's turn."""


def seen_by(exchange: Exchange, member: Member) -> Seen:
    """A measuring as a member that is one of its sides sees it."""
    left = results_left(exchange.asker_id, exchange.asked_id)
    return _seen(exchange, member, _courses([exchange])[exchange.pk], left, _tries_left(exchange, member))


def _tries_left(exchange: Exchange, member: Member) -> int:
    own = Hand.objects.filter(exchange=exchange, side=exchange.side_of(member)).values_list("tries", flat=True).first()
    return max(0, TRIES - (own or 0))


def _courses(rows: Collection[Exchange]) -> dict[int, Course]:
    """Where each stands, without reading what is blinded."""
    given = Hand.objects.filter(exchange__in=[row.pk for row in rows if row.is_open])
    said = list(
        given.annotate(size=Length("points"), back=Length("returned")).values_list("exchange", "side", "size", "back")
    )
    return {
        row.pk: Course(
            State(row.state),
            frozenset(Side(side) for pk, side, size, _back in said if pk == row.pk and size),
            frozenset(Side(side) for pk, side, _size, back in said if pk == row.pk and back),
        )
        for row in rows
    }


def _seen(row: Exchange, member: Member, course: Course, left: int = 0, tries: int = 0) -> Seen:
    side = row.side_of(member)
    is_shown = row.level == Level.BAND and row.band
    return Seen(
        exchange=row,
        side=side,
        stage=_stage(course, side, is_shown=bool(is_shown)),
        other=row.member_of(side.other),
        band=str(BAND_NAMES[Band(row.band)]) if is_shown else "",
        own_level=row.level_of(side),
        other_hides=row.level_of(side) == Level.BAND and row.level_of(side.other) == Level.HIDDEN,
        results_left=left,
        tries_left=tries,
        has_list=side in course.lists,
    )


def _stage(course: Course, side: Side, *, is_shown: bool) -> Stage:
    match course.state:
        case State.ASKED:
            return Stage.ANSWER if side == Side.ASKED else Stage.WAIT_ANSWER
        case State.AGREED:
            return Stage.WAIT_LIST if side in course.lists else Stage.LIST
        case State.EXCHANGING:
            return Stage.WAIT_RETURN if side in course.returns else Stage.RETURN
        case State.DONE:
            return Stage.BAND if is_shown else Stage.HIDDEN
        case _:
            return Stage.OVER


def handed_to(exchange: Exchange, side: Side) -> list[bytes]:
    """What a side gets of the other's blinded list, our decoys among it; both lists are in."""
    hand = Hand.objects.filter(exchange=exchange, side=side.other).defer("returned").get()
    return handed(hand.list_points, bytes(hand.seed))


def refused_lately(asker: Member, asked: Member, at: datetime) -> bool:
    """Whether a member said no to another so lately that it is not asked again yet."""
    since = at - REST_AFTER_NO
    return Exchange.objects.filter(asker=asker, asked=asked, state=State.DECLINED, changed_at__gt=since).exists()


def gone_quiet(at: datetime) -> list[int]:
    """Ids of open measurings that nobody goes on with, or whose two can no longer meet in their community."""
    found = Exchange.objects.open().filter(Q(changed_at__lt=at - QUIET_FOR) | _apart())
    return list(found.order_by("pk").values_list("pk", flat=True))


def out_of_reach() -> list[int]:
    """Ids of measurings whose band neither could take back any more, since the two can no longer meet there."""
    return list(Exchange.objects.done().filter(_apart()).order_by("pk").values_list("pk", flat=True))


def _apart() -> Q:
    here = Membership.objects.filter(state=Membership.State.HERE, community=OuterRef("community"))
    blocked = Block.objects.filter(
        Q(member=OuterRef("asker"), other=OuterRef("asked")) | Q(member=OuterRef("asked"), other=OuterRef("asker"))
    )
    gone = ~Exists(here.filter(member=OuterRef("asker"))) | ~Exists(here.filter(member=OuterRef("asked")))
    return Q(gone | Exists(blocked))


def same_audiences(one: Member, other: Member) -> list[str]:
    """The audiences that both members tick, in words: the way without a list."""
    tags = set(one.audiences.values_list("tag", flat=True)) & set(other.audiences.values_list("tag", flat=True))
    return [str(title) for tag, title in choices.AUDIENCES if tag in tags]


@dataclass(frozen=True, slots=True)
class CustomerList:
    """The addresses in a file: each once, in which column, and how many cells were none."""

    addresses: list[str]
    where: str
    left_out: int


def customer_list(path: Path, column: str | None = None) -> CustomerList:
    """The addresses in a CSV or XLSX file or in one with an address a line, from the column named or the fullest one.

    Raises verbs.Trouble with a plain sentence.
    """
    try:
        sheet = sheets.read(path)
    except sheets.Unreadable as unreadable:
        raise Trouble(str(unreadable)) from unreadable
    # Where there is no header, the first address may have been taken for one.
    rows = [sheet.header, *sheet.rows]
    names = [name.strip().lower() for name in sheet.header]
    if column is not None and column.strip().lower() not in names:
        raise Trouble(f"{path} has no column “{column}”. It has: {', '.join(sheet.header)}.")
    at = column_of(rows) if column is None else names.index(column.strip().lower())
    if at is None:
        raise Trouble(f"{path} has no e-mail address in it. Name the file with your customers’ addresses.")
    cells = [row[at] for row in sheet.rows if row[at]]
    found = distinct([sheet.header[at], *cells])
    named = normalised(sheet.header[at]) is None and len(sheet.header) > 1
    left_out = sum(normalised(cell) is None for cell in cells)
    return CustomerList(found, f" in the column “{sheet.header[at]}”" if named else "", left_out)
