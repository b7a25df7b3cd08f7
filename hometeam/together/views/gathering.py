"""What the starter of a group does, and the agreement as a page to print."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hometeam.engine.agreements import Move, possible
from hometeam.foundation import limits
from hometeam.foundation.moved import try_it
from hometeam.foundation.text import whole
from hometeam.members.access import acting_member, choice_for, member_for, viewer_of
from hometeam.members.models import Member
from hometeam.together import access, actions, queries
from hometeam.together.models import Collaboration
from hometeam.together.queries.agreement import sheet_of
from hometeam.together.queries.apart import hushed, left_out
from hometeam.together.views.going import not_sent_to, to_page
from hometeam.together.views.proposing import chosen_in, enough


@require_http_methods(["GET", "HEAD", "POST"])
@acting_member
def more(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask somebody else into a group: boxes to tick, with a search that keeps the ticks."""
    viewer = viewer_of(request)
    group = access.collaboration_for(viewer, pk)
    deal = queries.deal_of(group)
    mine = next(part.pk for part in group.parts.all() if part.member_id == viewer.acting.pk)
    kind = queries.kind_of(group)
    if Move.INVITE not in possible(deal, mine) or (kind is not None and kind.is_ring):
        raise Http404
    chosen, error = chosen_in(request.POST), ""
    if request.method == "POST" and "pick" not in request.POST:
        error = _ask(request, group, chosen)
        if not error:
            return to_page(group)
    inside = {part.member_id for part in group.parts.all()}
    choice = choice_for(viewer, request.POST, without=inside, chosen=chosen, only_claimed=True)
    shown = {"it": group, "room": deal.most - len(deal.inside), "choice": choice, "error": error}
    return render(request, "together/more.html", shown)


def _ask(request: HttpRequest, group: Collaboration, chosen: list[int]) -> str:
    """Ask them; why not, where that is not possible."""
    viewer = viewer_of(request)
    to = [member_for(viewer, one) for one in chosen]
    try:
        if not try_it(request, lambda: actions.ask_more(collaboration=group, viewer=viewer, to=to), ""):
            return ""
    except actions.NotSound as unsound:
        return str(unsound)
    except limits.LimitReached as reached:
        return enough(viewer, reached)
    return _say_whom(request, group, to)


def _say_whom(request: HttpRequest, group: Collaboration, to: list[Member]) -> str:
    missing = left_out(group, to)
    if len(missing) < len(to):
        messages.success(request, _("Asked. They can answer with one tap."))
    if missing:
        messages.info(request, not_sent_to(missing))
    return ""


@require_POST
@acting_member
def nudge(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind somebody who has not answered, once."""
    viewer = viewer_of(request)
    group = access.collaboration_for(viewer, pk)
    part = _part(request)
    try_it(
        request,
        lambda: actions.nudge(collaboration=group, viewer=viewer, part_id=part),
        _("Reminded, kindly. That happens once only."),
    )
    return to_page(group)


@require_POST
@acting_member
def take_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Wait no longer for somebody who has not answered."""
    viewer = viewer_of(request)
    group = access.collaboration_for(viewer, pk)
    part = _part(request)
    try_it(
        request,
        lambda: actions.take_out(collaboration=group, viewer=viewer, part_id=part),
        _("You no longer wait for them. They are not told."),
    )
    return to_page(group)


def _part(request: HttpRequest) -> int:
    part = whole(request.POST.get("part", ""))
    if part is None:
        raise Http404
    return part


@require_GET
@acting_member
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """The agreement as one plain page, in the version that stands or in an earlier one."""
    viewer = viewer_of(request)
    it = access.collaboration_for(viewer, pk)
    said = request.GET.get("version", "")
    number = whole(said, most=99_999)
    sheet = sheet_of(it, number)
    if sheet is None or (said and number is None):
        messages.info(request, _("There is no such version."))
        return to_page(it)
    if it.started_by_id in hushed(it, viewer.acting):
        sheet = replace(sheet, answers=())
    return render(request, "together/agreement.html", {"sheet": sheet, "it": it})
