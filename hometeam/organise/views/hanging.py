"""How a community hangs together, for its organisers."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hometeam.members.access import SeenRequest, community_organiser
from hometeam.organise.queries.hanging import hanging
from hometeam.organise.queries.hanging_picture import closely, picture


@community_organiser
@require_safe
def hang_together(request: SeenRequest) -> HttpResponse:
    community = request.viewer.community
    found = hanging(community)
    context = {"found": found, "picture": picture(found), "closely": closely(found, community)}
    return render(request, "organise/hang_together.html", context)
