"""The room as a phone sees it. Every page works without JavaScript; the small script only makes it smoother."""

from __future__ import annotations

import contextlib
import uuid
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_POST, require_safe

from hometeam.engine.market import Deed, NotNow, may, read
from hometeam.foundation.access import anyone
from hometeam.foundation.text import whole
from hometeam.members.models import Member
from hometeam.swap import access
from hometeam.swap.actions import market as actions
from hometeam.swap.forms.market import LetterForm, SitForm
from hometeam.swap.models import Market, MarketSeat
from hometeam.swap.queries.market import neighbours_of, shown_to


@require_safe
@anyone
def door(request: HttpRequest) -> HttpResponse:
    """Where one types the code on the screen."""
    typed = request.GET.get("code", "")
    code = read(typed)
    if code and Market.objects.filter(code=code).exists():
        return redirect("swap:room", code)
    return render(request, "swap/market/door.html", {"typed": typed[:20], "unknown": bool(typed)})


@never_cache
@ensure_csrf_cookie
@require_safe
@anyone
def room(request: HttpRequest, code: str) -> HttpResponse:
    """One's own seat; a free one for whoever comes; or that it is over."""
    market = access.room_for(code)
    if code != market.code:
        return redirect("swap:room", market.code)
    if not market.is_open:
        return _over(request, market)
    seat = access.seat_in(request, market.code)
    if seat is None:
        return _offer_seat(request, market, SitForm(initial={"key": uuid.uuid4()}))
    shown = {"community": market.community, "me": _whose_it_could_be(request, seat)}
    return render(request, "swap/market/room.html", _room(request, seat) | shown)


def _whose_it_could_be(request: HttpRequest, seat: MarketSeat | None) -> Member | None:
    """The member that sits here as a guest, as it signed in only after it had sat down; None for everybody else."""
    if seat is None or not seat.is_guest or seat.member_id is not None:
        return None
    me = access.own_member_in(request, seat.market)
    return None if me is None or seat.market.seats.filter(member=me).exists() else me


def _over(request: HttpRequest, market: Market) -> HttpResponse:
    """That it is over, and to whoever holds a seat what was agreed."""
    seat = access.seat_in(request, market.code)
    place = neighbours_of(seat) if seat else None
    is_guest = seat is not None and seat.is_guest and seat.member_id is None and market.guests_erased_at is None
    me = _whose_it_could_be(request, seat)
    shown = {"market": market, "seat": seat, "place": place, "me": me, "is_guest": is_guest}
    return render(request, "swap/market/over.html", shown, status=410)


def _offer_seat(request: HttpRequest, market: Market, form: SitForm, status: int = 200) -> HttpResponse:
    me = access.own_member_in(request, market)
    shown = {"market": market, "form": form, "me": me, "is_late": not may(market.sitting, Deed.SIT)}
    return render(request, "swap/market/sit.html", shown, status=status)


def _room(request: HttpRequest, seat: MarketSeat) -> dict[str, Any]:
    side, page = _place(request)
    shown = shown_to(seat, side=side, page=page)
    return {"shown": shown, "seat": seat, "market": seat.market, "key": str(uuid.uuid4()), "etag": _etag(request, seat)}


def _place(request: HttpRequest) -> tuple[str, int]:
    return request.GET.get("side", "")[:4], whole(request.GET.get("page", ""), most=999) or 1


def _etag(request: HttpRequest, seat: MarketSeat) -> str:
    """Changes with whatever this seat's page shows; reading it costs no query."""
    side, page = _place(request)
    return f"{seat.market.version}-{seat.version}-{side}{page}-{get_language()}"


@require_POST
@anyone
def sit(request: HttpRequest, code: str) -> HttpResponse:
    """Take a seat: a member as itself, a guest by name."""
    market = access.room_for(code)
    if not market.is_open:
        return redirect("swap:room", market.code)
    me = access.own_member_in(request, market) if request.POST.get("as") == "me" else None
    form = SitForm(request.POST)
    if me is None and not form.is_valid():
        return _offer_seat(request, market, form, status=422)
    try:
        seat = actions.sit(market=market, sitter=_sitter(form, me))
    except actions.Full:
        messages.warning(request, _("There is no seat free just now. Ask whoever leads the market."))
    except NotNow:
        messages.warning(request, _("The market is nearly over: nobody sits down any more."))
    else:
        return _seated(market, seat)
    return redirect("swap:room", market.code)


@require_POST
@anyone
def own(request: HttpRequest, code: str) -> HttpResponse:
    """The guest's seat that this browser holds is its member's, also after the end."""
    market = access.room_for(code)
    seat = access.seat_in(request, market.code)
    me = _whose_it_could_be(request, seat)
    if seat is not None and me is not None:
        with contextlib.suppress(actions.Full):  # taken on another device by a tap before this one
            actions.make_own(seat=seat, member=me)
    return redirect("swap:room", market.code)


def _sitter(form: SitForm, me: Any) -> actions.Sitter:
    if me is not None:
        return actions.Sitter(member=me)
    values = form.cleaned_data
    return actions.Sitter(name=values["name"], email=values["email"], key=values["key"])


def _seated(market: Market, seat: MarketSeat) -> HttpResponse:
    answer = redirect("swap:room", market.code)
    answer.set_cookie(
        access.cookie_of(market),
        access.seat_token(seat),
        max_age=access.SEAT_LASTS,
        path="/market/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


@require_GET
@access.seat_of_market
def now(request: HttpRequest) -> HttpResponse:
    """What is new: nothing (304, one query), or the page's inside."""
    seat = _seat(request)
    etag = f'"{_etag(request, seat)}"'
    asked = request.headers.get("If-None-Match", "").removeprefix("W/")
    if asked == etag:
        answer: HttpResponse = HttpResponseNotModified()
    else:
        answer = render(request, "swap/market/now.html", _room(request, seat))
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _seat(request: HttpRequest) -> MarketSeat:
    return cast("access.SeatedRequest", request).seat


@require_POST
@access.seat_of_market
def add_card(request: HttpRequest) -> HttpResponse:
    """Write a card; the same key again changes nothing."""
    seat, words = _seat(request), request.POST.get("words", "").strip()
    side, key = request.POST.get("side", ""), request.POST.get("key", "")
    if side not in ("give", "need"):
        raise Http404
    if not words:
        return _done(request, seat, _("Write a few words first."))
    easy = request.POST.get("easy") == "on"
    try:
        actions.add_card(seat=seat, side=side, words=words, no_extra_work=easy, key=key or str(uuid.uuid4()))
    except NotNow:
        return _done(
            request, seat, _("The room has moved on, so this came too late: %(words)s") % {"words": words[:80]}
        )
    except actions.TooMany:
        said = _("Eight of a kind are enough. Take one away, then write: %(words)s")
        return _done(request, seat, said % {"words": words[:80]})
    return _done(request, seat)


@require_POST
@access.seat_of_market
def change_card(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it for something else, or take it away."""
    seat = _seat(request)
    card = seat.cards.filter(pk=pk).first()
    if card is None:
        return _done(request, seat)  # taken away by a tap before this one
    try:
        if request.POST.get("do") == "away":
            actions.take_away_card(card=card)
        else:
            actions.change_card(card=card, service=request.POST.get("service", "")[:60])
    except NotNow:
        return _done(request, seat, _moved_on())
    return _done(request, seat)


@require_POST
@access.seat_of_market
def heart(request: HttpRequest) -> HttpResponse:
    """Give a card a heart, or take it back: the button says which, so that twice is once."""
    seat = _seat(request)
    wanted = request.POST.get("on") or request.POST.get("off") or ""
    pk = whole(wanted)
    card = None if pk is None else seat.market.cards.filter(pk=pk).first()
    if card is None:
        return _done(request, seat, _("This card has been taken away."))
    try:
        act = actions.give_heart if "on" in request.POST else actions.take_heart_back
        act(seat=seat, card=card)
    except NotNow:
        return _done(request, seat, _moved_on())
    # Whoever goes by keyboard goes on at this card, not at the page's beginning.
    return _done(request, seat, at=f"card-{card.pk}")


@require_POST
@access.seat_of_market
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Yes to one's own loop, or not this."""
    seat, says = _seat(request), request.POST.get("says", "")
    leg = seat.legs_given.filter(loop=pk).select_related("loop").first()
    if leg is None or says not in ("yes", "give", "get"):
        raise Http404
    try:
        actions.answer(seat=seat, loop=leg.loop, says=says)
    except (NotNow, actions.TooLate):
        return _done(request, seat, _("This loop is no longer waiting for you."))
    return _done(request, seat)


@require_POST
@access.seat_of_market
def keep(request: HttpRequest) -> HttpResponse:
    """Put one's own cards on the community's board: one, or all of them."""
    seat, wanted = _seat(request), request.POST.get("card", "")
    cards = seat.cards.select_related("listing")
    pk = whole(wanted)
    chosen = cards if pk is None else cards.filter(pk=pk)
    try:
        actions.keep_cards(seat=seat, cards=list(chosen))
    except NotNow:
        return _done(request, seat, _moved_on())
    return _done(request, seat)


@require_POST
@anyone
def letter(request: HttpRequest, code: str) -> HttpResponse:
    """A guest would like to be invited, also after the end."""
    market, form = access.room_for(code), LetterForm(request.POST)
    seat = access.seat_in(request, market.code)
    if seat is None:
        return redirect("swap:room", market.code)
    if not form.is_valid():
        return _done(request, seat, _("This is no e-mail address. Look at it once more."))
    try:
        actions.wish_letter(seat=seat, email=form.cleaned_data["email"])
    except NotNow:
        return _done(request, seat, _moved_on())
    return _done(request, seat)


@require_POST
@access.seat_of_market
def go(request: HttpRequest) -> HttpResponse:
    """Leave early, so that nobody in a loop waits for one who has gone; what is agreed stays."""
    seat = _seat(request)
    place = neighbours_of(seat)
    if place is not None and place.is_agreed:
        messages.info(request, _("Your loop is agreed and stays so. You can simply go."))
    else:
        actions.remove_seat(seat=seat, by_itself=True)
        messages.success(request, _("Your seat is empty now. Thank you for coming."))
    return redirect("swap:room", seat.market.code)


def _moved_on() -> str:
    return _("The room has moved on.")


def _done(request: HttpRequest, seat: MarketSeat, trouble: str = "", at: str = "") -> HttpResponse:
    """To the script: nothing, or what went wrong. To a browser without it: the page, with that on top, or at a part."""
    if request.headers.get("X-Market"):
        return HttpResponse(trouble, status=409, content_type="text/plain") if trouble else HttpResponse(status=204)
    if trouble:
        messages.warning(request, trouble)
    asked = request.META.get("QUERY_STRING", "")
    answer = redirect("swap:room", seat.market.code)
    if asked:
        answer["Location"] += f"?{asked}"
    if at:
        answer["Location"] += f"#{at}"
    return answer
