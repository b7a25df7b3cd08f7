"""What we show the world."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hometeam.members.access import community_member, viewer_of
from hometeam.stage.queries.home import stage_of


@require_safe
@community_member
def home(request: HttpRequest) -> HttpResponse:
    """What waits to be shared, whose kits are at hand, which cards lie where."""
    viewer = viewer_of(request)
    page = request.GET.get("page")
    stage = stage_of(viewer.member, viewer.community, page) if viewer.member is not None else None
    return render(request, "stage/home.html", {"stage": stage})
