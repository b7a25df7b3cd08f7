"""My collaborations, the playbook as a shelf, and the form in which one proposes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from hometeam.foundation.moved import try_it
from hometeam.members.access import acting_member, community_member, community_organiser, viewer_of
from hometeam.members.actions.claims import NotInvited
from hometeam.together import access, actions, queries
from hometeam.together.playbook import Kind
from hometeam.together.queries import calendar, guide
from hometeam.together.queries.past import past as past_of


@require_GET
@community_member
def home(request: HttpRequest) -> HttpResponse:
    """What is going on between us, and what one could do together."""
    viewer = viewer_of(request)
    shown: dict[str, Any] = {"groups": guide.by_group(queries.kinds_here(viewer.community).values())}
    if viewer.member is not None:
        shown["shelf"] = shelf = queries.mine(viewer.member, viewer.community)
        shown["promises"] = queries.promises_in([*shelf.do, *shelf.answer], viewer.member)
        shown["feed"] = calendar.feed_url(viewer.member)
    return render(request, "together/home.html", shown)


@require_GET
@acting_member
def past(request: HttpRequest) -> HttpResponse:
    """All that is over, the latest first."""
    viewer = viewer_of(request)
    page = past_of(viewer.acting, viewer.community, request.GET.get("page"))
    return render(request, "together/past.html", {"page": page})


@require_GET
@community_organiser
def unsent(request: HttpRequest) -> HttpResponse:
    """Ideas for members who are not here yet: each can be sent with an invitation."""
    ideas = queries.unsent(viewer_of(request).community)
    return render(request, "together/unsent.html", {"ideas": ideas})


@require_GET
@community_member
def kind(request: HttpRequest, kind_id: str) -> HttpResponse:
    """One kind of doing something together: what it takes, and what it is good for."""
    here = queries.kinds_here(viewer_of(request).community)
    found = _kind(here, kind_id)
    others = [one for one in here.values() if one.id != found.id and one.group == found.group]
    return render(request, "together/kind.html", {"kind": found, "others": others, "steps": guide.steps_of(found)})


def _kind(here: Mapping[str, Kind], kind_id: str) -> Kind:
    try:
        return here[kind_id]
    except KeyError as error:
        raise Http404 from error


@require_POST
@community_member
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """An organiser sends an idea with an invitation, as one letter."""
    viewer = viewer_of(request)
    idea = access.unsent_for(viewer, pk)
    email = request.POST.get("email", "")
    try:
        try_it(
            request,
            lambda: actions.send_with_invitation(viewer=viewer, collaboration=idea, email=email),
            _("Sent, with an invitation to come in."),
        )
    except NotInvited as no:
        messages.warning(request, str(no))
    return redirect("together:unsent" if viewer.is_organiser else "together:home", viewer.community.slug)
