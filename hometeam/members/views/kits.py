"""The pictures of my kit: the mark, and the photos that partners may use."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hometeam.foundation import images, limits
from hometeam.members import actions, queries
from hometeam.members.access import Pen, pen_for, signed_in
from hometeam.members.forms import AboutPhotoForm, KitPhotoForm, PhotoForm
from hometeam.members.queries import Group, Values
from hometeam.members.views.going import said


@signed_in
def logo(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the mark that partners may use."""
    pen = pen_for(request, pk)
    form = PhotoForm(request.POST, request.FILES) if request.method == "POST" else PhotoForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["photo"]
        before = _kept(form, lambda: actions.change_logo(by=pen.actor, member=pen.member, file=file))
        if before is not None:
            return _done(request, pen, _("Your logo is in the kit."), "logo", before)
    return render(request, "members/kit_logo.html", {"pen": pen, "form": form, "kit": queries.kit_of(pen.member)})


@require_POST
@signed_in
def remove_logo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take my mark out of the kit."""
    pen = pen_for(request, pk)
    before = actions.remove_logo(by=pen.actor, member=pen.member)
    return _done(request, pen, _("The logo is taken out."), "logo", before)


@signed_in
def add_photo(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one more photo into the kit."""
    pen = pen_for(request, pk)
    form = KitPhotoForm(request.POST, request.FILES) if request.method == "POST" else KitPhotoForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["photo"]
        act = {"by": pen.actor, "member": pen.member, "file": file, "about": form.row}
        before = _kept(form, lambda: actions.add_kit_photo(**act))
        if before is not None:
            return _done(request, pen, _("The photo is in the kit."), "kit_photos", before)
    return render(request, "members/kit_photo.html", {"pen": pen, "form": form})


@signed_in
def photo(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Say something else of a photo in the kit."""
    pen = pen_for(request, pk)
    found = next((one for one in queries.kit_of(pen.member).photos if one.pk == row), None)
    if found is None:
        raise Http404
    about: dict[str, Any] = {**pen.member.kit_photos.values("alt", "shown", "use", "credit").get(pk=row)}
    form = AboutPhotoForm(request.POST or None, initial=about)
    if request.method == "POST" and form.is_valid():
        before = actions.say_of_kit_photo(by=pen.actor, member=pen.member, row_id=row, about=form.row)
        return _done(request, pen, _("Saved."), "kit_photos", before)
    return render(request, "members/kit_photo.html", {"pen": pen, "form": form, "photo": found})


@require_POST
@signed_in
def drop_photo(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Take a photo out of the kit."""
    pen = pen_for(request, pk)
    if not pen.member.kit_photos.filter(pk=row).exists():
        raise Http404
    before = actions.drop_row(by=pen.actor, member=pen.member, group="kit_photos", row_id=row)
    return _done(request, pen, _("The photo is taken out."), "kit_photos", before)


def _kept(form: PhotoForm, keep: Any) -> Values | None:
    """What `keep` returns; None, with the reason beside the field, where the file cannot be kept."""
    try:
        return keep()
    except images.NotAnImage as refused:
        form.add_error("photo", str(refused))
    except limits.LimitReached:
        form.add_error("photo", _("That is enough pictures for one day. Try again tomorrow."))
    except actions.Enough:
        form.add_error("photo", _("The kit is full. Take one of its photos out first."))
    return None


def _done(request: HttpRequest, pen: Pen, words: str, group: Group, before: Values) -> HttpResponse:
    said(request, words, member=pen.member, group=group, before=before)
    return redirect("members:edit", pen.member.pk, "kit")
