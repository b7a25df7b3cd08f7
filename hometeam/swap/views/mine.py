"""What I put on the board, change, take away, renew and find."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from hometeam.foundation.undo import said_with_undo
from hometeam.members.access import Viewer, acting_member, viewer_of
from hometeam.members.queries import trades
from hometeam.members.views.going import go_on
from hometeam.swap import access, actions, queries
from hometeam.swap.forms import ListingForm
from hometeam.swap.models import Listing
from hometeam.swap.queries.mine import from_profile as sayings_of


def my_address(viewer: Viewer) -> str:
    """Where what I have on the board stands."""
    return f"{reverse('swap:home', args=[viewer.community.slug])}?side=mine"


def to_mine(viewer: Viewer) -> HttpResponse:
    """Back there."""
    return redirect(my_address(viewer))


@require_http_methods(["GET", "HEAD", "POST"])
@acting_member
def new(request: HttpRequest, side: str) -> HttpResponse:
    """One more thing that I give, or need."""
    if side not in Listing.Side.values:
        raise Http404
    viewer = viewer_of(request)
    form = _form(request, viewer, side, None)
    if request.method == "POST" and form.is_valid() and _put_up(request, viewer, side, form):
        return to_mine(viewer)
    return render(request, "swap/listing_form.html", {"form": form, "side": side})


@require_http_methods(["GET", "HEAD", "POST"])
@acting_member
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """The same, once more."""
    viewer = viewer_of(request)
    listing = access.own_listing_for(viewer, pk)
    form = _form(request, viewer, listing.side, listing)
    if request.method == "POST" and form.is_valid() and _change(request, viewer, listing, form):
        return redirect("swap:listing", viewer.community.slug, listing.pk)
    return render(request, "swap/listing_form.html", {"form": form, "side": listing.side, "listing": listing})


def _form(request: HttpRequest, viewer: Viewer, side: str, listing: Listing | None) -> ListingForm:
    rules = queries.rules_of(viewer.community)
    said = {"words": request.GET["words"][:160]} if listing is None and "words" in request.GET else None
    fixed: dict[str, Any] = {"community": viewer.community, "side": side, "rules": rules, "listing": listing}
    return ListingForm(request.POST or None, initial=said, **fixed)


def _put_up(request: HttpRequest, viewer: Viewer, side: str, form: ListingForm) -> bool:
    try:
        made = actions.put_up(viewer=viewer, side=side, values=form.values)
    except (actions.AlreadyUp, actions.BoardFull) as no:
        form.add_error("words" if isinstance(no, actions.AlreadyUp) else None, str(no))
        return False
    messages.success(request, _took(made))
    return True


def _took(made: Listing) -> str:
    if not made.service:
        return _("It is on the board, in your words.")
    return _("It is on the board. We took it as: %(title)s.") % {"title": trades.title(made.service)}


def _change(request: HttpRequest, viewer: Viewer, listing: Listing, form: ListingForm) -> bool:
    try:
        actions.change_listing(viewer=viewer, listing=listing, values=form.values)
    except actions.AlreadyUp as already:
        form.add_error("words", str(already))
        return False
    messages.success(request, _("Changed."))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@acting_member
def from_profile(request: HttpRequest) -> HttpResponse:
    """What my profile says I do and look for, put on the board with one tap."""
    viewer = viewer_of(request)
    said = sayings_of(viewer.acting, viewer.community)
    if request.method == "POST":
        chosen = set(request.POST.getlist("said"))
        wanted = [one for one in said if one.key in chosen]
        try:
            made = actions.put_up_from_profile(viewer=viewer, said=wanted)
        except actions.BoardFull as full:
            messages.warning(request, str(full))
        else:
            _say_how_many(request, len(made))
            return to_mine(viewer)
    gives = [one for one in said if one.side == Listing.Side.GIVE]
    needs = [one for one in said if one.side == Listing.Side.NEED]
    return render(request, "swap/from_profile.html", {"gives": gives, "needs": needs})


def _say_how_many(request: HttpRequest, n: int) -> None:
    if n:
        words = ngettext("%(n)s thing is on the board now.", "%(n)s things are on the board now.", n) % {"n": n}
        messages.success(request, words)


@require_POST
@acting_member
def away(request: HttpRequest, pk: int) -> HttpResponse:
    """Not any more; with undo."""
    viewer = viewer_of(request)
    listing = access.own_listing_for(viewer, pk)
    actions.take_away(viewer=viewer, listing=listing)
    said_with_undo(request, _("Taken off the board."), "swap:put_back", viewer.community.slug, listing.pk)
    return to_mine(viewer)


@require_POST
@acting_member
def found(request: HttpRequest, pk: int) -> HttpResponse:
    """It has found somebody; with undo."""
    viewer = viewer_of(request)
    listing = access.own_listing_for(viewer, pk)
    actions.mark_found(viewer=viewer, listing=listing)
    said_with_undo(request, _("Good. It is off the board."), "swap:put_back", viewer.community.slug, listing.pk)
    return to_mine(viewer)


@require_POST
@acting_member
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo, or once more."""
    viewer = viewer_of(request)
    try:
        actions.put_back(viewer=viewer, listing=access.own_listing_for(viewer, pk))
    except (actions.BoardFull, actions.AlreadyUp) as no:
        messages.warning(request, str(no))
    else:
        messages.success(request, _("It is on the board again."))
    return to_mine(viewer)


@require_POST
@acting_member
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """One tap, and it stands for another month."""
    viewer = viewer_of(request)
    actions.renew(viewer=viewer, listing=access.own_listing_for(viewer, pk))
    messages.success(request, _("It stays on the board."))
    return go_on(request, my_address(viewer))
