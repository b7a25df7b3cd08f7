"""How a community hangs together, for its organisers."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hometeam.members.access import SeenRequest, community_organiser
from hometeam.organise.queries.hanging import hanging
from hometeam.organise.queries.hanging_picture import can_be_looked_at_closely, closely, picture


@community_organiser
@require_safe
def hang_together(request: SeenRequest) -> HttpResponse:
    community = request.viewer.community
    found = hanging(community)
    context = {"found": found, "picture": picture(found), "closely": can_be_looked_at_closely(found)}
    return render(request, "organise/hang_together.html", context)


@community_organiser
@require_safe
def closely_drawn(request: SeenRequest) -> HttpResponse:
    """What the picture to move about in is drawn from: half a megabyte, which the page does not wait for."""
    community = request.viewer.community
    return JsonResponse(closely(hanging(community), community))
