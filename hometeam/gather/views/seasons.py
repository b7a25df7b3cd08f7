"""What comes next in the year, and for organisers: which of it is theirs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hometeam.engine.seasons import SHOP_SMALL
from hometeam.gather import access, actions
from hometeam.gather.forms import OwnSeasonForm
from hometeam.gather.models import OwnSeason
from hometeam.gather.queries import calendar
from hometeam.gather.queries import seasons as queries
from hometeam.members.access import anyone, community_member, community_organiser, viewer_of


@require_GET
@community_member
def seasons(request: HttpRequest) -> HttpResponse:
    """What comes next, how long until, what fits it, and what I did the last time."""
    viewer = viewer_of(request)
    ahead = queries.ahead(viewer.community, viewer.member)
    shown: dict[str, Any] = {
        "near": [one for one in ahead if one.is_near],
        "later": [one for one in ahead if not one.is_near],
        "feed": calendar.feed_url(viewer.community),
    }
    if viewer.is_organiser:
        shown["choices"] = choices = queries.choices_of(viewer.community)
        shown["kept"] = sum(one.follows for one in choices)
    return render(request, "gather/seasons.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@community_organiser
def new_season(request: HttpRequest) -> HttpResponse:
    """A date of the community's own."""
    return _form(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@community_organiser
def change_season(request: HttpRequest, pk: int) -> HttpResponse:
    """The same, once more."""
    return _form(request, access.own_season_for(viewer_of(request), pk))


def _form(request: HttpRequest, season: OwnSeason | None) -> HttpResponse:
    viewer = viewer_of(request)
    form = OwnSeasonForm(request.POST or None, community=viewer.community, season=season)
    if request.method == "POST" and form.is_valid():
        kept = actions.save_own_season(viewer=viewer, season=season, values=form.cleaned_data)
        messages.success(request, _("%(name)s is in the calendar.") % {"name": kept.title})
        return redirect("gather:seasons", viewer.community.slug)
    return render(request, "gather/season_form.html", {"form": form, "season": season})


@require_POST
@community_organiser
def take_away(request: HttpRequest, pk: int) -> HttpResponse:
    """Not any more; with undo."""
    viewer = viewer_of(request)
    season = access.own_season_for(viewer, pk)
    actions.take_away_season(viewer=viewer, season=season)
    undo = reverse("gather:put_back_season", args=[viewer.community.slug, season.pk])
    messages.success(request, _("%(name)s is out of the calendar.") % {"name": season.title}, extra_tags=undo)
    return redirect("gather:seasons", viewer.community.slug)


@require_POST
@community_organiser
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo."""
    viewer = viewer_of(request)
    season = access.own_season_for(viewer, pk)
    actions.put_back_season(viewer=viewer, season=season)
    messages.success(request, _("%(name)s is in the calendar again.") % {"name": season.title})
    return redirect("gather:seasons", viewer.community.slug)


@require_POST
@community_organiser
def follow(request: HttpRequest, season: str) -> HttpResponse:
    """Take a shop-small season into the calendar, or leave it out."""
    viewer = viewer_of(request)
    titles = {one.id: one.title for one in SHOP_SMALL}
    if season not in titles:
        raise Http404
    follows = request.POST.get("follows") == "yes"
    actions.follow_season(viewer=viewer, season=season, follows=follows)
    said = _("%(name)s is in your calendar.") if follows else _("%(name)s is left out of your calendar.")
    messages.success(request, said % {"name": _(titles[season])})
    return redirect("gather:seasons", viewer.community.slug)


@require_GET
@anyone
def feed(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001  the token is all that is asked
    """A community's seasons for any calendar; whoever has the address sees the dates."""
    answer = HttpResponse(calendar.feed(access.calendar_owner(token)), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = "inline; filename=seasons.ics"
    answer["Cache-Control"] = "private, max-age=3600"
    answer["X-Robots-Tag"] = "noindex"
    return answer
