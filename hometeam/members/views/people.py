"""The people of a community."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Page as DjangoPage
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from hometeam.foundation.text import whole
from hometeam.members import actions, queries
from hometeam.members.access import acting_member, community_member, member_for, viewer_of
from hometeam.members.forms import SeekForm
from hometeam.members.queries.people import PAGE
from hometeam.members.queries.people_map import SPANS


@require_GET
@community_member
def people(request: HttpRequest) -> HttpResponse:
    """Everybody here, near first; by word and filter."""
    viewer = viewer_of(request)
    form = SeekForm(request.GET or {})
    page = queries.people(viewer, form.sought, whole(request.GET.get("page", "")) or 1)
    query = _asked_besides(request, "page")
    shown = {"form": form, "sought": form.sought, "people": page, "page": _for_links(page), "query": query}
    return render(request, "members/people.html", shown)


@require_GET
@community_member
def people_map(request: HttpRequest) -> HttpResponse:
    """The same on a map, with whoever is on it in a list below; or those of one circle of it."""
    viewer, form = viewer_of(request), SeekForm(request.GET or {})
    found = queries.people_map(viewer, form.sought, request.GET.get("span", ""))
    spot = found.at(request.GET.get("spot", ""))
    pks = [one.pk for one in spot.members] if spot else list(found.on_it)
    page = Paginator(pks, PAGE).get_page(request.GET.get("page"))
    shown = {
        "form": form,
        "sought": form.sought,
        "map": found,
        "spot": spot,
        "page": page,
        "rows": queries.rows_of(viewer, list(page)),
        "spans": [(name, words) for name, (_metres, words) in SPANS.items()],
        "asked": _asked_besides(request, "page", "span", "spot"),
        "on_map_asked": _asked_besides(request, "page", "spot"),
        "query": _asked_besides(request, "page"),
    }
    return render(request, "members/people_map.html", shown)


def _asked_besides(request: HttpRequest, *names: str) -> str:
    """What the address asks for, without these."""
    query = request.GET.copy()
    for name in names:
        query.pop(name, None)
    return query.urlencode()


def _for_links(page: queries.Page) -> DjangoPage[int]:
    """The same page as the links under a list know it."""
    return Paginator(range(page.total), PAGE).page(page.number)


@require_POST
@acting_member
def block(request: HttpRequest, pk: int) -> HttpResponse:
    """Not meet a member any more; they are never told."""
    viewer = viewer_of(request)
    other = member_for(viewer, pk)
    if other == viewer.acting:
        raise Http404
    actions.block(by=viewer.actor, member=viewer.acting, other=other)
    undo = reverse("members:unblock", args=[viewer.acting.pk, other.pk])
    words = _("%(name)s and you no longer see each other. They are not told.") % {"name": other.name}
    messages.success(request, words, extra_tags=undo)
    return redirect("members:people", viewer.community.slug)
