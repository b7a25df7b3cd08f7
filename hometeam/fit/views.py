"""Who fits, and who does not just now."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from hometeam.fit import actions, queries
from hometeam.fit.access import other_for
from hometeam.fit.forms import RefusalForm, TuningForm
from hometeam.fit.models import Refusal
from hometeam.fit.queries import leaning, pools
from hometeam.members.access import acting_member, community_organiser, viewer_of


@require_GET
@acting_member
def fits(request: HttpRequest) -> HttpResponse:
    """The few who fit best just now, with why and a first step."""
    viewer = viewer_of(request)
    found = queries.suggestions_for(viewer.acting, viewer.community, on_behalf=viewer.on_behalf)
    unseen = queries.why_unseen(viewer.acting, viewer.community)
    return render(request, "fit/fits.html", {"suggestions": found, "unseen": unseen})


@require_GET
@acting_member
def same_work(request: HttpRequest) -> HttpResponse:
    """Those who do the same work, for whoever asks for them on purpose."""
    viewer = viewer_of(request)
    found = queries.peers_for(viewer.acting, viewer.community, on_behalf=viewer.on_behalf)
    return render(request, "fit/same_work.html", {"suggestions": found})


@require_GET
@acting_member
def why_not(request: HttpRequest, pk: int) -> HttpResponse:
    """Why somebody is not suggested just now, and what would change it."""
    viewer = viewer_of(request)
    other = other_for(viewer, pk)
    answer = queries.why_not(viewer.acting, other, viewer.community, on_behalf=viewer.on_behalf)
    return render(request, "fit/why_not.html", {"answer": answer})


@community_organiser
def tuning(request: HttpRequest) -> HttpResponse:
    """What counts here and how suggestions lean; with wishes in the address, whom these would change."""
    viewer = viewer_of(request)
    tuned = leaning.tuned_here(viewer.community)
    told = request.POST or request.GET
    form, now = TuningForm(told or None, initial=tuned.steps), leaning.as_text(tuned.steps)
    if request.method == "POST" and form.is_valid():
        return _lean(request, form, told.get("were"))
    if told.get("were", now) != now:
        return _overtaken(request)
    known = pools.known_of(viewer.community)
    preview = leaning.preview(viewer.community, known, form.tuning) if form.is_bound and form.is_valid() else None
    shown = {"form": form, "tuned": tuned, "were": now, "preview": preview, "weights": leaning.weights_here(known)}
    return render(request, "fit/tuning.html", shown)


def _lean(request: HttpRequest, form: TuningForm, seen: str | None) -> HttpResponse:
    viewer = viewer_of(request)
    try:
        actions.tune(viewer=viewer, tuning=form.tuning, seen=seen)
    except actions.Overtaken:
        return _overtaken(request)
    undo = reverse("fit:undo_tuning", args=[viewer.community.slug])
    messages.success(request, _("Suggestions lean this way from now on."), extra_tags=undo)
    return redirect("fit:tuning", viewer.community.slug)


def _overtaken(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("Somebody else has changed this meanwhile. Here is how suggestions lean now."))
    return redirect("fit:tuning", viewer_of(request).community.slug)


@require_POST
@community_organiser
def undo_tuning(request: HttpRequest) -> HttpResponse:
    """Let suggestions lean as they did before the last change."""
    viewer = viewer_of(request)
    actions.undo_tuning(viewer=viewer)
    messages.info(request, _("Suggestions lean as they did before."))
    return redirect("fit:tuning", viewer.community.slug)


@acting_member
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Not for me because…, or another time: at once, with undo."""
    viewer = viewer_of(request)
    other = other_for(viewer, pk)
    form = RefusalForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        shown = {"other": other, "form": form, "next": _way_back(request)}
        return render(request, "fit/refuse.html", shown)
    refusal = actions.refuse(viewer=viewer, other=other, **form.cleaned_data)
    back = _way_back(request)
    undo = reverse("fit:undo", args=[viewer.community.slug, other.pk]) + "?" + urlencode({"next": back})
    messages.success(request, _done(refusal, other.name), extra_tags=undo)
    return redirect(back)


@require_POST
@acting_member
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Suggest them again; the way leads back to where they were refused."""
    viewer = viewer_of(request)
    other = other_for(viewer, pk)
    actions.undo_refusal(viewer=viewer, other=other)
    messages.info(request, _("%(name)s may be suggested to you again.") % {"name": other.name})
    return redirect(_way_back(request))


def _done(refusal: Refusal, name: str) -> str:
    if refusal.reason == Refusal.Reason.LATER:
        return _("Another time, then. %(name)s will come up again in a few weeks.") % {"name": name}
    return _("Noted. %(name)s will not be suggested to you for now, and is not told.") % {"name": name}


def _way_back(request: HttpRequest) -> str:
    """The page of this house that the person came from, else the list of fits."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return reverse("fit:fits", args=[viewer_of(request).community.slug])
