"""The projector."""

from __future__ import annotations

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from hometeam.members.access import community_organiser, viewer_of
from hometeam.swap import access
from hometeam.swap.models import Market
from hometeam.swap.queries.market import screen_of


@require_GET
@community_organiser
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole screen: code, address, QR code, and what the room is doing."""
    market = access.market_for(viewer_of(request), pk)
    address = f"{settings.PUBLIC_URL}{reverse('swap:room', args=[market.code])}"
    shown = _shown(market) | {"address": address.partition("://")[2], "qr": _qr(address)}
    return render(request, "swap/market/screen.html", shown)


@require_GET
@community_organiser
def screen_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Its inside; 304 while nothing has changed."""
    market = access.market_for(viewer_of(request), pk)
    etag = f'"{_etag(market)}"'
    if request.headers.get("If-None-Match", "").removeprefix("W/") == etag:
        answer: HttpResponse = HttpResponseNotModified()
    else:
        answer = render(request, "swap/market/screen_now.html", _shown(market))
    answer["ETag"], answer["Cache-Control"] = etag, "private, no-cache"
    return answer


def _shown(market: Market) -> dict[str, object]:
    return {"screen": screen_of(market), "market": market, "etag": _etag(market)}


def _etag(market: Market) -> str:
    return f"{market.pulse}-{market.version}-{get_language()}"


def _qr(address: str) -> str:
    """A QR code as SVG, black on white in light and dark: that is what phones read best."""
    code = segno.make_qr(address, error="m", boost_error=False)
    drawn = code.svg_inline(border=2, dark="#000", light="#fff", omitsize=True)
    return mark_safe(drawn)  # noqa: S308  drawn by the library from our own address
