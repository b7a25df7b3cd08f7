"""The page behind the letter about a need that ends: one button, without signing in. Looking at it changes nothing."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hometeam.foundation import clock, tokens
from hometeam.members.access import anyone
from hometeam.swap import access, actions


@require_http_methods(["GET", "HEAD", "POST"])
@anyone
def keep(request: HttpRequest, token: str) -> HttpResponse:
    """Keep a need on the board for another month. A mail scanner that opens the link keeps nothing."""
    try:
        reader = access.keeper_for(token)
    except tokens.Expired:
        return render(request, "swap/keep_over.html", status=410)
    except tokens.Bad as bad:
        raise Http404 from bad
    if request.method == "POST":
        if reader.can_keep:
            actions.renew(viewer=reader.viewer, listing=reader.listing)
        return redirect("swap:keep", token)
    one = reader.listing
    today = clock.today(one.community.timezone)
    is_up = one.state == one.State.ON and one.expires_on is not None and one.expires_on >= today
    return render(request, "swap/keep.html", {"listing": one, "can_keep": reader.can_keep, "is_up": is_up})
