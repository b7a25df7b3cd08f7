"""The organiser's side: open, lead, watch, type for people without a phone, and keep the record."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hometeam.engine.market import STEPS, NotNow, Step
from hometeam.foundation.sheets import csv_answer
from hometeam.foundation.text import whole
from hometeam.members.access import Viewer, community_organiser, viewer_of
from hometeam.swap import access
from hometeam.swap.actions import market as actions
from hometeam.swap.forms.market import MarketForm
from hometeam.swap.models import Market
from hometeam.swap.queries import market as queries


@require_GET
@community_organiser
def markets(request: HttpRequest) -> HttpResponse:
    """All markets of the community, and the way to a new one."""
    return render(request, "swap/market/markets.html", {"markets": queries.markets_of(viewer_of(request).community)})


@require_http_methods(["GET", "HEAD", "POST"])
@community_organiser
def new(request: HttpRequest) -> HttpResponse:
    """Open one."""
    form = MarketForm(request.POST or None)
    viewer = viewer_of(request)
    if request.method == "POST" and form.is_valid():
        market = actions.open_market(viewer=viewer, title=form.cleaned_data["title"], minutes=form.minutes)
        return redirect("swap:market", viewer.community.slug, market.pk)
    return render(request, "swap/market/new.html", {"form": form})


@require_GET
@community_organiser
def market(request: HttpRequest, pk: int) -> HttpResponse:
    """The desk. Its inside is asked for again every few seconds."""
    found = access.market_for(viewer_of(request), pk)
    part = "swap/market/desk.html#state" if request.headers.get("HX-Request") else "swap/market/desk.html"
    shown = {"desk": queries.desk_of(found), "market": found, "to_invite": queries.to_invite(found)}
    return render(request, part, shown)


@require_POST
@community_organiser
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """On, back, two minutes more, the end, or on after it."""
    viewer, wanted = viewer_of(request), request.POST.get("step", "")
    found = access.market_for(viewer, pk)
    if wanted not in STEPS:
        raise Http404
    try:
        actions.move(viewer=viewer, market=found, wanted=Step(wanted), seen=request.POST.get("seen", ""))
    except NotNow:
        messages.warning(request, _("The market is not there any more. This is how it stands now."))
        return _to_desk(viewer, found)
    # Whoever leads by keyboard goes on at the stage, not at the page's beginning.
    return redirect(f"{reverse('swap:market', args=[viewer.community.slug, found.pk])}#state")


def _to_desk(viewer: Viewer, found: Market) -> HttpResponse:
    return redirect("swap:market", viewer.community.slug, found.pk)


@require_POST
@community_organiser
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """Look for loops once more, among those whom none holds."""
    viewer = viewer_of(request)
    found = access.market_for(viewer, pk)
    try:
        count = actions.look(market=found)
    except NotNow:
        messages.warning(request, _("Loops are looked for in their own stage."))
    else:
        said = ngettext("One more loop is found.", "%(n)s more loops are found.", count) % {"n": count}
        messages.info(request, said if count else _("No further loop is there just now."))
    return _to_desk(viewer, found)


@require_POST
@community_organiser
def remove_seat(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Take a seat out of the room, with its cards."""
    viewer = viewer_of(request)
    found = access.market_for(viewer, pk)
    seat = found.seats.filter(pk=row).first()
    if seat is None:
        raise Http404
    name = seat.called
    actions.remove_seat(seat=seat)
    messages.success(request, _("%(name)s’s seat is empty.") % {"name": name})
    return _to_desk(viewer, found)


@require_POST
@community_organiser
def let_back(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """A member who was sent away may come in again."""
    viewer = viewer_of(request)
    found = access.market_for(viewer, pk)
    seat = found.seats.filter(pk=row, member__isnull=False).select_related("member").first()
    if seat is None:
        raise Http404
    actions.let_back(seat=seat)
    messages.success(request, _("%(name)s may come in again.") % {"name": seat.called})
    return _to_desk(viewer, found)


@require_http_methods(["GET", "HEAD", "POST"])
@community_organiser
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """One card by its number on the screen, to take it away after a look at it."""
    viewer = viewer_of(request)
    found = access.market_for(viewer, pk)
    typed = (request.POST or request.GET).get("number", "")
    number = whole(typed, most=999_999)
    it = None if number is None else found.cards.filter(number=number).select_related("seat__member").first()
    if it is None or not found.is_open:
        messages.warning(request, _("No card has this number: %(numbers)s") % {"numbers": typed[:20]})
        return _to_desk(viewer, found)
    if request.method == "POST":
        actions.withdraw_card(card=it)
        messages.success(request, _("Card %(number)s is gone.") % {"number": it.number})
        return _to_desk(viewer, found)
    return render(request, "swap/market/card.html", {"market": found, "card": it})


@require_POST
@community_organiser
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Write to the guests who asked for it and are ticked."""
    viewer = viewer_of(request)
    found = access.market_for(viewer, pk)
    chosen = [seat for seat in queries.to_invite(found) if str(seat.pk) in request.POST.getlist("seat")]
    refused = actions.invite_guests(viewer=viewer, seats=chosen)
    for seat, why in refused:
        messages.warning(request, f"{seat.called}: {why}")
    if len(refused) < len(chosen):
        messages.success(request, _("Your invitations are on their way."))
    return _to_desk(viewer, found)


@require_GET
@community_organiser
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """The record as a page to print, or as CSV."""
    found = access.market_for(viewer_of(request), pk)
    heads, *rows = queries.record_of(found)
    if request.GET.get("as") == "csv":
        return csv_answer(f"market-{found.code}.csv", heads, rows)
    return render(request, "swap/market/record.html", {"market": found, "heads": heads, "rows": rows})


@require_GET
@community_organiser
def sheets(request: HttpRequest, pk: int) -> HttpResponse:
    """Cards on paper, to print and cut."""
    found = access.market_for(viewer_of(request), pk)
    return render(request, "swap/market/sheets.html", {"market": found, "lines": range(3)})
