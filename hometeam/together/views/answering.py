"""Yes, yes but, not now: on the page, and from the letter without signing in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from hometeam.engine.agreements import Move, State
from hometeam.foundation import tokens
from hometeam.foundation.moved import try_it
from hometeam.members.access import Viewer, acting_member, anyone, viewer_of
from hometeam.members.actions.claims import Gone
from hometeam.members.models import Invitation
from hometeam.together import access, actions, queries
from hometeam.together.forms import SeenForm, TermsForm
from hometeam.together.models import Collaboration
from hometeam.together.queries import calendar
from hometeam.together.views.going import to_page

Act = Callable[[Collaboration, Viewer, int, str], object]

MOVES: Mapping[str, tuple[Act, object]] = {
    "accept": (
        lambda it, viewer, seen, words: actions.accept(collaboration=it, viewer=viewer, seen_version=seen, words=words),
        gettext_lazy("Agreed. It is in your calendar’s letter, and here is what comes next."),
    ),
    "decline": (
        lambda it, viewer, seen, words: actions.decline(
            collaboration=it, viewer=viewer, seen_version=seen, words=words
        ),
        gettext_lazy("Not this time, then. They are told kindly, and you can take it up again at any time."),
    ),
    "withdraw": (
        lambda it, viewer, seen, words: actions.withdraw(
            collaboration=it, viewer=viewer, seen_version=seen, words=words
        ),
        gettext_lazy("Called off. They have been told."),
    ),
    "reopen": (
        lambda it, viewer, seen, _words: actions.reopen(collaboration=it, viewer=viewer, seen_version=seen),
        gettext_lazy("Taken up again, with a new day."),
    ),
    "start": (
        lambda it, viewer, seen, _words: actions.start(collaboration=it, viewer=viewer, seen_version=seen),
        gettext_lazy("Started with those who said yes. Whoever has not answered may still come in."),
    ),
    "send": (
        lambda it, viewer, seen, _words: actions.send(collaboration=it, viewer=viewer, seen_version=seen),
        gettext_lazy("Sent."),
    ),
}
FROM_A_LETTER = frozenset({"accept", "decline", "reopen"})


@require_POST
@acting_member
def move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """One tap."""
    viewer = viewer_of(request)
    collaboration = access.collaboration_for(viewer, pk)
    _make(request, move, collaboration, viewer)
    return to_page(collaboration)


def _make(request: HttpRequest, move: str, collaboration: Collaboration, viewer: Viewer) -> None:
    form = SeenForm(request.POST)
    if move not in MOVES or not form.is_valid():
        raise Http404
    act, done = MOVES[move]
    if move == "decline" and collaboration.state == State.RENEGOTIATED and not collaboration.short:
        done = _("It stays as you agreed it. They have been told.")
    seen, words = form.cleaned_data["seen"], form.cleaned_data["words"]
    try:
        try_it(request, lambda: act(collaboration, viewer, seen, words), str(done))
    except actions.NotSound as unsound:
        messages.warning(request, str(unsound))


@require_http_methods(["GET", "HEAD", "POST"])
@acting_member
def but(request: HttpRequest, pk: int) -> HttpResponse:
    """Yes, but another day or place; or, of what is agreed already, another arrangement."""
    viewer = viewer_of(request)
    collaboration = access.collaboration_for(viewer, pk)
    form = TermsForm(request.POST or None, collaboration=collaboration)
    if request.method == "POST" and form.is_valid():
        again = _offer(request, collaboration, viewer, form)
        if again is None:
            return to_page(collaboration)
        form = again
    seen = queries.seen(form.collaboration, viewer.acting)
    return render(request, "together/but.html", {"form": form, "seen": seen})


def _offer(request: HttpRequest, collaboration: Collaboration, viewer: Viewer, form: TermsForm) -> TermsForm | None:
    """Send it; the form to show again where it is not done with, None where it is."""
    may_ask = Move.RENEGOTIATE in queries.seen(collaboration, viewer.acting).can
    act = actions.renegotiate if may_ask else actions.counter
    version, words = form.cleaned_data["seen"], form.cleaned_data["words"]

    def offer() -> None:
        act(collaboration=collaboration, viewer=viewer, seen_version=version, terms=form.terms(), words=words)

    try:
        sent = try_it(request, offer, _("Sent. They can say yes with one tap."))
    except actions.NotSound as unsound:
        form.add_error(unsound.field if unsound.field in form.fields else None, str(unsound))
        return form
    return None if sent else _overtaken(form, viewer)


def _overtaken(form: TermsForm, viewer: Viewer) -> TermsForm | None:
    """Somebody else was faster. What was typed stays, to be sent once more, where it can still be asked for; None
    where it cannot, or where it was the viewer's own second tap.
    """
    there = access.collaboration_for(viewer, form.collaboration.pk)
    is_own = there.changes.latest("pk").by_id == viewer.acting.pk
    if is_own or not queries.seen(there, viewer.acting).can & {Move.COUNTER, Move.RENEGOTIATE}:
        return None
    return form.once_more(there)


@require_http_methods(["GET", "HEAD", "POST"])
@anyone
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a letter's link: for exactly one reader of one collaboration. Looking at it changes nothing."""
    reader = _opened(token)
    if reader is None:
        return render(request, "together/link_over.html", status=410)
    if request.method != "POST":
        return _answer_page(request, token, reader)
    move = request.POST.get("move", "")
    if move not in FROM_A_LETTER:
        raise Http404
    if reader.viewer is None and move == "decline":
        _decline_invited(request, reader)
    else:
        viewer = _viewer(reader)
        if viewer is None:
            return render(request, "together/link_over.html", status=410)
        _make(request, move, reader.collaboration, viewer)
    return redirect("together:answer", token)


def _answer_page(request: HttpRequest, token: str, reader: access.Answerer) -> HttpResponse:
    seen = queries.seen(reader.collaboration, reader.part.member)
    shown = {"seen": seen, "token": token, "reader": reader, "feed": calendar.feed_url(reader.part.member)}
    return render(request, "together/answer.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@anyone
def answer_but(request: HttpRequest, token: str) -> HttpResponse:
    """Yes, but: from the letter."""
    reader = _opened(token)
    if reader is None:
        return render(request, "together/link_over.html", status=410)
    form = TermsForm(request.POST or None, collaboration=reader.collaboration)
    if request.method == "POST" and form.is_valid():
        viewer = _viewer(reader)
        if viewer is None:
            return render(request, "together/link_over.html", status=410)
        again = _offer(request, reader.collaboration, viewer, form)
        if again is None:
            return redirect("together:answer", token)
        form = again
    seen = queries.seen(form.collaboration, reader.part.member)
    return render(request, "together/answer_but.html", {"form": form, "seen": seen, "token": token})


def _opened(token: str) -> access.Answerer | None:
    """Who holds this link; None when its time is over. Raises Http404 when it is not one of ours."""
    try:
        return access.answerer_for(token)
    except tokens.Expired:
        return None
    except tokens.Bad as bad:
        raise Http404 from bad


def _viewer(reader: access.Answerer) -> Viewer | None:
    """The reader as somebody who acts for the member: known already, or coming in with this answer."""
    try:
        return actions.come_in(answerer=reader)
    except (Gone, Invitation.DoesNotExist):
        return None


def _decline_invited(request: HttpRequest, reader: access.Answerer) -> None:
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise Http404
    version = form.cleaned_data["seen"]
    done = _("Not this time, then. They are told kindly, and nothing is kept of you that was not there before.")
    try_it(request, lambda: actions.decline_invited(answerer=reader, seen_version=version), done)
