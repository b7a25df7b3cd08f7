"""Choosing whom to invite, seeing the exact letter, and what became of it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.core.validators import validate_email
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hometeam.foundation import clock
from hometeam.foundation.post import Written, is_set_up
from hometeam.foundation.text import wholes
from hometeam.members import actions as members
from hometeam.members.access import SeenRequest, community_organiser
from hometeam.organise import actions
from hometeam.organise.access import invitation_for
from hometeam.organise.forms import WordsForm
from hometeam.organise.queries import invitations, people
from hometeam.organise.queries.ideas import idea_for_each
from hometeam.together import actions as together

A_PAGE = 25
Chosen = list[actions.Wanted]


@community_organiser
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: SeenRequest) -> HttpResponse:
    """Choose members (GET), see the letter (POST), and send it (POST with `send`)."""
    form = WordsForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _choose(request, form)
    chosen, wrong = _chosen(request)
    if wrong or not chosen or not form.is_valid():
        return _choose(request, form, wrong, nobody=not chosen and not wrong)
    if "send" in request.POST:
        return _send(request, chosen, form.cleaned_data["words"])
    return _preview(request, chosen, form)


def _choose(
    request: SeenRequest, form: WordsForm, wrong: dict[int, str] | None = None, *, nobody: bool = False
) -> HttpResponse:
    """The page with everybody who may be invited, with what was typed still in it."""
    community = request.viewer.community
    words = request.GET.get("q", "").strip()[:100]
    page = Paginator(people.narrowed(invitations.invitable(community), words), A_PAGE).get_page(request.GET.get("page"))
    picked = wholes([*request.POST.getlist("member"), *request.GET.getlist("member")])
    rows = people.with_addresses(community, page.object_list, picked)
    waiting = idea_for_each(community)
    for row in rows:
        pk = row["member"].pk
        row["email"] = request.POST.get(f"email_{pk}", row["email"])
        row["checked"] = pk in picked
        row["error"] = (wrong or {}).get(pk, "")
        row["idea"] = waiting.get(pk)
        row["with_idea"] = request.method != "POST" or f"with_{pk}" in request.POST
    left = invitations.letters_left(community)
    context = {
        "form": form,
        "rows": rows,
        "page": page,
        "q": words,
        "query": people.query(words, ""),
        "left": left,
        "most": invitations.MOST_A_DAY,
        "nobody": nobody,
        "is_post_set_up": is_set_up(),
    }
    return render(request, "organise/invite.html", context, status=422 if wrong or nobody or form.errors else 200)


def _chosen(request: SeenRequest) -> tuple[Chosen, dict[int, str]]:
    """The members that were ticked, with the address that was typed for each; and what is wrong with which."""
    ids = wholes(request.POST.getlist("member"))[: invitations.MOST_A_DAY]
    waiting = idea_for_each(request.viewer.community)
    chosen: Chosen = []
    wrong: dict[int, str] = {}
    for member in invitations.invitable(request.viewer.community).filter(pk__in=ids):
        email = request.POST.get(f"email_{member.pk}", "").strip()
        try:
            validate_email(email)
            idea = waiting.get(member.pk) if f"with_{member.pk}" in request.POST else None
            chosen.append(actions.Wanted(member, email, idea.collaboration if idea else None))
        except ValidationError:
            wrong[member.pk] = _("Write the e-mail address to which the letter goes.")
    return chosen, wrong


def _preview(request: SeenRequest, chosen: Chosen, form: WordsForm) -> HttpResponse:
    left = invitations.letters_left(request.viewer.community)
    letters = _letters(request, chosen, form.cleaned_data["words"])
    context = {"chosen": chosen, "form": form, "letters": letters, "left": left, "most": invitations.MOST_A_DAY}
    return render(request, "organise/invite_preview.html", context)


def _letters(request: SeenRequest, chosen: Chosen, words: str) -> list[tuple[str, Written]]:
    """The plain letter as the first of those gets it who are only invited, and each that takes a proposal along."""
    viewer = request.viewer
    plain = [one for one in chosen if one.idea is None][:1]
    letters = [members.letter_of(viewer=viewer, member=one.member, words=words) for one in plain]
    ideas = (one.idea for one in chosen if one.idea)
    told = (together.letter_with_invitation(viewer=viewer, collaboration=idea, words=words) for idea in ideas)
    return letters + [letter for letter in told if letter]


def _send(request: SeenRequest, chosen: Chosen, words: str) -> HttpResponse:
    answers = actions.invite_some(viewer=request.viewer, chosen=chosen, words=words)
    for answer in answers:
        if answer.why:
            messages.warning(request, _("%(name)s: %(why)s") % {"name": answer.member.name, "why": answer.why})
    gone = sum(not answer.why for answer in answers)
    if gone:
        sentence = ngettext("%(count)s letter is on its way.", "%(count)s letters are on their way.", gone)
        messages.success(request, sentence % {"count": gone})
    return redirect("organise:invitations", request.viewer.community.slug)


@community_organiser
@require_safe
def invitation_list(request: SeenRequest) -> HttpResponse:
    community = request.viewer.community
    page = Paginator(invitations.sent(community, clock.now()), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "left": invitations.letters_left(community),
        "most": invitations.MOST_A_DAY,
        "is_post_set_up": is_set_up(),
    }
    return render(request, "organise/invitations.html", context)


@community_organiser
@require_POST
def invitation_withdraw(request: SeenRequest, pk: int) -> HttpResponse:
    invitation = invitation_for(request.viewer, pk)
    members.revoke(by=request.viewer.actor, invitation=invitation, at=clock.now())
    messages.success(request, _("The link in that letter no longer opens anything."))
    return redirect("organise:invitations", request.viewer.community.slug)


@community_organiser
@require_POST
def invitation_remind(request: SeenRequest, pk: int) -> HttpResponse:
    invitation = invitation_for(request.viewer, pk)
    try:
        actions.remind(viewer=request.viewer, invitation=invitation)
    except members.NotInvited as why:
        messages.warning(request, str(why))
    else:
        messages.success(request, _("The letter is on its way once more."))
    return redirect("organise:invitations", request.viewer.community.slug)
