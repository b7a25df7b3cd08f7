"""Giving back: who did what for me, and one easy idea each. Nobody else sees it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from hometeam.gather.queries import ideas
from hometeam.members.access import acting_member, viewer_of


@require_GET
@acting_member
def giving_back(request: HttpRequest) -> HttpResponse:
    """The ledger's page with ideas in it: these need the playbook and the challenge, which lie above the ledger."""
    found, page = ideas.giving_back(viewer_of(request), request.GET.get("page"))
    return render(request, "ledger/giving_back.html", {"found": found, "page": page})
