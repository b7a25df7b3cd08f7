"""Typing for people without a phone: their cards, their hearts, their answers. Every form begins under the cursor."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from hometeam.engine.market import Deed, NotNow
from hometeam.foundation.text import whole
from hometeam.members.access import Viewer, community_organiser, viewer_of
from hometeam.members.models import Member
from hometeam.swap import access
from hometeam.swap.actions import market as actions
from hometeam.swap.forms.market import PaperForm, PaperHeartsForm
from hometeam.swap.models import Market, MarketCard
from hometeam.swap.queries.market import waiting_on_paper


@require_http_methods(["GET", "HEAD", "POST"])
@community_organiser
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """A seat with all its cards, typed off a sheet."""
    viewer = viewer_of(request)
    market = access.market_for(viewer, pk)
    form = PaperForm(request.POST or None, initial={"key": uuid.uuid4()})
    if request.method == "POST" and form.is_valid() and _write(request, market, form):
        return redirect("swap:paper", viewer.community.slug, market.pk)
    return _page(request, market, form, PaperHeartsForm(prefix="hearts"))


def _page(request: HttpRequest, market: Market, form: PaperForm, hearts: PaperHeartsForm) -> HttpResponse:
    shown = {
        "market": market,
        "form": form,
        "hearts_form": hearts,
        "seats": market.seats.taken().filter(on_paper=True).select_related("member"),
        "waiting": waiting_on_paper(market),
    }
    return render(request, "swap/market/paper.html", shown)


def _write(request: HttpRequest, market: Market, form: PaperForm) -> bool:
    name = form.cleaned_data["name"]
    sitter = actions.Sitter(name=name, member=_member_called(market, name), key=form.cleaned_data["key"], on_paper=True)
    try:
        seat = actions.write_on_paper(
            market=market, sitter=sitter, gives=form.lines("gives"), needs=form.lines("needs")
        )
    except actions.Full:
        form.add_error("name", _("There is no seat free. Remove one that nobody uses."))
    except actions.TooMany:
        form.add_error("gives", _("Eight cards of a kind are the most for one seat."))
    except NotNow:
        form.add_error(None, _("The market has come too far for new cards."))
    else:
        said = _("Seat %(number)s: %(name)s. Write the number on their sheet.")
        messages.success(request, said % {"number": seat.number, "name": seat.called})
        return True
    return False


def _member_called(market: Market, name: str) -> Member | None:
    """The one member of the community that is called so, written the same but for case."""
    found = list(Member.objects.here(market.community).filter(name__iexact=name.strip())[:2])
    return found[0] if len(found) == 1 else None


@require_POST
@community_organiser
def paper_hearts(request: HttpRequest, pk: int) -> HttpResponse:
    """The hearts of one seat, by numbers."""
    viewer = viewer_of(request)
    market = access.market_for(viewer, pk)
    form = PaperHeartsForm(request.POST, prefix="hearts")
    if form.is_valid() and _give(request, market, form):
        return _back_to(viewer, market, form["seat"].id_for_label)
    return _page(request, market, PaperForm(initial={"key": uuid.uuid4()}), form)


def _give(request: HttpRequest, market: Market, form: PaperHeartsForm) -> bool:
    number, wanted = form.cleaned_data["seat"], form.cleaned_data["cards"]
    seat = market.seats.taken().filter(number=number).select_related("member").first()
    cards = {card.number: card for card in MarketCard.objects.filter(market=market, number__in=wanted)}
    missing = [str(one) for one in wanted if one not in cards]
    if seat is None:
        form.add_error("seat", forms.ValidationError(_("Nobody sits there.")))
        return False
    if missing:
        form.add_error("cards", _("No card has this number: %(numbers)s") % {"numbers": ", ".join(missing)})
        return False
    try:
        for card in cards.values():
            actions.give_heart(seat=seat, card=card, deed=Deed.TYPE)
    except NotNow:
        form.add_error(None, _("Hearts are given before loops are looked for."))
        return False
    said = ngettext("%(name)s: one heart.", "%(name)s: %(n)s hearts.", len(cards))
    messages.success(request, said % {"name": seat.called, "n": len(cards)})
    return True


@require_POST
@community_organiser
def paper_answer(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """What somebody without a phone says to their loop; `row` is the loop's id, the seat stands in the form."""
    viewer = viewer_of(request)
    market = access.market_for(viewer, pk)
    says, number = request.POST.get("says", ""), whole(request.POST.get("seat", ""), most=999_999)
    seat = None if number is None else market.seats.taken().filter(number=number, on_paper=True).first()
    leg = seat.legs_given.filter(loop=row).select_related("loop").first() if seat else None
    if seat is None or leg is None or says not in ("yes", "give", "get"):
        raise Http404
    try:
        actions.answer(seat=seat, loop=leg.loop, says=says, on_behalf=True)
    except (NotNow, actions.TooLate):
        messages.warning(request, _("This loop is no longer waiting."))
    return _back_to(viewer, market, "answers")


def _back_to(viewer: Viewer, market: Market, part: str) -> HttpResponse:
    """Where one was typing: whoever has forty to type goes on there, and not at the page's beginning."""
    return redirect(f"{reverse('swap:paper', args=[viewer.community.slug, market.pk])}#{part}")
