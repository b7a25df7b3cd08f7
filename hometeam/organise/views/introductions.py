"""Everyone's best introductions."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hometeam.members.access import SeenRequest, community_organiser
from hometeam.organise.queries import people
from hometeam.organise.queries.introductions import introductions, nothing_known

A_PAGE = 8


@community_organiser
@require_safe
def introduction_list(request: SeenRequest) -> HttpResponse:
    community = request.viewer.community
    words = request.GET.get("q", "").strip()[:100]
    state = "alone" if request.GET.get("state") == "alone" else ""
    wanted = people.listed(community, words=words)
    wanted = people.without_anybody(wanted) if state else wanted
    page = Paginator(wanted, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "q": words,
        "state": state,
        "query": people.query(words, state),
        "is_only_one": page.paginator.count == 1 and not words and not state,
        "nothing_known": nothing_known(list(page)),
        "found": introductions(community, list(page)),
    }
    return render(request, "organise/introductions.html", context)
