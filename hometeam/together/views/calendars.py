"""Calendar files and the private feed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from hometeam.foundation import tokens
from hometeam.members.access import acting_member, anyone, viewer_of
from hometeam.members.models import Member
from hometeam.together import access, actions
from hometeam.together.models import Collaboration
from hometeam.together.queries import calendar


@require_GET
@acting_member
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One agreed thing as a file."""
    viewer = viewer_of(request)
    return _file(access.collaboration_for(viewer, pk), viewer.acting)


@require_GET
@anyone
def answer_entry(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001  the token is all that is asked
    """The same, from the letter's page."""
    try:
        reader = access.answerer_for(token)
    except (tokens.Bad, tokens.Expired) as over:
        raise Http404 from over
    return _file(reader.collaboration, reader.part.member)


def _file(collaboration: Collaboration, member: Member) -> HttpResponse:
    sheet = calendar.entry_file(collaboration, member)
    return _calendar(sheet, f"attachment; filename=together-{collaboration.pk}.ics")


@require_GET
@anyone
def feed(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001  the token is all that is asked
    """A member's private calendar; whoever has the address sees it, until it is changed."""
    return _calendar(calendar.feed(access.calendar_owner(token)), "inline; filename=hometeam.ics")


def _calendar(sheet: bytes, disposition: str) -> HttpResponse:
    answer = HttpResponse(sheet, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = disposition
    answer["Cache-Control"] = "private, max-age=300"
    answer["X-Robots-Tag"] = "noindex"
    return answer


@require_POST
@acting_member
def rotate(request: HttpRequest) -> HttpResponse:
    """A new private address; the old one shows nothing from now on."""
    viewer = viewer_of(request)
    actions.rotate_calendar(viewer=viewer)
    messages.success(request, _("Here is a new address. The old one shows nothing any more."))
    return redirect("together:home", viewer.community.slug)
