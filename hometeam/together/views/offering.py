"""What a community offers of the playbook, as its organisers arrange it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hometeam.members.access import community_organiser, viewer_of
from hometeam.together import actions, queries
from hometeam.together.forms import OtherWordsForm, OwnKindForm
from hometeam.together.forms.offering import first_words, own_kind_in, words_in
from hometeam.together.models import CommunityKind
from hometeam.together.queries.offering import merged, on_offer


@require_GET
@community_organiser
def kinds(request: HttpRequest) -> HttpResponse:
    """Every kind, on or off, ours or the playbook's."""
    return render(request, "together/kinds.html", {"offer": on_offer(viewer_of(request).community)})


@require_POST
@community_organiser
def switch(request: HttpRequest, kind_id: str) -> HttpResponse:
    """Take a kind off the shelf, or put it back."""
    viewer, off = viewer_of(request), "off" in request.POST
    try:
        actions.switch_kind(viewer=viewer, kind_id=kind_id, off=off)
    except actions.KindNotSound as unsound:
        messages.warning(request, str(unsound))
    else:
        messages.success(request, _("Switched off. What is under way goes on.") if off else _("Back on the shelf."))
    return redirect("together:kinds", viewer.community.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@community_organiser
def words(request: HttpRequest, kind_id: str) -> HttpResponse:
    """A kind in the community's own words; for one of its own, all of it."""
    viewer = viewer_of(request)
    said = {one.kind_id: one for one in queries.says_of(viewer.community)}.get(kind_id)
    if said is not None and said.is_own:
        return _own(request, said)
    if kind_id not in queries.kinds_known(viewer.community):
        raise Http404
    now = merged(kind_id, said.values if said else {})
    form = OtherWordsForm(request.POST or None, initial=words_in(now))
    if form.is_valid():
        try:
            actions.word_kind(viewer=viewer, kind_id=kind_id, values=form.differing(kind_id))
        except actions.KindNotSound as unsound:
            form.add_error(unsound.field if unsound.field in form.fields else None, str(unsound))
        else:
            messages.success(request, _("Kept. This is how everybody here reads it now."))
            return redirect("together:kinds", viewer.community.slug)
    return _page(request, form, kind_id=kind_id, title=_(now["title"]), is_changed=bool(said and said.values))


@require_http_methods(["GET", "HEAD", "POST"])
@community_organiser
def new(request: HttpRequest) -> HttpResponse:
    """A kind of the community's own."""
    return _own(request, None)


@require_POST
@community_organiser
def restore(request: HttpRequest, kind_id: str) -> HttpResponse:
    """The playbook's own words again; a kind of the community's own that nobody used is removed."""
    viewer = viewer_of(request)
    try:
        if queries.is_own_kind(viewer.community, kind_id):
            actions.remove_own_kind(viewer=viewer, kind_id=kind_id)
            messages.success(request, _("Removed."))
        else:
            actions.word_kind(viewer=viewer, kind_id=kind_id, values={})
            messages.success(request, _("It reads as the playbook has it."))
    except actions.KindNotSound as unsound:
        messages.warning(request, str(unsound))
    return redirect("together:kinds", viewer.community.slug)


def _own(request: HttpRequest, said: CommunityKind | None) -> HttpResponse:
    viewer = viewer_of(request)
    form = OwnKindForm(request.POST or None, initial=own_kind_in(said.values) if said else first_words())
    if form.is_valid():
        try:
            if said is None:
                actions.make_kind(viewer=viewer, values=form.values())
            else:
                actions.change_own_kind(viewer=viewer, kind_id=said.kind_id, values=form.values())
        except actions.KindNotSound as unsound:
            form.add_error(unsound.field if unsound.field in form.fields else None, str(unsound))
        else:
            messages.success(request, _("It stands on the shelf. Anybody here can propose it."))
            return redirect("together:kinds", viewer.community.slug)
    title = said.values["title"] if said else ""
    return _page(request, form, kind_id=said.kind_id if said else "", title=title, is_own=True)


def _page(request: HttpRequest, form: OtherWordsForm | OwnKindForm, **shown: Any) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "together/kind_words.html", {"form": form, "is_own": False, **shown}, status=status)
