"""The first community, what a community says of itself, and who runs it."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hometeam.foundation import clock
from hometeam.members.access import SeenRequest, community_organiser, operator
from hometeam.members.models import Community, Person
from hometeam.organise import actions
from hometeam.organise.access import seat_for
from hometeam.organise.forms import CommunityForm, EmailForm, TownForm
from hometeam.organise.queries import home as reads
from hometeam.organise.queries.ideas import ideas

IDEAS_SHOWN = 3


@community_organiser
@require_safe
def home(request: SeenRequest) -> HttpResponse:
    community = request.viewer.community
    stand = reads.stand_of(community, clock.now())
    waiting = ideas(community) if stand.counts["ideas"] else []
    worth = reads.worth_doing(community, stand)
    context = {"counts": stand.counts, "worth": worth}
    context |= {"ideas": waiting[:IDEAS_SHOWN], "more_ideas": waiting[IDEAS_SHOWN:]}
    return render(request, "organise/home.html", context)


@operator
@require_http_methods(["GET", "HEAD", "POST"])
def first(request: HttpRequest) -> HttpResponse:
    person = cast("Person", request.user)
    form = TownForm(request.POST if request.method == "POST" else None, person=person)
    if request.method == "POST" and form.is_valid():
        community = actions.make_community(person=person, **form.values())
        return redirect("organise:begin", community.slug)
    context = {"form": form, "waiting": reads.without_organiser(), "steps": reads.first_steps()}
    return render(request, "organise/first.html", context, status=422 if form.errors else 200)


@operator
@require_POST
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    community = get_object_or_404(Community, pk=pk)
    if not actions.adopt(person=cast("Person", request.user), community=community):
        messages.warning(request, _("Somebody looks after %(name)s already.") % {"name": community.name})
        return redirect("organise:first")
    return redirect("organise:home", community.slug)


@community_organiser
@require_safe
def begin(request: SeenRequest) -> HttpResponse:
    """After naming a community: how its members come in."""
    return render(request, "organise/begin.html", {"steps": reads.first_steps()})


@community_organiser
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: SeenRequest) -> HttpResponse:
    community = Community.objects.get(pk=request.viewer.community.pk)
    form = CommunityForm(request.POST if request.method == "POST" else None, instance=community)
    if request.method == "POST" and form.is_valid():
        actions.change_community(viewer=request.viewer, values=form.values())
        messages.success(request, _("Kept."))
        return redirect("organise:settings", request.viewer.community.slug)
    return render(request, "organise/settings.html", {"form": form}, status=422 if form.errors else 200)


@community_organiser
@require_http_methods(["GET", "HEAD", "POST"])
def organisers(request: SeenRequest) -> HttpResponse:
    form = EmailForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        seat = actions.add_organiser(viewer=request.viewer, email=form.cleaned_data["email"])
        messages.success(request, _("%(person)s looks after this community too.") % {"person": seat.person})
        return redirect("organise:organisers", request.viewer.community.slug)
    context = {"form": form, "seats": reads.seats(request.viewer.community)}
    return render(request, "organise/organisers.html", context, status=422 if form.errors else 200)


@community_organiser
@require_POST
def organiser_remove(request: SeenRequest, pk: int) -> HttpResponse:
    seat = seat_for(request.viewer, pk)
    try:
        actions.remove_organiser(viewer=request.viewer, seat=seat)
    except actions.LastOrganiser as why:
        messages.warning(request, str(why))
        return redirect("organise:organisers", request.viewer.community.slug)
    if seat.person_id == request.viewer.person.pk:
        messages.success(request, _("You no longer organise %(name)s.") % {"name": request.viewer.community.name})
        return redirect("/")
    messages.success(request, _("%(person)s no longer organises this community.") % {"person": seat.person})
    return redirect("organise:organisers", request.viewer.community.slug)
