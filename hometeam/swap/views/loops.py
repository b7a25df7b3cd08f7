"""A proposed loop as its members see it, and their answers."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hometeam.members.access import acting_member, viewer_of
from hometeam.swap import access, actions
from hometeam.swap.forms.answering import NotThisForm
from hometeam.swap.models import Loop
from hometeam.swap.queries import loops as queries
from hometeam.swap.queries import rules_of
from hometeam.swap.queries.market import that_wait_for_guests
from hometeam.swap.queries.weighing import weighed
from hometeam.ui.rings import my_part


@require_GET
@acting_member
def waiting(request: HttpRequest) -> HttpResponse:
    """All loops that wait, for my answer or for others'."""
    viewer = viewer_of(request)
    found = queries.waiting_for(viewer.acting, viewer.community)
    guests = that_wait_for_guests(viewer.acting, viewer.community)
    return render(request, "swap/loops.html", {"waiting_loops": found, "with_guests": guests})


@require_GET
@acting_member
def loop(request: HttpRequest, pk: int) -> HttpResponse:
    """What I would give and get, and why; nobody else in it is shown before all have said yes."""
    viewer = viewer_of(request)
    found = access.loop_for(viewer, pk)
    asked = queries.asked(found, viewer.acting)
    another = queries.another_for(found, viewer.acting) if found.state == Loop.State.DISSOLVED else None
    ring = my_part(viewer.acting.name, asked.give.receiver.name, asked.get.giver.name)
    lines = weighed(asked, rules_of(viewer.community)) if asked.loop.state == Loop.State.PROPOSED else []
    return render(request, "swap/loop.html", {"asked": asked, "ring": ring, "another": another, "weighed": lines})


@require_POST
@acting_member
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Yes."""
    viewer = viewer_of(request)
    found = access.loop_for(viewer, pk)
    return _answer(
        request,
        found,
        lambda: actions.say_yes(viewer=viewer, loop=found),
        _("Thank you. You are told as soon as all have said yes."),
    )


@require_POST
@acting_member
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """I have thought better of it."""
    viewer = viewer_of(request)
    found = access.loop_for(viewer, pk)
    return _answer(
        request, found, lambda: actions.take_back(viewer=viewer, loop=found), _("Taken back. Take your time.")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@acting_member
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Not this, because."""
    viewer = viewer_of(request)
    found = access.loop_for(viewer, pk)
    asked = queries.asked(found, viewer.acting)
    form = NotThisForm(request.POST or None, asked=asked)
    if request.method == "POST" and form.is_valid():
        what, words = form.cleaned_data["what"], form.cleaned_data["words"]
        said = _("Not this one, then. Nobody is told that it was you, and you are not asked about that again.")
        if what == "later":
            said = _("Not now, then. Nobody is told that it was you, and you have a week of quiet.")
        return _answer(request, found, lambda: actions.say_no(viewer=viewer, loop=found, what=what, words=words), said)
    return render(request, "swap/not_this.html", {"asked": asked, "form": form})


def _answer(request: HttpRequest, found: Loop, act: Callable[[], Loop], said: str) -> HttpResponse:
    """Do it, say so, and go where it goes on."""
    slug = viewer_of(request).community.slug
    try:
        after = act()
    except actions.Moved as moved:
        messages.info(request, moved.happened)
        return redirect("swap:loop", slug, found.pk)
    if after.collaboration_id:
        messages.success(request, _("All have said yes. Here is who gives what to whom."))
        return redirect("together:collaboration", slug, after.collaboration_id)
    messages.success(request, said)
    if after.state == Loop.State.DISSOLVED:
        return redirect("swap:loops", slug)
    return redirect("swap:loop", slug, found.pk)
