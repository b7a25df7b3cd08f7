"""What the pages of this room share: who looks, how an upload is kept small, how files are served."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from hometeam.foundation import images, limits, parts, sounds
from hometeam.foundation.text import whole
from hometeam.members.access import viewer_of
from hometeam.members.models import Member
from hometeam.praise.models import Recording
from hometeam.together.access import meant_for
from hometeam.together.models import Collaboration

MOST_SENT = 44 * 1024 * 1024
"""A sound and a photo, each as large as it may be, and the words."""
MICROPHONE = "camera=(), microphone=(self), geolocation=(), payment=(), usb=(), interest-cohort=()"

View = Callable[..., HttpResponseBase]


def meant(request: HttpRequest, page: str, them: Member) -> Collaboration | None:
    """The collaboration for which something is done here, where the address names one."""
    asked = request.POST.get("within") or request.GET.get("within", "")
    return meant_for(viewer_of(request), page, them, asked)


def done(within: Collaboration | None, slug: str) -> HttpResponse:
    """Back to what was agreed, or on to what one gave."""
    if within is not None:
        return redirect("together:collaboration", slug, within.pk)
    return redirect("praise:given", slug)


def takes_files(view: View) -> View:
    """For pages that files are sent to: what is far too large is refused before anything of it is read or stored."""
    protected = csrf_protect(view)

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if _length(request) > MOST_SENT:
            messages.error(request, _("That was larger than 40 MB, so nothing was sent. Pick smaller files."))
            return redirect(request.path)
        return protected(request, *args, **kwargs)

    return csrf_exempt(guarded)


def _length(request: HttpRequest) -> int:
    said = whole(request.META.get("CONTENT_LENGTH") or "0")
    return MOST_SENT + 1 if said is None else said


def try_to(form: forms.Form, do: Callable[[], object], *, sound: str = "sound", photo: str = "photo") -> bool:
    """Do it; what cannot be kept is said beside its field, too much in one day above the form."""
    try:
        do()
    except sounds.NotASound as refused:
        form.add_error(sound, str(refused))
    except images.NotAnImage as refused:
        form.add_error(photo, str(refused))
    except limits.LimitReached:
        form.add_error(None, _("That is plenty for one day. Come back tomorrow."))
    else:
        return True
    return False


def with_microphone(request: HttpRequest, template: str, shown: dict[str, Any]) -> HttpResponse:
    """A page on which something can be recorded: the only ones that may ask for the microphone."""
    page = render(request, template, shown | {"most_seconds": sounds.MAX_SECONDS})
    page["Permissions-Policy"] = MICROPHONE
    return page


def serve_sound(request: HttpRequest, recording: Recording | None) -> HttpResponse:
    """A recording, whole or in part, for whoever was let in here. Nobody else's cache keeps it."""
    content = sounds.read(recording.name) if recording else None
    if content is None:
        raise Http404
    answer = parts.answer(request, content, sounds.TYPE)
    answer["Cache-Control"] = "private, no-cache"
    answer["Content-Disposition"] = 'inline; filename="voice.m4a"'
    return answer


def serve_picture(name: str, size: str = "medium") -> HttpResponseBase:
    """A picture, for whoever was let in here."""
    if not name:
        raise Http404
    try:
        file = default_storage.open(f"{name}-{size}.webp")
    except FileNotFoundError as gone:
        raise Http404 from gone
    answer = FileResponse(file, content_type="image/webp", filename="photo.webp")
    answer["Cache-Control"] = "private, no-cache"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def serve_card(content: bytes) -> HttpResponse:
    """A picture made of words."""
    answer = HttpResponse(content, content_type="image/png")
    answer["Cache-Control"] = "private, no-cache"
    answer["Content-Disposition"] = 'inline; filename="testimonial.png"'
    return answer
