"""How the community barters, for organisers; how much a member wants to be asked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hometeam.members.access import acting_member, community_organiser, viewer_of
from hometeam.swap import actions, queries
from hometeam.swap.forms import PaceForm, RulesForm
from hometeam.swap.queries.counting import Counting


@require_http_methods(["GET", "HEAD", "POST"])
@community_organiser
def rules(request: HttpRequest) -> HttpResponse:
    """What is counted, what is marked, how long loops may be."""
    viewer = viewer_of(request)
    form = RulesForm(request.POST or None, rules=queries.rules_of(viewer.community))
    if request.method == "POST" and form.is_valid():
        actions.keep_rules(viewer=viewer, values=form.values)
        messages.success(request, _("Kept."))
        return redirect("swap:rules", viewer.community.slug)
    counting = Counting.of(queries.rules_of(viewer.community))
    return render(request, "swap/rules.html", {"form": form, "counting": counting})


@require_http_methods(["GET", "HEAD", "POST"])
@acting_member
def pace(request: HttpRequest) -> HttpResponse:
    """How many loops may wait for me, and a rest."""
    viewer = viewer_of(request)
    form = PaceForm(request.POST or None, pace=queries.pace_of(viewer.acting), community=viewer.community)
    if request.method == "POST" and form.is_valid():
        actions.keep_pace(viewer=viewer, **form.cleaned_data)
        messages.success(request, _("Kept."))
        return redirect("swap:home", viewer.community.slug)
    return render(request, "swap/pace.html", {"form": form})
