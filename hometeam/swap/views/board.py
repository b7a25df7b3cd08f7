"""The board, one listing's page, and the way from there to a swap between two."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from hometeam.foundation import clock
from hometeam.foundation.text import whole
from hometeam.members.access import Viewer, acting_member, community_member, viewer_of
from hometeam.members.queries import trades
from hometeam.swap import access, queries
from hometeam.swap.forms import SoughtForm
from hometeam.swap.models import Listing
from hometeam.swap.queries import board, mine, suggesting
from hometeam.swap.queries.board import Sought
from hometeam.swap.queries.counting import Counting

MINE = "mine"


@require_GET
@community_member
def home(request: HttpRequest) -> HttpResponse:
    """What waits for me; what others give and need; what I have on the board."""
    viewer = viewer_of(request)
    form = SoughtForm(request.GET)
    sought = form.sought()
    rules = queries.rules_of(viewer.community)
    is_mine = sought.side == MINE and viewer.member is not None
    if sought.side == MINE:
        sought = Sought()
    shown: dict[str, Any] = {"form": form, "sought": sought, "rules": rules, "is_mine": is_mine}
    shown |= {"counting": Counting.of(rules), "today": clock.today(viewer.community.timezone)}
    if viewer.member is not None and not sought.is_anything:
        shown["waiting_loops"] = queries.waiting_for(viewer.member, viewer.community)
    if is_mine:
        shown |= {"my": mine.my_board(viewer, rules, request.GET.get("page", "1"))}
    else:
        found = board.board(viewer, sought, rules, request.GET.get("page", "1"))
        shown |= {"board": found, "page": found.page, "query": _query(sought)}
    return render(request, "swap/home.html", shown)


def _query(sought: Sought) -> str:
    """What stays in the address from page to page."""
    parts = {
        "side": sought.side,
        "q": sought.words,
        "how": sought.how,
        "no_extra": "on" if sought.no_extra_work else "",
        "of": sought.of or "",
    }
    return urlencode({key: value for key, value in parts.items() if value})


@require_GET
@community_member
def listing(request: HttpRequest, pk: int) -> HttpResponse:
    """One offer or need: all that it says, and what one can do with it."""
    viewer = viewer_of(request)
    found = access.listing_for(viewer, pk)
    rules = queries.rules_of(viewer.community)
    row = board.one_row(found, viewer, rules)
    shown: dict[str, Any] = {"listing": found, "row": row, "took": trades.title(found.service)}
    shown["left_board"] = _left_board(request, viewer, pk)
    if viewer.member is not None and viewer.member.pk == found.member_id:
        shown["mine"] = mine.of_mine(found, row, clock.today(viewer.community.timezone))
    elif suggesting.may_suggest(viewer):
        shown |= {"may_suggest": True, "returns": suggesting.returns(found, viewer, rules)}
    return render(request, "swap/listing.html", shown)


def _left_board(request: HttpRequest, viewer: Viewer, pk: int) -> str:
    """Where on the board the reader comes from, with what they had looked for there, at this very thing; empty for who
    comes from elsewhere.
    """
    board_here = reverse("swap:home", args=[viewer.community.slug])
    came, _mark, sought = request.headers.get("Referer", "").partition("?")
    return f"{board_here}?{sought}#on-{pk}" if came == request.build_absolute_uri(board_here) else ""


@require_GET
@acting_member
def suggest(request: HttpRequest, pk: int) -> HttpResponse:
    """On to the page of proposals, with both sides of the swap filled in."""
    viewer = viewer_of(request)
    found = access.listing_for(viewer, pk)
    if found.member_id == viewer.acting.pk or not suggesting.may_suggest(viewer):
        raise Http404
    return redirect(suggesting.proposal_url(found, _returned(request, found, viewer), viewer))


def _returned(request: HttpRequest, found: Listing, viewer: Viewer) -> Listing | None:
    """What is given in return: something on the board of whoever gives it, or nothing that stands there."""
    pk = whole(request.GET.get("for", ""))
    if pk is None:
        return None
    giver, _getter = suggesting.sides(found, viewer)
    standing = Listing.objects.standing(viewer.community, clock.today(viewer.community.timezone)).gives()
    return get_object_or_404(standing.select_related("member"), pk=pk, member=giver)
