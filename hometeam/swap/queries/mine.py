"""What a member has on the board itself, and what of its profile it could put there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from hometeam.foundation import clock
from hometeam.foundation.prepared import Given, prepared
from hometeam.foundation.text import one_line
from hometeam.members.access import Viewer
from hometeam.members.models import Community, Member, Need, Offer, Place
from hometeam.members.queries import trades
from hometeam.swap.models import Listing, Rules
from hometeam.swap.models.board import NEEDS_LAST
from hometeam.swap.queries.board import Row, rows_of

ENDS_SOON = timedelta(days=3)
PAST_SHOWN = 10
PAGE = 20


@dataclass(frozen=True, slots=True)
class Mine:
    """One of my own listings. `ends_on`: the last day that others see it; None while nothing ends it."""

    row: Row
    state: str
    ends_on: date | None
    is_over: bool
    ends_soon: bool
    can_renew: bool

    @property
    def is_done(self) -> bool:
        return self.state == Listing.State.DONE


@dataclass(frozen=True, slots=True)
class MyBoard:
    """A page of what I give and what I need, and what I had on the board lately. `is_nowhere`: something of it goes in
    person alone, and the member shows no place, so that no loop can say who is near.
    """

    gives: tuple[Mine, ...]
    needs: tuple[Mine, ...]
    past: tuple[Mine, ...]
    page: Page[Listing]
    is_nowhere: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.gives or self.needs or self.past)

    @property
    def count(self) -> int:
        return self.page.paginator.count

    @property
    def is_first(self) -> bool:
        return self.page.number == 1


def my_board(viewer: Viewer, rules: Rules, page: str = "1") -> MyBoard:
    """A page of what the viewer's member has on the board, what it gives first, and the last few that it took away or
    found.
    """
    there = Listing.objects.filter(member=viewer.acting, community=viewer.community).select_related("member")
    standing = there.filter(state=Listing.State.ON)
    turned = Paginator(standing.order_by("side", "-no_extra_work", "-changed_at", "-pk"), PAGE).get_page(page)
    on = list(turned)
    past = list(there.exclude(state=Listing.State.ON).order_by("-changed_at")[:PAST_SHOWN])
    today = clock.today(viewer.community.timezone)
    rows = {row.pk: row for row in rows_of([*on, *past], rules, None)}
    mine = [of_mine(one, rows[one.pk], today) for one in (*on, *past)]
    current = mine[: len(on)]
    return MyBoard(
        tuple(one for one in current if one.row.is_give),
        tuple(one for one in current if not one.row.is_give),
        tuple(mine[len(on) :]),
        turned,
        is_nowhere=not _shows_a_place(viewer.acting) and standing.filter(how=Listing.How.IN_PERSON).exists(),
    )


def _shows_a_place(member: Member) -> bool:
    place: Place | None = getattr(member, "place", None)
    if place is None or place.kind == Place.Kind.ONLINE or place.shown_as == Place.ShownAs.HIDDEN:
        return False
    return bool(place.city) or place.shown_lat is not None


def of_mine(one: Listing, row: Row, today: date) -> Mine:
    """What its own member reads beside a listing."""
    ends = one.expires_on
    is_on = one.state == Listing.State.ON
    return Mine(
        row=row,
        state=one.state,
        ends_on=ends,
        is_over=is_on and ends is not None and ends < today,
        ends_soon=is_on and ends is not None and today <= ends <= today + ENDS_SOON,
        can_renew=is_on and may_renew(one, today),
    )


def may_renew(one: Listing, today: date) -> bool:
    """Whether a tap would let it stand longer than it does."""
    return one.expires_on is not None and ends_on(one.side, one.by_on, today, renewed=True) != one.expires_on


def ends_on(side: str, by_on: date | None, today: date, *, renewed: bool = False) -> date | None:
    """The last day on the board of what is put up, or renewed, today: its own day; for a need a month at most.

    Once the own day is past it ends nothing any more, when somebody renews it.
    """
    by = None if renewed and by_on is not None and by_on < today else by_on
    if side == Listing.Side.GIVE:
        return by
    return min(by, today + NEEDS_LAST) if by is not None else today + NEEDS_LAST


def ending(community: Community, today: date) -> list[Listing]:
    """Needs that leave the board within three days, and that a tap would keep."""
    there = Listing.objects.standing(community, today).needs().filter(expires_on__lte=today + ENDS_SOON)
    return [one for one in there.select_related("member", "community").order_by("pk") if may_renew(one, today)]


def ending_of(member: Member, community: Community) -> list[Listing]:
    """The same of one member's needs: one query."""
    today = clock.today(community.timezone)
    found = _needs_until(member=member.pk, community=community.pk, today=today, last=today + ENDS_SOON)
    return [one for one in found if may_renew(one, today)]


@prepared
def _needs_until(member: Given, community: Given, today: Given, last: Given) -> QuerySet[Listing]:
    mine = Listing.objects.filter(member=member, community=community, side=Listing.Side.NEED, state=Listing.State.ON)
    return mine.filter(expires_on__gte=today, expires_on__lte=last).order_by("expires_on", "pk")


@dataclass(frozen=True, slots=True)
class Said:
    """Something on the profile that could be put up. `key` names it in a form; `guessed`: nobody confirmed it."""

    key: str
    side: str
    what: str
    service: str
    how: str
    guessed: bool


def from_profile(member: Member, community: Community) -> list[Said]:
    """What a member's profile says it does and looks for, and the board does not: two queries and one."""
    up = list(Listing.objects.filter(member=member, community=community, state=Listing.State.ON))
    services = {(one.side, one.service) for one in up if one.service}
    said = {(one.side, one.words.casefold()) for one in up}
    offers = [_said("offer", Listing.Side.GIVE, row) for row in Offer.objects.filter(member=member).order_by("pk")]
    wants = Need.objects.filter(member=member, kind=Need.Kind.WANT).order_by("pk")
    needs = [_said("need", Listing.Side.NEED, row) for row in wants]
    return [
        one
        for one in (*offers, *needs)
        if (one.side, one.service) not in services and (one.side, one.what.casefold()) not in said
    ]


def _said(name: str, side: str, row: Offer | Need) -> Said:
    what = one_line(row.words or trades.title(row.service))[:160]
    how = row.how if isinstance(row, Offer) else Listing.How.ANY
    return Said(f"{name}-{row.pk}", side, what[:1].upper() + what[1:], row.service, str(how), row.guessed)
