"""The pages behind the link in the letter to the person introduced. Looking at them changes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hometeam.engine.referrals import Move, Side, possible
from hometeam.foundation import tokens
from hometeam.foundation.moved import try_it
from hometeam.members.access import anyone
from hometeam.referrals import access, actions
from hometeam.referrals.forms import PassedOnForm
from hometeam.referrals.models import Prospect, Referral


@dataclass(frozen=True, slots=True)
class Linked:
    """What a link opens: the introduction, and the hashed form of the address that the letter went to."""

    referral: Referral
    hashed: str

    @property
    def prospect(self) -> Prospect | None:
        """What is kept of the reader; None when nothing is any more."""
        return getattr(self.referral, "prospect", None)

    @property
    def is_open(self) -> bool:
        """Whether they may still say yes or change something."""
        return Move.CHANGE in possible(self.referral.rules_view, Side.PROSPECT)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@anyone
def introduced(request: HttpRequest, token: str) -> HttpResponse:
    """Read it, say yes, or say no and be forgotten."""
    linked = _opened(token)
    if linked is None:
        return _quiet(render(request, "referrals/link_over.html", status=410))
    if request.method == "POST":
        _answer(request, linked)
        return redirect("referrals:introduced", token)
    return _quiet(
        render(request, "referrals/introduced.html", {"linked": linked, "it": linked.referral, "token": token})
    )


def _answer(request: HttpRequest, linked: Linked) -> None:
    answer, it, hashed = request.POST.get("answer", ""), linked.referral, linked.hashed
    if answer == "yes":
        try_it(request, lambda: actions.confirm(referral=it), _("Thank you. They will be in touch with you."))
    elif answer == "no":
        actions.leave(referral=it, hashed=hashed)
    elif answer == "never":
        actions.leave(referral=it, hashed=hashed, never=True)
    else:
        raise Http404


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@anyone
def introduced_change(request: HttpRequest, token: str) -> HttpResponse:
    """Change what is passed on."""
    linked = _opened(token)
    if linked is None:
        return _quiet(render(request, "referrals/link_over.html", status=410))
    prospect = linked.prospect
    if prospect is None or not linked.is_open:
        return redirect("referrals:introduced", token)
    initial = {name: getattr(prospect, name) for name in ("name", "shares_email", "phone", "need")}
    form = PassedOnForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try_it(
            request, lambda: actions.change(referral=linked.referral, values=values), _("Passed on as you wrote it.")
        )
        return redirect("referrals:introduced", token)
    shown = {"linked": linked, "it": linked.referral, "token": token, "form": form}
    return _quiet(render(request, "referrals/introduced_change.html", shown))


def _opened(token: str) -> Linked | None:
    """What the link opens; None when its time is over. Raises Http404 when it is not one of ours."""
    try:
        return Linked(access.linked(token), str(tokens.read(access.LINK, token)["h"]))
    except tokens.Expired:
        return None
    except tokens.Bad as bad:
        raise Http404 from bad


def _quiet(answer: HttpResponse) -> HttpResponse:
    """No search engine, and no page that is led to from here, learns of the link; our own forms still say whence they
    come.
    """
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "same-origin"
    return answer
