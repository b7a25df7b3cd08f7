"""What members do, looked through and put right for many at once."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from hometeam.foundation.text import grouped, whole
from hometeam.members.access import SeenRequest, community_organiser
from hometeam.organise import actions
from hometeam.organise.queries import people

A_PAGE = 25
FIELD = "trade_"


@community_organiser
@require_http_methods(["GET", "HEAD", "POST"])
def trades(request: SeenRequest) -> HttpResponse:
    """Members whom nobody has claimed, what they are taken for, and a line each to say it better."""
    community, words = request.viewer.community, request.GET.get("q", "").strip()[:100]
    state = "all" if request.GET.get("state") == "all" else ""
    if request.method == "POST":
        _say(request, actions.say_trades(viewer=request.viewer, said=_said(request)))
        return redirect(f"{reverse('organise:trades', args=[community.slug])}?{request.GET.urlencode()}")
    found = people.unclaimed(community, words=words, unknown=not state)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "page": page,
        "rows": people.taken_for(list(page)),
        "q": words,
        "state": state,
        "query": people.query(words, state),
        "nobody_yet": not page.paginator.count and not people.listed(community).exists(),
    }
    return render(request, "organise/trades.html", shown)


def _said(request: HttpRequest) -> dict[int, str]:
    """What was typed anew, by the member's id; a line left as it was says nothing, whatever others wrote meanwhile."""
    typed = {name.removeprefix(FIELD): words for name, words in request.POST.items() if name.startswith(FIELD)}
    new = {pk: str(words) for pk, words in typed.items() if words != request.POST.get(f"was_{pk}")}
    return {pk: words for said, words in new.items() if (pk := whole(said)) is not None}


def _say(request: HttpRequest, count: int) -> None:
    if not count:
        messages.info(request, _("Nothing is different from before."))
        return
    words = ngettext("What %(count)s member does is written in.", "What %(count)s members do is written in.", count)
    messages.success(request, words % {"count": grouped(count)})
