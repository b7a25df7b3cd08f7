"""Links from letters and from the terminal: who holds one proves who they are."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hometeam.foundation import tokens
from hometeam.members import actions
from hometeam.members.access import anyone
from hometeam.members.actions.accounts import ENTER
from hometeam.members.models import Invitation
from hometeam.members.queries import place_words
from hometeam.members.queries.trades import title


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@anyone
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """A link that signs its person in, once: looking changes nothing, the button does."""
    try:
        if request.method != "POST":
            tokens.look(ENTER, token)
            return render(request, "members/enter.html")
        person = actions.use_link(token=token)
    except (tokens.Bad, tokens.Expired) as error:
        return render(request, "members/link_over.html", {"used": isinstance(error, tokens.Used)}, status=410)
    login(request, person)
    return redirect("/")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@anyone
def claim(request: HttpRequest, token: str) -> HttpResponse:
    """An invitation: this is me, not me, or remove me from here."""
    try:
        invitation = actions.opened(token)
        answer = request.POST.get("answer", "")
        if answer == "me":
            return _this_is_me(request, token)
        if answer in ("not-me", "remove"):
            actions.refuse(token=token, forget=answer == "remove")
            return render(request, "members/claim_refused.html", {"forgotten": answer == "remove"})
    except Invitation.DoesNotExist:
        return render(request, "members/claim_over.html", {"why": "forged"}, status=404)
    except actions.Gone as gone:
        return render(request, "members/claim_over.html", {"why": gone.why}, status=410)
    return render(request, "members/claim.html", _known(invitation))


def _known(invitation: Invitation) -> dict[str, object]:
    """What the house knows of the member, said openly to whoever was invited."""
    member = invitation.member
    if member is None:
        return {"invitation": invitation}
    does = list(dict.fromkeys(offer.words or title(offer.service) for offer in member.offers.all()))
    place = place_words(getattr(member, "place", None))
    return {"invitation": invitation, "member": member, "does": does, "place": place}


def _this_is_me(request: HttpRequest, token: str) -> HttpResponse:
    signed_in = request.user if request.user.is_authenticated else None
    person, invitation = actions.accept(token=token, person=signed_in)
    if signed_in is None:
        login(request, person)
    if invitation.member is None:
        return redirect("members:join", invitation.community.slug if invitation.community else "")
    messages.success(request, _("%(name)s is yours now. Welcome.") % {"name": invitation.member.name})
    if invitation.community is None or invitation.member.start_step:
        return redirect("members:profile", invitation.member.pk)
    request.session["starting"] = invitation.member.pk
    return redirect("members:start_step", "does" if person.name else "you")
