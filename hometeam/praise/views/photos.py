"""Photos of a member's work in use."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hometeam.foundation import limits
from hometeam.foundation.undo import said_with_undo
from hometeam.members.access import acting_member, viewer_of
from hometeam.members.actions import Enough
from hometeam.members.queries.kits import SOCIAL, kit_of
from hometeam.praise import access, actions
from hometeam.praise.forms import PhotoForm
from hometeam.praise.models import PhotoInUse
from hometeam.praise.views.going import meant, serve_picture, takes_files, try_to


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
@acting_member
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a photo of their work in use, and give it to them."""
    viewer = viewer_of(request)
    them = access.other_for(viewer, pk)
    within = meant(request, "praise:give_photo", them)
    form = PhotoForm(request.POST or None, request.FILES or None)
    given: list[PhotoInUse] = []

    def give_it() -> None:
        photo = form.cleaned_data["photo"]
        given.append(actions.give_photo(viewer=viewer, to=them, photo=photo, about=form.about(), within=within))

    if request.method == "POST" and form.is_valid() and try_to(form, give_it):
        messages.success(request, _("%(name)s has your photo. Post it too, if you like.") % {"name": them.name})
        return redirect("praise:photo", viewer.community.slug, given[0].pk)
    return render(request, "praise/give_photo.html", {"them": them, "form": form, "within": within})


@require_GET
@acting_member
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """One photo, for the two whose it is."""
    viewer = viewer_of(request)
    one = access.photo_for(viewer, pk)
    is_mine = one.giver_id == viewer.acting.pk
    shown = {"one": one, "is_mine": is_mine, "posts": _posts(one) if is_mine else []}
    return render(request, "praise/photo.html", shown)


def _posts(one: PhotoInUse) -> list[tuple[str, str]]:
    """The photo's words with the handle that its maker has there, for each channel."""
    kit = kit_of(one.receiver)
    tagged = [(channel.title, kit.handle_on(channel.medium)) for channel in kit.channels if channel.medium in SOCIAL]
    words = one.words or one.alt
    return [(title, f"{words}\n\n{one.receiver.name} {handle}") for title, handle in tagged if handle]


@require_GET
@acting_member
def picture(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The picture itself, large."""
    return serve_picture(access.photo_for(viewer_of(request), pk).image, "large")


@require_POST
@acting_member
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take my photo back."""
    viewer = viewer_of(request)
    actions.withdraw_photo(viewer=viewer, photo=access.photo_for(viewer, pk))
    words = _("Taken back, and erased in two days.")
    said_with_undo(request, words, "praise:put_photo_back", viewer.community.slug, pk)
    return redirect("praise:given", viewer.community.slug)


@require_POST
@acting_member
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo of that."""
    viewer = viewer_of(request)
    actions.put_photo_back(viewer=viewer, photo=access.photo_for(viewer, pk))
    messages.success(request, _("They have it again."))
    return redirect("praise:photo", viewer.community.slug, pk)


@require_POST
@acting_member
def thank(request: HttpRequest, pk: int) -> HttpResponse:
    """Thank you for the photo."""
    viewer = viewer_of(request)
    one = access.photo_for(viewer, pk)
    actions.thank_for_photo(viewer=viewer, photo=one)
    messages.success(request, _("%(name)s has your thanks.") % {"name": one.giver.name})
    return redirect("praise:photo", viewer.community.slug, pk)


@require_POST
@acting_member
def into_kit(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it into my kit."""
    viewer = viewer_of(request)
    try:
        actions.into_kit(viewer=viewer, photo=access.photo_for(viewer, pk))
    except Enough:
        messages.warning(request, _("Your kit is full. Take a photo out of it first."))
    except limits.LimitReached:
        messages.warning(request, _("That is enough pictures for one day. Try again tomorrow."))
    else:
        messages.success(request, _("It is in your kit. Partners ask you before they use it, until you say otherwise."))
    return redirect("praise:photo", viewer.community.slug, pk)
