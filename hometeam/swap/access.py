"""Who may see and do what here; strangers get 404."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from hometeam.engine.market import read
from hometeam.foundation import clock, tokens
from hometeam.foundation.access import View, marked
from hometeam.members.access import Viewer, blocked_ids, viewer_for
from hometeam.members.models import Member, Membership, Seat
from hometeam.swap.models import Listing, Loop, Market, MarketSeat, Rules, SetOff, Transfer
from hometeam.swap.queries.mine import may_renew
from hometeam.swap.queries.rules import rules_of
from hometeam.swap.queries.taken import used_up_just_now


def own_listing_for(viewer: Viewer, pk: int) -> Listing:
    """A listing of the viewer's member, also one that was taken away."""
    mine = Listing.objects.filter(pk=pk, member=viewer.acting, community=viewer.community)
    found = mine.select_related("member", "community").first()
    if found is None:
        raise Http404
    return found


def listing_for(viewer: Viewer, pk: int) -> Listing:
    """A listing on the board of the viewer's community: one's own, or one of a member whom one may meet."""
    here = {"member__memberships__community": viewer.community, "member__memberships__state": Membership.State.HERE}
    found = Listing.objects.filter(pk=pk, community=viewer.community, **here)
    listing = found.select_related("member", "community").first()
    if listing is None or _is_hidden(viewer, listing):
        raise Http404
    return listing


def _is_hidden(viewer: Viewer, listing: Listing) -> bool:
    mine = viewer.member is not None and viewer.member.pk == listing.member_id
    if mine:
        return False
    if viewer.member is not None and listing.member_id in blocked_ids(viewer.member):
        return True
    ends = listing.expires_on
    is_over = ends is not None and ends < clock.today(listing.community.timezone)
    is_up = listing.state == Listing.State.ON and listing.pk not in used_up_just_now(listing.community)
    return is_over or not is_up


KEEP = "swap.keep"


@dataclass(frozen=True, slots=True)
class Keeper:
    """Whoever holds the link from the letter about a need that ends: who they are, the need, and the end it told of."""

    viewer: Viewer
    listing: Listing
    told_end: str

    @property
    def can_keep(self) -> bool:
        """Whether it still ends on the day that the letter told of, and a tap lets it stand longer."""
        one = self.listing
        still = one.state == Listing.State.ON and one.expires_on is not None
        ends_so = still and str(one.expires_on) == self.told_end
        return ends_so and may_renew(one, clock.today(one.community.timezone))


def keeper_for(token: str) -> Keeper:
    """Whose link this is. Raises tokens.Bad, tokens.Expired, and Http404 where that person no longer acts for the
    member, or the member is no longer here.
    """
    says = tokens.read(KEEP, token)
    listing = Listing.objects.filter(pk=says["l"]).select_related("member", "community").first()
    seats = Seat.objects.filter(person_id=says["r"], person__is_active=True).select_related("person")
    seat = seats.filter(member=listing.member_id).first() if listing else None
    if listing is None or seat is None or not _is_here(listing):
        raise Http404
    viewer = Viewer(seat.person, listing.community, listing.member, is_organiser=False)
    return Keeper(viewer, listing, str(says["e"]))


def _is_here(listing: Listing) -> bool:
    here = Membership.objects.filter(member=listing.member_id, community=listing.community_id)
    return here.filter(state=Membership.State.HERE, member__closed_at=None).exists()


def loop_for(viewer: Viewer, pk: int) -> Loop:
    """A loop in which the viewer's member gives and gets; 404 for everybody else, organisers too."""
    mine = Loop.objects.filter(pk=pk, community=viewer.community, legs__giver=viewer.acting)
    found = mine.select_related("community", "collaboration").first()
    if found is None:
        raise Http404
    return found


def rules_that_count(viewer: Viewer) -> Rules:
    """The rules of a community that counts hours or points; 404 where nothing is counted."""
    rules = rules_of(viewer.community)
    if rules.counting == Rules.Counting.NOTHING:
        raise Http404
    return rules


def transfer_for(viewer: Viewer, pk: int) -> Transfer:
    """A transfer between the viewer's member and another, ended ones too; 404 for everybody else, organisers too."""
    mine = Q(giver=viewer.acting) | Q(receiver=viewer.acting)
    found = Transfer.objects.filter(mine, pk=pk, community=viewer.community)
    transfer = found.select_related("giver", "receiver", "act", "community").first()
    if transfer is None:
        raise Http404
    return transfer


def set_off_for(viewer: Viewer, pk: int) -> SetOff:
    """A ring in which the viewer's member owes and is owed; 404 for everybody else."""
    found = SetOff.objects.filter(pk=pk, community=viewer.community, lines__debtor=viewer.acting).first()
    if found is None:
        raise Http404
    return found


SEAT = "swap.market_seat"
SEAT_LASTS = timedelta(days=8)
"""Until guests are forgotten their phone says what they agreed on: a market lasts half a day, and its guests a week."""


class SeatedRequest(HttpRequest):
    """A request from a seat in a market's room."""

    seat: MarketSeat


def market_for(viewer: Viewer, pk: int) -> Market:
    """A market of the community that the viewer organises; 404 for everybody else."""
    found = Market.objects.filter(pk=pk, community=viewer.community).first() if viewer.is_organiser else None
    if found is None:
        raise Http404
    return found


def room_for(code: str) -> Market:
    """The market with this code, open or over. Raises Http404 for a code that is none."""
    found = Market.objects.filter(code=read(code)).select_related("community").first() if read(code) else None
    if found is None:
        raise Http404
    return found


def cookie_of(market: Market) -> str:
    """The name of the cookie that holds a seat in this market."""
    return f"market-{market.code}"


def seat_token(seat: MarketSeat) -> str:
    """What that cookie says."""
    return tokens.make(SEAT, {"s": seat.pk, "n": seat.nonce}, SEAT_LASTS)


def seat_in(request: HttpRequest, code: str) -> MarketSeat | None:
    """The seat that this browser holds in the market with this code, one query; None where it holds none."""
    try:
        says = tokens.read(SEAT, request.COOKIES.get(f"market-{code}", ""))
    except (tokens.Bad, tokens.Expired):
        return None
    held = MarketSeat.objects.taken().filter(pk=says["s"], nonce=says["n"], market__code=code)
    return held.select_related("market", "member").first()


def own_member_in(request: HttpRequest, market: Market) -> Member | None:
    """The member of the market's community that the browser's person acts for as one of its own; None for others."""
    if not request.user.is_authenticated:
        return None
    try:
        viewer = viewer_for(request, market.community.slug)
    except Http404:
        return None
    return None if viewer.on_behalf else viewer.member


def seat_of_market(view: View) -> View:
    """For whoever holds a seat in the market whose `code` the URL names; sets `request.seat` and takes `code` off.

    Everybody else gets 404; once the market is over, its seats are led to the page that says so.
    """

    @functools.wraps(view)
    def guarded(request: HttpRequest, code: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        seat = seat_in(request, code)
        if seat is None:
            raise Http404
        if not seat.market.is_open:
            return redirect("swap:room", code)
        cast("SeatedRequest", request).seat = seat
        return view(request, *args, **kwargs)

    return marked(guarded, "seat_of_market")
