"""The room's pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hometeam.engine import overlap
from hometeam.engine.overlap import LEAST, MOST, Kind, Paper, State
from hometeam.foundation import clock, limits, moved
from hometeam.members.access import Viewer, acting_member, blocked_ids, viewer_of
from hometeam.members.models import Member
from hometeam.overlap import access, actions, queries
from hometeam.overlap.forms import LevelForm, PaperForm
from hometeam.overlap.models import Exchange
from hometeam.overlap.queries import Stage

ENOUGH = _("That was often enough for this time. Stop it here, and ask again later.")
HAD_RESULTS = _("The two of you have had your answers for this time. Ask again in a few months.")
ANSWERED_LATELY = _("They have answered this lately. Ask again in a few months.")
UNFIT = _(
    "This does not fit the list that you put in. Use the key that blinded it, or start again with your list below."
)


@require_GET
@acting_member
def home(request: HttpRequest) -> HttpResponse:
    """What I measure with whom, and how that goes without a list leaving anybody."""
    viewer = viewer_of(request)
    me = access.own(viewer)
    rows = queries.all_of(me, viewer.community, blocked_ids(me))
    return render(request, "overlap/home.html", {"rows": rows, "mine": queries.MINE, "least": LEAST})


@require_http_methods(["GET", "HEAD", "POST"])
@acting_member
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a member, after reading what happens with whose addresses."""
    viewer = viewer_of(request)
    other = access.partner_for(viewer, pk)
    current = queries.current_between(viewer.acting, other)
    if current is not None and request.method != "POST" and (current.is_open or "again" not in request.GET):
        return redirect("overlap:exchange", current.community.slug, current.pk)
    form = LevelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = _asked(request, viewer, other, form)
        if asked is not None:
            return redirect("overlap:exchange", asked.community.slug, asked.pk)
    context = {
        "other": other,
        "form": form,
        "audiences": queries.same_audiences(viewer.acting, other),
        "least": LEAST,
        "not_now": _why_not_now(viewer.acting, other),
    }
    return render(request, "overlap/ask.html", context)


def _why_not_now(me: Member, other: Member) -> str:
    """What stands where the other would be asked, while it cannot be; or ""."""
    if not queries.results_left(me.pk, other.pk):
        return str(HAD_RESULTS)
    return str(ANSWERED_LATELY) if queries.refused_lately(me, other, clock.now()) else ""


def _asked(request: HttpRequest, viewer: Viewer, other: Member, form: LevelForm) -> Exchange | None:
    try:
        asked = actions.ask(viewer=viewer, other=other, level=form.cleaned_data["level"])
    except actions.NotYet as refused:
        form.add_error(None, _not_yet(refused, viewer))
        return None
    messages.success(request, _("Asked. You are told as soon as there is an answer."))
    return asked


def _not_yet(refused: actions.NotYet, viewer: Viewer) -> str:
    if refused.until is None:
        return str(ANSWERED_LATELY)
    day = date_format(clock.local(refused.until, viewer.community.timezone), str(_("l, j F")))
    return str(_("That is plenty for one week. From %(day)s on there is room again.")) % {"day": day}


@require_GET
@acting_member
def exchange(request: HttpRequest, pk: int) -> HttpResponse:
    """Where it stands, and what is mine to do."""
    viewer = viewer_of(request)
    return _page(request, viewer, access.exchange_for(viewer, pk))


def _page(request: HttpRequest, viewer: Viewer, it: Exchange, paper_form: PaperForm | None = None) -> HttpResponse:
    seen = queries.seen_by(it, viewer.acting)
    context: dict[str, Any] = {
        "seen": seen,
        "it": it,
        "paper_form": paper_form or PaperForm(kind=Kind.LIST),
        "level_form": LevelForm(initial={"level": max(seen.own_level, 1)} if seen.own_level else None),
        "least": LEAST,
        "most": MOST,
        "enough": ENOUGH,
        "step": _STEPS.get(seen.stage, 0),
        "steps": [_("Both agree"), _("Two lists"), _("Crosswise"), _("The answer")],
    }
    return render(request, "overlap/exchange.html", context)


_STEPS = {
    Stage.ANSWER: 1,
    Stage.WAIT_ANSWER: 1,
    Stage.LIST: 2,
    Stage.WAIT_LIST: 2,
    Stage.RETURN: 3,
    Stage.WAIT_RETURN: 3,
}


@require_POST
@acting_member
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Yes with what the answer may be used for, or not this time."""
    viewer = viewer_of(request)
    it = access.exchange_for(viewer, pk)
    form = LevelForm(request.POST)
    if "no" in request.POST:
        return _done(request, it, lambda: actions.decline(viewer=viewer, exchange=it), _("Not this time, then."))
    if not form.is_valid():
        return _choose(request, it)
    level = form.cleaned_data["level"]
    said = _("Good. Begin with your list whenever you like.")
    return _done(request, it, lambda: actions.agree(viewer=viewer, exchange=it, level=level), said)


@require_POST
@acting_member
def put_in(request: HttpRequest, pk: int) -> HttpResponse:
    """My own list, blinded at home."""
    viewer = viewer_of(request)
    it = access.exchange_for(viewer, pk)
    form = PaperForm(request.POST, request.FILES, kind=Kind.LIST)
    if not form.is_valid():
        return _page(request, viewer, it, form)
    said = _("Your blinded list is in.")
    return _done(request, it, lambda: actions.put_in(viewer=viewer, exchange=it, paper=form.paper), said)


@require_GET
@acting_member
def handed(request: HttpRequest, pk: int) -> HttpResponse:
    """The other side's blinded list, once both are in."""
    viewer = viewer_of(request)
    it = access.exchange_for(viewer, pk)
    if it.state != State.EXCHANGING:
        raise Http404
    paper = Paper(Kind.HANDED, queries.handed_to(it, it.side_of(viewer.acting)))
    response = HttpResponse(overlap.written(paper), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="overlap-{it.pk}-handed.txt"'
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@acting_member
def hand_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The other side's list, blinded by me too."""
    viewer = viewer_of(request)
    it = access.exchange_for(viewer, pk)
    form = PaperForm(request.POST, request.FILES, kind=Kind.RETURNED)
    if not form.is_valid():
        return _page(request, viewer, it, form)

    def give() -> None:
        if not actions.hand_back(viewer=viewer, exchange=it, paper=form.paper):
            form.add_error("file", str(UNFIT))

    answered = _done(request, it, give, None)
    return _page(request, viewer, it, form) if form.errors else answered


@require_POST
@acting_member
def start_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Take my list out, to put in another."""
    viewer = viewer_of(request)
    it = access.exchange_for(viewer, pk)
    said = _("Your list is taken out and deleted. Put in another.")
    return _done(request, it, lambda: actions.start_again(viewer=viewer, exchange=it), said)


@require_POST
@acting_member
def level(request: HttpRequest, pk: int) -> HttpResponse:
    """What the answer may be used for, as far as I am concerned."""
    viewer = viewer_of(request)
    it = access.exchange_for(viewer, pk)
    form = LevelForm(request.POST)
    if not form.is_valid():
        return _choose(request, it)
    chosen = form.cleaned_data["level"]
    return _done(request, it, lambda: actions.choose_level(viewer=viewer, exchange=it, level=chosen), _("Saved."))


@require_POST
@acting_member
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop it, or take the answer back from both."""
    viewer = viewer_of(request)
    it = access.exchange_for(viewer, pk)
    said = _("Taken back. Everything that was given for it is deleted.")
    return _done(request, it, lambda: actions.withdraw(viewer=viewer, exchange=it), said)


def _choose(request: HttpRequest, it: Exchange) -> HttpResponse:
    messages.error(request, _("Choose what the answer is used for."))
    return redirect("overlap:exchange", it.community.slug, it.pk)


def _done(request: HttpRequest, it: Exchange, act: Callable[[], object], said: Any) -> HttpResponse:
    """Do it, say so, and show how it stands; say what to do where it could not be done."""
    try:
        moved.try_it(request, act, str(said or ""))
    except actions.TooManyTries:
        messages.error(request, ENOUGH)
    except limits.LimitReached:
        messages.error(request, HAD_RESULTS)
    return redirect("overlap:exchange", it.community.slug, it.pk)
