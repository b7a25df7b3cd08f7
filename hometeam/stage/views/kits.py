"""A member's kit, to be taken with one tap; the pictures of its card."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.http import quote_etag
from django.views.decorators.http import require_POST, require_safe

from hometeam.members.access import anyone, community_member, member_for, viewer_of
from hometeam.members.queries.kits import kit_of
from hometeam.stage import access, actions
from hometeam.stage.queries.cards import SIZES, Face, face_of
from hometeam.stage.queries.kits import file_name
from hometeam.stage.views.files import CLOSED, file_answer, unchanged

A_DAY = 60 * 60 * 24


@require_safe
@community_member
def kit(request: HttpRequest, pk: int) -> HttpResponse:
    """What a member gives to those who want to speak well of it."""
    viewer = viewer_of(request)
    member = member_for(viewer, pk)
    shown = {"kit": kit_of(member), "member": member, "is_mine": viewer.member == member}
    return render(request, "stage/kit.html", shown)


@require_POST
@community_member
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole kit as one ZIP."""
    viewer = viewer_of(request)
    member = member_for(viewer, pk)
    return file_answer(actions.take_kit(viewer=viewer, member=member), "application/zip", file_name(kit_of(member)))


@require_safe
@community_member
def card(request: HttpRequest, pk: int, shape: str) -> HttpResponseBase:
    """A member's card as a picture, for those who may see the member."""
    viewer = viewer_of(request)
    face = face_of(kit_of(member_for(viewer, pk)), viewer.community.name)
    return _picture(request, face, shape, "private")


@require_safe
@anyone
def picture(request: HttpRequest, token: str, shape: str) -> HttpResponseBase:
    """The same for the world outside, behind an address that cannot be guessed: for letters and previews of links."""
    member, community = access.pictured(token)
    return _picture(request, face_of(kit_of(member), community.name), shape, "public")


def _picture(request: HttpRequest, face: Face, shape: str, whose: str) -> HttpResponseBase:
    if shape not in SIZES:
        raise Http404
    etag = f"{face.mark}-{shape}"
    answer = unchanged(request, etag)
    if answer is None:
        answer = HttpResponse(actions.card_picture(face=face, shape=shape), content_type="image/png")
        answer.headers["ETag"] = quote_etag(etag)
        answer.headers["Content-Security-Policy"] = CLOSED
    answer.headers["Cache-Control"] = f"{whose}, max-age={A_DAY if whose == 'public' else 0}, must-revalidate"
    return answer
