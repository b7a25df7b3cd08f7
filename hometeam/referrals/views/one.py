"""The page of an introduction: how it stands, for each of its two sides."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hometeam.engine.referrals import Move
from hometeam.foundation.moved import try_it
from hometeam.members.access import Viewer, acting_member, viewer_of
from hometeam.referrals import access, actions
from hometeam.referrals.forms import DeclineForm, LoseForm, MoveForm, ThanksForm
from hometeam.referrals.models import Referral
from hometeam.referrals.queries import telling

SAID: Mapping[str, Promise] = {
    Move.ACCEPT: _("Taken on. They look forward to hearing from you."),
    Move.DECLINE: _("Not this time, then. Both are told kindly."),
    Move.CONTACT: _("Good. The one who thought of you hears of it."),
    Move.MEET: _("Good. The one who thought of you hears of it."),
    Move.WIN: _("How good. The one who thought of you hears of it."),
    Move.LOSE: _("So it goes. The one who thought of you hears of it, kindly."),
    Move.UNDO: _("The last word is taken back. It goes on."),
    Move.WITHDRAW: _("Taken back. Nothing of the person is kept."),
}
ASKED_FIRST: Mapping[str, tuple[type[DeclineForm | LoseForm], str]] = {
    Move.DECLINE: (DeclineForm, "referrals/decline.html"),
    Move.LOSE: (LoseForm, "referrals/lose.html"),
}


@require_GET
@acting_member
def referral(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is introduced, how far it is, what comes next."""
    viewer = viewer_of(request)
    return _page(request, viewer, access.referral_for(viewer, pk))


def _page(request: HttpRequest, viewer: Viewer, it: Referral, form: ThanksForm | None = None) -> HttpResponse:
    form = form or ThanksForm(initial={"seen": it.version}, purse=viewer.community.purse)
    seen = telling.seen(it, viewer.acting, shows_people=access.may_see_people(viewer))
    worth = telling.worth_of(it, viewer.community.purse) if seen.shows_people else ""
    return render(request, "referrals/referral.html", {"seen": seen, "it": it, "worth": worth, "thanks_form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@acting_member
def move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """One tap; for a no, a page to say why first."""
    viewer = viewer_of(request)
    it = access.referral_for(viewer, pk)
    if move not in SAID:
        raise Http404
    form = MoveForm(request.POST)
    if request.method != "POST" or not form.is_valid():
        return _ask(request, viewer, it, move)
    seen, words, reason = (form.cleaned_data[name] for name in ("seen", "words", "reason"))

    def make() -> None:
        if move == Move.WITHDRAW:
            actions.take_back(viewer=viewer, referral=it, seen_version=seen)
        else:
            actions.answer(viewer=viewer, referral=it, move=Move(move), seen_version=seen, words=words, reason=reason)

    try_it(request, make, str(SAID[move]))
    return redirect("referrals:referral", viewer.community.slug, pk)


def _ask(request: HttpRequest, viewer: Viewer, it: Referral, move: str) -> HttpResponse:
    if move not in ASKED_FIRST or it.receiver_id != viewer.acting.pk:
        raise Http404
    make, template = ASKED_FIRST[move]
    return render(request, template, {"it": it, "form": make(request.POST or None)})


@require_POST
@acting_member
def thanks(request: HttpRequest, pk: int) -> HttpResponse:
    """Say thank you."""
    viewer = viewer_of(request)
    it = access.referral_for(viewer, pk)
    form = ThanksForm(request.POST, purse=viewer.community.purse)
    if not form.is_valid():
        return _page(request, viewer, it, form)
    said = form.cleaned_data

    def say() -> None:
        actions.say_thanks(
            viewer=viewer, referral=it, seen_version=said["seen"], words=said["words"], amount=said["amount"]
        )

    try_it(request, say, str(_("Your thanks are on the way.")))
    return redirect("referrals:referral", viewer.community.slug, pk)
