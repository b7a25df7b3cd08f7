"""The board as somebody sees it: what others give and need, what costs no extra work and what fits them first."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When, Window
from django.db.models.functions import Cast, RowNumber

from hometeam.foundation import clock, search
from hometeam.members.access import Viewer, blocked
from hometeam.members.models import Member, Membership, Place
from hometeam.members.queries import rings, trades
from hometeam.members.queries.profile import photo_url
from hometeam.members.queries.viewer import own_place
from hometeam.swap.models import Listing, Rules
from hometeam.swap.queries import services, words
from hometeam.swap.queries.left import left_of, with_used
from hometeam.swap.queries.taken import used_up_just_now

LABEL = "swap.listing"
PAGE = 20
AT_A_TIME = 3
"""Of what stands equal, so many of one member come before others have their turn."""
MOST_FOUND = 2_000
EXACT, KIN, OTHER = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for on the board; every part but the side may be empty. `of` is one member's id."""

    side: str = Listing.Side.GIVE
    words: str = ""
    how: str = ""
    no_extra_work: bool = False
    of: int | None = None

    @property
    def is_anything(self) -> bool:
        return bool(self.words or self.how or self.no_extra_work or self.of)


@dataclass(frozen=True, slots=True)
class Row:
    """One listing, in words. `fits`: it is what the reader looks for, or for a need what they give."""

    pk: int
    side: str
    what: str
    scope: str
    amount: str
    how: str
    often: str
    by_on: date | None
    worth: str
    no_extra_work: bool
    fits: bool
    member_pk: int
    name: str
    photo_url: str
    ring: str

    @property
    def is_give(self) -> bool:
        return self.side == Listing.Side.GIVE


@dataclass(frozen=True, slots=True)
class Board:
    """A page of what others put up, by id, and how much there is on each side when nothing is narrowed down."""

    rows: tuple[Row, ...]
    page: Page[int]
    total: int
    gives: int
    needs: int


def board(viewer: Viewer, sought: Sought, rules: Rules, number: str = "1") -> Board:
    """What others give or need. First what they are doing already, then what fits, then the near and the fresh; of each
    member a few at a time, so that nobody fills the page who has forty.
    """
    there, wanted = others(viewer), _wanted(viewer, sought)
    sides = {"gives": Q(side=Listing.Side.GIVE), "needs": Q(side=Listing.Side.NEED)}
    counts = there.aggregate(total=Count("pk", wanted), **{name: Count("pk", side) for name, side in sides.items()})
    mine, fitting = own_place(viewer), _fitting(viewer, sought.side)
    paginator = Paginator(_in_order(there.filter(wanted), fitting, mine), PAGE)
    paginator.count = counts["total"]
    page = paginator.get_page(number)
    shown = _described(Listing.objects.all(), fitting, mine).in_bulk(list(page))
    return Board(rows_of([shown[pk] for pk in page if pk in shown], rules, mine), page, **counts)


def others(viewer: Viewer) -> QuerySet[Listing]:
    """What stands on the board of members whom the viewer may meet, without their own."""
    here = Membership.objects.filter(member=OuterRef("member"), community=viewer.community, state=Membership.State.HERE)
    found = Listing.objects.standing(viewer.community, clock.today(viewer.community.timezone)).filter(Exists(here))
    found = found.exclude(pk__in=used_up_just_now(viewer.community))
    if viewer.member is None:
        return found
    found = found.exclude(member=viewer.member)
    return found if viewer.is_organiser else found.exclude(member__in=blocked(viewer.member))


def _wanted(viewer: Viewer, sought: Sought) -> Q:
    wanted = Q(side=sought.side)
    if sought.words:
        wanted &= Q(pk__in=_ids_found(viewer, sought.words))
    if sought.how:
        wanted &= Q(how__in=[sought.how, Listing.How.ANY])
    if sought.no_extra_work:
        wanted &= Q(no_extra_work=True)
    return wanted & Q(member=sought.of) if sought.of else wanted


def _ids_found(viewer: Viewer, said: str) -> list[int]:
    synonyms = trades.synonyms(search.fold(said).split())
    return search.find_few(viewer.community.pk, said, MOST_FOUND, owner_label=LABEL, synonyms=synonyms)


def _fitting(viewer: Viewer, side: str) -> set[str]:
    """The services for which the viewer looks at this side: what they want, or what they could give."""
    if viewer.member is None:
        return set()
    of = services.wanted_by if side == Listing.Side.GIVE else services.given_by
    return of(viewer.member, viewer.community)


def _in_order(found: QuerySet[Listing], fitting: set[str], mine: Place | None) -> QuerySet[Any, int]:
    """Their ids, in the order of the board: all else is asked for one page, for what is ordered has to be carried."""
    fresh = [F("changed_at").desc(), F("pk").desc()]
    nth = Window(RowNumber(), partition_by=[F("member"), F("no_extra_work"), F("fits")], order_by=fresh)
    ranked = _weighed(found, fitting, mine).annotate(turn=(nth - 1) / AT_A_TIME)
    ordered = ranked.order_by("-no_extra_work", "fits", "turn", "ring", *fresh)
    return cast("QuerySet[Any, int]", ordered.values_list("pk", flat=True))


def _described(found: QuerySet[Listing], fitting: set[str], mine: Place | None) -> QuerySet[Listing]:
    """With all that a row says of them."""
    return with_used(_weighed(found, fitting, mine)).select_related("member__place")


def _weighed(found: QuerySet[Listing], fitting: set[str], mine: Place | None) -> QuerySet[Any]:
    """With how well they fit, and in which ring their members are. Where that is the same for all, it is a bare number,
    and ordering by one means a column: hence the casts.
    """
    ring = rings.ring_case(mine, of="member__place__")
    return found.annotate(fits=Cast(_fits(fitting), IntegerField()), ring=Cast(ring, IntegerField()))


def _fits(fitting: Collection[str]) -> Any:
    kin = services.kin_of(fitting)
    whens = [When(service__in=sorted(ids), then=Value(rank)) for ids, rank in ((fitting, EXACT), (kin, KIN)) if ids]
    return Case(*whens, default=Value(OTHER), output_field=IntegerField())


def rows_of(found: Sequence[Listing], rules: Rules, mine: Place | None) -> tuple[Row, ...]:
    """Listings in words; those that were ranked know what fits."""
    left = left_of(found)
    return tuple(_row(one, rules, mine, left) for one in found)


def _row(one: Listing, rules: Rules, mine: Place | None, left: Mapping[int, int | None]) -> Row:
    member = one.member
    ring = getattr(one, "ring", None)
    near = "" if ring is None else rings.words_for(rings.RINGS[ring], mine, getattr(member, "place", None))
    return Row(
        pk=one.pk,
        side=one.side,
        what=one.words,
        scope=one.scope,
        amount=words.amount_words(one.amount, one.unit),
        how=one.get_how_display(),
        often=words.often_words(one, left[one.pk]),
        by_on=one.by_on,
        worth=words.worth_words(one.worth, rules),
        no_extra_work=one.no_extra_work,
        fits=getattr(one, "fits", OTHER) < OTHER,
        member_pk=member.pk,
        name=member.name,
        photo_url=photo_url(member),
        ring=near,
    )


def one_row(listing: Listing, viewer: Viewer, rules: Rules) -> Row:
    """One listing in words, with how near its member is."""
    mine = own_place(viewer)
    found = _described(Listing.objects.filter(pk=listing.pk), _fitting(viewer, listing.side), mine)
    return rows_of(list(found), rules, mine)[0]


def for_return(member: Member, viewer: Viewer, wanted: Collection[str]) -> list[Listing]:
    """What a member gives on the board, that which is wanted first: what could be given in return."""
    today = clock.today(viewer.community.timezone)
    gives = Listing.objects.standing(viewer.community, today).gives().filter(member=member)
    return list(gives.annotate(fits=_fits(wanted)).order_by("fits", F("no_extra_work").desc(), "-changed_at", "-pk"))
