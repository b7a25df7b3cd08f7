"""Telling the world about what two do together: the questions, the words for each channel, where they go."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hometeam.foundation import post
from hometeam.foundation.text import whole
from hometeam.members.access import acting_member, viewer_of
from hometeam.stage import access, actions
from hometeam.stage.forms import SharingForm
from hometeam.stage.queries.sharing import Share, share_of


@require_http_methods(["GET", "HEAD", "POST"])
@acting_member
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """The words for what we do together, channel by channel."""
    viewer = viewer_of(request)
    collaboration, kind = access.shared_for(viewer, pk)
    found = share_of(collaboration, kind, viewer.acting, _about(request))
    form = _form(request, found)
    if request.method == "POST" and form.is_valid():
        exchanged = bool(form.cleaned_data.get("exchanged"))
        actions.say(viewer=viewer, collaboration=collaboration, about=found.others, said=form.said, exchanged=exchanged)
        messages.success(request, _("The words are filled in."))
        return redirect(f"{request.path}{_same(request)}#words")
    outside = reverse("stage:picture", args=[access.picture_token(found.you, viewer.community), "wide"])
    shown = {"share": found, "form": form, "picture_outside": post.absolute(outside)}
    return render(request, "stage/share.html", shown)


def _form(request: HttpRequest, found: Share) -> SharingForm:
    initial: dict[str, Any] = {f"say_{key}": words for key, words in found.said.items()}
    return SharingForm(
        request.POST if request.method == "POST" else None,
        questions=found.questions,
        asks_exchange=found.asks_exchange,
        initial=initial | {"exchanged": found.exchanged},
    )


def _about(request: HttpRequest) -> int | None:
    return whole(request.GET.get("about", ""))


def _same(request: HttpRequest) -> str:
    about = _about(request)
    return f"?about={about}" if about is not None else ""
