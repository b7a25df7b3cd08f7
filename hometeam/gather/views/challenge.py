"""The weekly challenge: choose, answer two questions, copy, post; and the other side's thanks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hometeam.foundation import clock, limits
from hometeam.foundation.undo import said_with_undo
from hometeam.gather import access, actions
from hometeam.gather.forms import FeatureForm, PaceForm, PostedForm, ThanksForm, WeeklyForm
from hometeam.gather.models import Feature
from hometeam.gather.queries import bonus, whom, words
from hometeam.gather.queries import challenge as queries
from hometeam.gather.queries.picture import picture_of
from hometeam.members.access import Viewer, acting_member, community_member, community_organiser, member_for, viewer_of
from hometeam.members.queries import kit_of
from hometeam.together.access import meant_for
from hometeam.together.models import Collaboration

REST = timedelta(days=30)


@require_GET
@community_member
def challenge(request: HttpRequest) -> HttpResponse:
    """This week: three members whom one could feature, and how many have been."""
    viewer = viewer_of(request)
    page = queries.page_of(viewer)
    shown: dict[str, Any] = {"page": page, "picture": picture_of(page.coverage)}
    if viewer.is_organiser:
        initial = {"is_on": page.settings.is_on, "weekday": page.settings.weekday}
        shown["settings_form"] = WeeklyForm(initial=initial)
    return render(request, "gather/challenge.html", shown)


@require_GET
@acting_member
def others(request: HttpRequest) -> HttpResponse:
    """Everybody whom one could feature, by name."""
    words = request.GET.get("q", "")[:80]
    found = whom.others(viewer_of(request), words)
    shown = {"found": found[: whom.NAMES_SHOWN], "more": len(found) > whom.NAMES_SHOWN, "words": words}
    return render(request, "gather/others.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_member
def write(request: HttpRequest, member: int) -> HttpResponse:
    """Two questions about one member, beside what it says of itself."""
    viewer = viewer_of(request)
    featured = member_for(viewer, member)
    within = meant_for(viewer, "gather:write_feature", featured, request.GET.get("within", ""))
    if featured == viewer.acting or not queries.settings_of(viewer.community).is_on:
        return _instead(request, within)
    mine = queries.current(viewer.acting, viewer.community, clock.today(viewer.community.timezone))
    said = {"why": mine.why, "help": mine.help} if mine and mine.featured_id == featured.pk else None
    form = FeatureForm(request.POST or None, initial=said)
    if request.method == "POST" and form.is_valid():
        return _write(request, viewer, featured, form)
    shown = {"form": form, "featured": featured, "kit": kit_of(featured), "within": within}
    return render(request, "gather/write.html", shown)


def _instead(request: HttpRequest, within: Collaboration | None) -> HttpResponse:
    """Where no challenge is held, what was agreed has words of its own to share."""
    if within is None:
        raise Http404
    messages.info(request, _("There is no weekly challenge here. These are the words for your post."))
    return redirect("stage:share", within.community.slug, within.pk)


def _write(request: HttpRequest, viewer: Viewer, featured: Any, form: FeatureForm) -> HttpResponse:
    try:
        feature = actions.write_feature(viewer=viewer, featured=featured, **form.cleaned_data)
    except actions.AlreadyPosted as already:
        messages.info(request, _("This week’s post is out already. Here it is."))
        feature = already.feature
    return redirect("gather:feature", viewer.community.slug, feature.pk)


@require_GET
@acting_member
def feature(request: HttpRequest, pk: int) -> HttpResponse:
    """For the writer: the words to copy, then what else one could do. For the featured member: say thanks, share."""
    viewer = viewer_of(request)
    found = access.feature_for(viewer, pk)
    if access.writes(viewer, found):
        return _mine(request, viewer, found, PostedForm(initial={"url": found.url}))
    return _about_me(request, found, ThanksForm())


def _mine(request: HttpRequest, viewer: Viewer, found: Feature, form: PostedForm) -> HttpResponse:
    shown: dict[str, Any] = {"feature": found, "form": form, "posts": words.posts(found)}
    if found.posted_at:
        shown["bonus"] = bonus.bonus_of(found, viewer.community)
        shown["visits"] = bonus.visits_of(found)
    else:
        shown["kit"] = kit_of(found.featured)
    return render(request, "gather/feature.html", shown)


def _about_me(request: HttpRequest, found: Feature, form: ThanksForm) -> HttpResponse:
    return render(request, "gather/featured.html", {"feature": found, "form": form})


@require_POST
@acting_member
def posted(request: HttpRequest, pk: int) -> HttpResponse:
    """I posted it."""
    viewer = viewer_of(request)
    found, form = access.feature_for(viewer, pk), PostedForm(request.POST)
    if not form.is_valid():
        return _mine(request, viewer, found, form)
    try:
        actions.mark_posted(viewer=viewer, feature=found, url=form.cleaned_data["url"])
    except limits.LimitReached:
        form.add_error(None, _("That is plenty for one week. Next week there is room again."))
        return _mine(request, viewer, found, form)
    _told(request, found, found.featured.name)
    return redirect("gather:feature", viewer.community.slug, found.pk)


def _told(request: HttpRequest, found: Feature, name: str) -> None:
    words = _("%(name)s is told.") % {"name": name}
    said_with_undo(request, words, "gather:undo_feature", found.community.slug, found.pk)


@require_POST
@acting_member
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Not posted after all; or, for the featured member, not shared."""
    viewer = viewer_of(request)
    found = access.feature_for(viewer, pk)
    actions.take_back(viewer=viewer, feature=found)
    messages.success(request, _("Taken back."))
    return redirect("gather:feature", viewer.community.slug, found.pk)


@require_POST
@acting_member
def thanks(request: HttpRequest, pk: int) -> HttpResponse:
    """Thank whoever wrote about me."""
    viewer = viewer_of(request)
    found, form = access.feature_for(viewer, pk), ThanksForm(request.POST)
    if not form.is_valid():
        return _about_me(request, found, form)
    actions.say_thanks(viewer=viewer, feature=found, words=form.cleaned_data["words"])
    messages.success(request, _("%(name)s will be glad to read it.") % {"name": found.member.name})
    return redirect("gather:feature", viewer.community.slug, found.pk)


@require_POST
@acting_member
def shared(request: HttpRequest, pk: int) -> HttpResponse:
    """I shared the post with my own people."""
    viewer = viewer_of(request)
    found = access.feature_for(viewer, pk)
    actions.share_on(viewer=viewer, feature=found)
    _told(request, found, found.member.name)
    return redirect("gather:feature", viewer.community.slug, found.pk)


@require_POST
@acting_member
def pace(request: HttpRequest) -> HttpResponse:
    """Leave this week out, rest, come back, or hear of each week."""
    viewer = viewer_of(request)
    form = PaceForm(request.POST)
    if form.is_valid():
        messages.success(request, _set_pace(viewer, form.cleaned_data["what"]))
    return redirect("gather:challenge", viewer.community.slug)


def _set_pace(viewer: Viewer, what: str) -> str:
    today = clock.today(viewer.community.timezone)
    if what == "skip":
        first_on = queries.week_on(queries.settings_of(viewer.community), today)
        actions.skip_week(viewer=viewer, week_on=first_on)
        return _("This week is yours. See you next week.")
    if what == "rest":
        actions.rest_until(viewer=viewer, day=today + REST)
        return _("Rest well. It is quiet here for a month.")
    if what in ("notice", "no_notice"):
        actions.want_notice(viewer=viewer, wants=what == "notice")
        return _("You hear of each week once, when it begins.") if what == "notice" else _("No more notices of it.")
    actions.take_part_again(viewer=viewer)
    return _("Good to have you back.")


@require_POST
@community_organiser
def settings(request: HttpRequest) -> HttpResponse:
    """Whether the community holds the challenge, and when its week begins."""
    viewer = viewer_of(request)
    form = WeeklyForm(request.POST)
    if form.is_valid():
        actions.keep_weekly(viewer=viewer, **form.cleaned_data)
        messages.success(request, _("Kept."))
    else:
        messages.warning(request, _("Pick one of the seven days."))
    return redirect("gather:challenge", viewer.community.slug)
