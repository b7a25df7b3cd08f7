"""Everyone's best introductions."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hometeam.members.access import SeenRequest, community_organiser, member_for
from hometeam.organise.queries import people
from hometeam.organise.queries.introductions import introductions, nothing_known
from hometeam.together.access import keep_address

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


@community_organiser
@require_safe
def propose_to(request: SeenRequest, pk: int) -> HttpResponse:
    """On to the proposal, with the address that the list has of whoever is not here yet."""
    viewer, member = request.viewer, member_for(request.viewer, pk)
    email = "" if member.is_claimed else people.known_of(viewer.community, member).email
    if email:
        keep_address(request, member, email)
    said = urlencode({"to": pk} | {key: request.GET[key] for key in ("kind", "why") if key in request.GET})
    return redirect(f"{reverse('together:propose', args=[viewer.community.slug])}?{said}")
