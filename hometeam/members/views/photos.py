"""The picture beside a member's name: choosing it, taking it away, and showing it to those who may see it."""

from __future__ import annotations

from typing import Any, cast

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from hometeam.foundation import images, limits
from hometeam.members import actions
from hometeam.members.access import Pen, pen_for, signed_in
from hometeam.members.forms import PhotoForm
from hometeam.members.models import Person
from hometeam.members.queries.photos import may_see_photo
from hometeam.members.views.going import go_on, said

A_YEAR = 60 * 60 * 24 * 365


@signed_in
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the picture beside my name."""
    pen = pen_for(request, pk)
    form = PhotoForm(request.POST, request.FILES) if request.method == "POST" else PhotoForm()
    if request.method == "POST" and form.is_valid() and keep_photo(request, pen, form):
        return go_on(request, f"/me/{pk}/")
    return render(request, "members/photo.html", {"pen": pen, "form": form})


def keep_photo(request: HttpRequest, pen: Pen, form: PhotoForm) -> bool:
    """Keep what a valid form brought, if anything, and say so; what is no picture is said beside the field."""
    file: Any = form.cleaned_data["photo"]
    if not file:
        return True
    try:
        before = actions.change_photo(by=pen.actor, member=pen.member, file=file)
    except images.NotAnImage as refused:
        form.add_error("photo", str(refused))
    except limits.LimitReached:
        form.add_error("photo", _("That is enough pictures for one day. Try again tomorrow."))
    else:
        said(request, _("Your picture is up."), member=pen.member, group="photo", before=before)
        return True
    return False


@require_POST
@signed_in
def remove_photo(request: HttpRequest, pk: int) -> HttpResponse:
    """Show my initials again."""
    pen = pen_for(request, pk)
    before = actions.remove_photo(by=pen.actor, member=pen.member)
    if before["photo"]:
        said(request, _("The picture is taken down."), member=pen.member, group="photo", before=before)
    return redirect("members:profile", pk)


@require_GET
@signed_in
def picture(request: HttpRequest, name: str, size: str) -> HttpResponseBase:
    """A member's picture, for whoever shares a community with it. A name stands for one picture for ever."""
    if size not in images.SIZES or not may_see_photo(cast("Person", request.user), f"{images.FOLDER}/{name}"):
        raise Http404
    try:
        file = default_storage.open(f"{images.FOLDER}/{name}-{size}.webp")
    except FileNotFoundError as gone:
        raise Http404 from gone
    answer = FileResponse(file, content_type="image/webp", filename=f"picture-{size}.webp")
    answer["Cache-Control"] = f"private, max-age={A_YEAR}, immutable"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
