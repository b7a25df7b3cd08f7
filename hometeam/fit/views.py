"""Who fits, and who does not just now."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from hometeam.fit import actions, queries
from hometeam.fit.access import other_for
from hometeam.fit.forms import RefusalForm
from hometeam.fit.models import Refusal
from hometeam.members.access import SeenRequest, acting_member


@require_GET
@acting_member
def fits(request: HttpRequest) -> HttpResponse:
    """The few who fit best just now, with why and a first step."""
    viewer = cast("SeenRequest", request).viewer
    found = queries.suggestions_for(viewer.acting, viewer.community)
    return render(request, "fit/fits.html", {"suggestions": found})


@acting_member
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Not for me because…, or another time: at once, with undo."""
    viewer = cast("SeenRequest", request).viewer
    other = other_for(viewer, pk)
    form = RefusalForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        shown = {"other": other, "form": form, "next": _way_back(request)}
        return render(request, "fit/refuse.html", shown)
    refusal = actions.refuse(viewer=viewer, other=other, **form.cleaned_data)
    undo = reverse("fit:undo", args=[viewer.community.slug, other.pk])
    messages.success(request, _done(refusal, other.name), extra_tags=undo)
    return redirect(_way_back(request))


@require_POST
@acting_member
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Suggest them again."""
    viewer = cast("SeenRequest", request).viewer
    other = other_for(viewer, pk)
    actions.undo_refusal(viewer=viewer, other=other)
    messages.info(request, _("%(name)s may be suggested to you again.") % {"name": other.name})
    return redirect("fit:fits", viewer.community.slug)


def _done(refusal: Refusal, name: str) -> str:
    if refusal.reason == Refusal.Reason.LATER:
        return _("Another time, then. %(name)s will come up again in a few weeks.") % {"name": name}
    return _("Noted. %(name)s will not be suggested to you for now, and is not told.") % {"name": name}


def _way_back(request: HttpRequest) -> str:
    """The page of this house that the person came from, else the list of fits."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return reverse("fit:fits", args=[cast("SeenRequest", request).viewer.community.slug])
