"""What I received and gave, and what I could say of somebody."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from hometeam.foundation import limits
from hometeam.members.access import acting_member, member_for, viewer_of
from hometeam.praise import access, actions, queries

PAGE = 15


@require_GET
@acting_member
def received(request: HttpRequest) -> HttpResponse:
    """What others said of me and sent me; what waits for my approval first."""
    viewer = viewer_of(request)
    return _list(request, "received", queries.received_by(viewer.acting, viewer.community))


@require_GET
@acting_member
def given(request: HttpRequest) -> HttpResponse:
    """What I said of others and sent them."""
    viewer = viewer_of(request)
    return _list(request, "given", queries.given_by(viewer.acting, viewer.community))


def _list(request: HttpRequest, tab: str, items: list[queries.Item]) -> HttpResponse:
    page = Paginator(items, PAGE).get_page(request.GET.get("page"))
    return render(request, "praise/home.html", {"tab": tab, "page": page})


@require_GET
@acting_member
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """What is said of a member, and four ways to add to it."""
    viewer = viewer_of(request)
    if pk == viewer.acting.pk:
        return redirect("praise:home", viewer.community.slug)
    them = member_for(viewer, pk)
    shown: dict[str, Any] = {
        "them": them,
        "testimonials": Paginator(queries.shown_of(them), PAGE).get_page(request.GET.get("page")),
        "links": queries.review_links(queries.corner_of(them)),
    }
    return render(request, "praise/member.html", shown)


@require_GET
@acting_member
def lines(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest of it, which a member's page fetches when one comes to it."""
    them = member_for(viewer_of(request), pk)
    return render(request, "praise/lines.html", {"testimonials": queries.shown_of(them, limit=2)})


@require_POST
@acting_member
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a partner for a testimonial."""
    viewer = viewer_of(request)
    them = access.other_for(viewer, pk)
    try:
        actions.ask_for_testimonial(viewer=viewer, other=them)
    except limits.LimitReached:
        messages.warning(
            request, _("You asked lately. The same partner can be asked once in three months, and five in a week.")
        )
    else:
        messages.success(request, _("%(name)s has your question.") % {"name": them.name})
    return redirect("praise:member", viewer.community.slug, pk)
