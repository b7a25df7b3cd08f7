"""Cards to print, and where they lie."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hometeam.foundation import clock, limits
from hometeam.ledger.actions import BadAddress
from hometeam.ledger.queries.links import address_of
from hometeam.members.access import acting_member, viewer_of
from hometeam.members.models import Member
from hometeam.members.queries.kits import kit_of
from hometeam.stage import access, actions
from hometeam.stage.forms import CardForm, PlacementForm
from hometeam.stage.models import Card
from hometeam.stage.queries import prints as paper
from hometeam.stage.queries.home import cards_of
from hometeam.stage.views.files import file_answer
from hometeam.together.access import meant_for


@require_http_methods(["GET", "HEAD", "POST"])
@acting_member
def prints(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a card about a member."""
    viewer = viewer_of(request)
    about = access.other_for(viewer, pk)
    within = meant_for(viewer, "stage:prints", about, request.GET.get("within", ""))
    kit = kit_of(about)
    words = kit.fifty_words or kit.one_line
    form = CardForm(request.POST or None, initial={"medium": Card.Medium.COUNTER, "words": words[:400]})
    if request.method == "POST" and form.is_valid():
        card = _made(request, about, form)
        if card is not None:
            return redirect("stage:card", viewer.community.slug, card.pk)
    return render(request, "stage/prints.html", {"about": about, "form": form, "kit": kit, "within": within})


def _made(request: HttpRequest, about: Member, form: CardForm) -> Card | None:
    try:
        return actions.make_card(viewer=viewer_of(request), about=about, **form.cleaned_data)
    except actions.NoPage:
        form.add_error(None, _("%(name)s has no page to lead people to yet. Ask for one.") % {"name": about.name})
    except BadAddress:
        form.add_error(None, _("The address of %(name)s leads nowhere.") % {"name": about.name})
    except limits.LimitReached:
        form.add_error(None, _("That is enough cards for one day. Try again tomorrow."))
    return None


@require_http_methods(["GET", "HEAD", "POST"])
@acting_member
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """A card: to print, and to say where it lies."""
    viewer = viewer_of(request)
    found = access.card_for(viewer, pk)
    today = clock.today(viewer.community.timezone)
    form = PlacementForm(
        request.POST or None, today=today, initial={"since_on": today, "by_name": viewer.person.name, "months": 3}
    )
    if request.method == "POST" and form.is_valid():
        actions.place_card(viewer=viewer, card=found, **form.cleaned_data)
        messages.success(request, _("Written down. We ask you in time whether it is still there."))
        return redirect("stage:card", viewer.community.slug, found.pk)
    out = next(one for one in cards_of(viewer.acting, viewer.community) if one.card.pk == pk)
    shown = {"card": found, "out": out, "form": form, "printed": _printed(found)}
    return render(request, "stage/card.html", shown)


@require_safe
@acting_member
def printed(request: HttpRequest, pk: int, layout: str, size: str) -> HttpResponse:
    """The card as a PDF: a sheet, quarter pages, or a strip for receipts."""
    found = access.card_for(viewer_of(request), pk)
    if layout not in paper.LAYOUTS or size not in paper.PAPERS:
        raise Http404
    content = paper.pdf(_printed(found), layout, size)
    return file_answer(content, "application/pdf", f"{found.about.name} {layout} {size}.pdf", inline=True)


@require_safe
@acting_member
def pictured(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """The card, or its code alone, as a picture to put into other documents."""
    card = _printed(access.card_for(viewer_of(request), pk))
    if what not in ("card", "code"):
        raise Http404
    content = paper.png(card) if what == "card" else paper.code_png(card.address)
    return file_answer(content, "image/png", f"{card.name} {what}.png", inline=True)


@require_POST
@acting_member
def look(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """One tap: it is still there, it is gone, it is back."""
    viewer = viewer_of(request)
    placement = access.placement_for(viewer, pk)
    moves = {
        "there": (actions.still_there, _("Good. We ask again in time.")),
        "gone": (actions.take_away, _("Written down. What it brought stays.")),
        "back": (actions.put_back, _("It lies there again.")),
    }
    if move not in moves:
        raise Http404
    act, words = moves[move]
    act(viewer=viewer, placement=placement)
    messages.success(request, words)
    return redirect("stage:card", viewer.community.slug, placement.card_id)


def _printed(card: Card) -> paper.Printed:
    return paper.Printed(
        name=card.about.name,
        words=card.words,
        address=address_of(card.link),
        from_whom=_("Passed on by %(name)s") % {"name": card.by.name},
        language=get_language() or "en",
    )
