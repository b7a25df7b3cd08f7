"""What I see first: the door, Today, a member's page."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hometeam.foundation.lettering import label_png
from hometeam.foundation.post import absolute
from hometeam.front import queries
from hometeam.members.access import (
    acting_member,
    anyone,
    community_member,
    member_for,
    operator,
    viewer_of,
)
from hometeam.ui.catalogue import catalogue


@anyone
def landing(request: HttpRequest) -> HttpResponse:
    """The door: for a stranger, what this is; for everybody else, straight to where they live."""
    if not request.user.is_authenticated:
        outside = {"og_url": absolute("/"), "og_image": absolute(reverse("front:label"))}
        return render(request, "front/landing.html", {"open_communities": queries.open_communities()} | outside)
    return redirect(queries.home_of(request.user))


@anyone
def label(_request: HttpRequest) -> HttpResponse:
    """The picture that a link to the door shows elsewhere."""
    title = _("A home team for people who work alone")
    line = _("Who fits and why, something concrete to do together, and what it brought.")
    answer = HttpResponse(label_png(title=title, line=line), content_type="image/png")
    answer["Cache-Control"] = "public, max-age=86400"
    return answer


@community_member
def community(request: HttpRequest) -> HttpResponse:
    """A community's own address leads to Today."""
    return redirect("front:today", viewer_of(request).community.slug)


@community_member
def today(request: HttpRequest) -> HttpResponse:
    """What I could do for someone, what I promised, who did something for me."""
    viewer = viewer_of(request)
    if viewer.member is None:
        return render(request, "front/today_organiser.html", {"week": queries.week_of(viewer.community)})
    return render(request, "front/today.html", {"today": queries.today_of(viewer, viewer.member)})


@acting_member
def first_suggestion(request: HttpRequest) -> HttpResponse:
    """The end of the guided start: somebody who fits, right away."""
    viewer = viewer_of(request)
    return render(request, "front/first.html", {"suggestions": queries.first_fits(viewer.acting, viewer.community)})


@community_member
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """A member's page, as this viewer may see it."""
    viewer = viewer_of(request)
    return render(request, "front/member.html", {"page": queries.member_page(viewer, member_for(viewer, pk))})


def style(request: HttpRequest) -> HttpResponseBase:
    """The style guide: for the people who run the installation, and for anyone who develops it."""
    return _style(request) if not settings.DEBUG else render(request, "ui/style.html", catalogue())


@operator
def _style(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/style.html", catalogue())


style.who = "operator"  # type: ignore[attr-defined]
