"""Looking for loops, as an organiser sees it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from hometeam.foundation.limits import LimitReached
from hometeam.members.access import community_organiser, viewer_of
from hometeam.swap import actions
from hometeam.swap.models import Round
from hometeam.swap.queries.loops import waiting_for
from hometeam.swap.queries.rounds import overview_of


@require_GET
@community_organiser
def search(request: HttpRequest) -> HttpResponse:
    """How many loops were found and agreed, what the last search proved, and whether one is under way."""
    viewer = viewer_of(request)
    mine = waiting_for(viewer.member, viewer.community) if viewer.member else []
    return render(request, "swap/search.html", {"overview": overview_of(viewer.community), "waits_for_me": mine})


@require_POST
@community_organiser
def look(request: HttpRequest) -> HttpResponse:
    """Look for loops now."""
    viewer = viewer_of(request)
    try:
        made = actions.ask_for_loops(viewer=viewer)
    except LimitReached:
        messages.info(request, _("Loops were looked for a few times this hour. Give members time to answer first."))
    else:
        messages.success(request, _said(made))
    return redirect("swap:search", viewer.community.slug)


def _said(made: Round) -> str:
    if made.ended_at is None:
        return _("We are looking. This page tells how far it is.")
    found = made.loops.count()
    if not found:
        return _("No new loop closes with what stands on the board now.")
    said = ngettext("%(count)s loop was found.", "%(count)s loops were found.", found) % {"count": found}
    return _("%(found)s Everybody in it is asked.") % {"found": said}
