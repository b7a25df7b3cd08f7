"""My collaborations, the playbook as a shelf, and the form in which one proposes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hometeam.foundation import clock, limits, tokens
from hometeam.members.access import Viewer, acting_member, community_member, community_organiser, member_for
from hometeam.members.actions.claims import NotInvited
from hometeam.members.models import Member
from hometeam.together import access, actions, queries
from hometeam.together.forms import ProposeForm
from hometeam.together.models import Collaboration, say_when
from hometeam.together.playbook import Kind
from hometeam.together.queries import calendar, drafts, guide
from hometeam.together.views.going import to_page, try_it, viewer_of

WHY = "together.why"


@require_GET
@community_member
def home(request: HttpRequest) -> HttpResponse:
    """What is going on between us, and what one could do together."""
    viewer = viewer_of(request)
    shown: dict[str, Any] = {"groups": guide.by_group(queries.kinds_here(viewer.community).values())}
    if viewer.member is not None:
        shown["shelf"] = shelf = queries.mine(viewer.member, viewer.community)
        shown["promises"] = queries.promises_in([*shelf.do, *shelf.answer], viewer.member)
        shown["feed"] = calendar.feed_url(viewer.member)
    return render(request, "together/home.html", shown)


@require_GET
@community_organiser
def unsent(request: HttpRequest) -> HttpResponse:
    """Ideas for members who are not here yet: each can be sent with an invitation."""
    ideas = queries.unsent(viewer_of(request).community)
    return render(request, "together/unsent.html", {"ideas": ideas})


@require_GET
@community_member
def kind(request: HttpRequest, kind_id: str) -> HttpResponse:
    """One kind of doing something together: what it takes, and what it is good for."""
    here = queries.kinds_here(viewer_of(request).community)
    found = _kind(here, kind_id)
    others = [one for one in here.values() if one.id != found.id and one.group == found.group]
    return render(request, "together/kind.html", {"kind": found, "others": others, "steps": guide.steps_of(found)})


def _kind(here: Mapping[str, Kind], kind_id: str) -> Kind:
    try:
        return here[kind_id]
    except KeyError as error:
        raise Http404 from error


@require_http_methods(["GET", "HEAD", "POST"])
@acting_member
def propose(request: HttpRequest) -> HttpResponse:
    """Propose something concrete to a member: everything is filled in already."""
    viewer = viewer_of(request)
    asked = (request.POST or request.GET).get("to", "")
    if not asked.isascii() or not asked.isdigit():
        people = queries.askable(viewer.acting, viewer.community)
        return render(request, "together/whom.html", {"kind_id": request.GET.get("kind", ""), "people": people})
    to = member_for(viewer, int(asked))
    if to == viewer.acting:
        raise Http404
    here = queries.kinds_here(viewer.community)
    kind = _kind(here, (request.POST or request.GET).get("kind") or next(iter(here)))
    form = _propose_form(request, viewer, to, kind)
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        sent = _propose(request, viewer, to, kind, form)
        if sent is not None:
            return to_page(sent)
    return render(request, "together/propose.html", _propose_page(viewer, to, kind, form) | {"groups": guide.by_group(here.values())})


def _propose_form(request: HttpRequest, viewer: Viewer, to: Member, kind: Kind) -> ProposeForm:
    ask_email = not to.is_claimed and viewer.is_organiser
    if request.method == "POST":
        return ProposeForm(request.POST, kind=kind, ask_email=ask_email, community=viewer.community)
    words = drafts.draft(kind, "invitation", me=viewer.acting, you=to, community=viewer.community)
    place = request.GET.get("place") or (drafts.meeting_place(viewer.acting, to) if kind.is_timed else "")
    initial = {"words": request.GET.get("words") or words, "place": place}
    initial |= {name: request.GET[name] for name in ("role", "why", "moment") if name in request.GET}
    return ProposeForm(initial=initial, kind=kind, ask_email=ask_email, community=viewer.community)


def _propose_page(viewer: Viewer, to: Member, kind: Kind, form: ProposeForm) -> dict[str, Any]:
    said = form.data if form.is_bound else form.initial
    moments = dict(form.fields["moment"].choices)  # type: ignore[attr-defined]
    chosen = form.cleaned_data.get("happens_at") if form.is_bound and form.is_valid() else None
    when = say_when(chosen, viewer.community.timezone, timed=kind.is_timed) if chosen else ""
    return {
        "to": to,
        "kind": kind,
        "form": form,
        "words": said.get("words", ""),
        "when": when or moments.get(said.get("moment", ""), ""),
        "place": said.get("place", ""),
        "reasons": _reasons(said.get("why", ""), to),
    }


def _reasons(why: str, to: Member) -> list[str]:
    """The reasons of the suggestion that led here, signed so that nobody writes their own."""
    try:
        data = tokens.read(WHY, why) if why else {}
    except (tokens.Bad, tokens.Expired):
        return []
    return [str(reason) for reason in data.get("reasons", [])] if data.get("to") == to.pk else []


def _propose(request: HttpRequest, viewer: Viewer, to: Member, kind: Kind, form: ProposeForm) -> Collaboration | None:
    reasons = _reasons(form.cleaned_data["why"], to)
    try:
        made = actions.propose(
            viewer=viewer,
            to=[to],
            kind_id=kind.id,
            reasons=reasons,
            email=form.cleaned_data.get("email", ""),
            **form.plan(),
        )
    except actions.NotSound as unsound:
        form.add_error(unsound.field if unsound.field in form.fields else None, str(unsound))
    except NotInvited as no:
        form.add_error("email", str(no))
    except limits.LimitReached as reached:
        form.add_error(None, enough(viewer, reached))
    except actions.AlreadyOpen as already:
        messages.info(request, _("You two have this going already. Here it is."))
        return already.collaboration
    else:
        messages.success(request, _said(made, to))
        return made
    return None


def enough(viewer: Viewer, reached: limits.LimitReached) -> str:
    """When one may ask again."""
    day = date_format(clock.local(reached.retry_at, viewer.community.timezone), _("l, j F"))
    return _("That is enough asking for this week. From %(day)s on there is room again.") % {"day": day}


def _said(made: Collaboration, to: Member) -> str:
    if made.awaiting_invitation and made.state == "idea":
        return _("Kept. %(name)s is not here yet: an organiser can send it with an invitation.") % {"name": to.name}
    return _("Sent. %(name)s can answer with one tap.") % {"name": to.name}


@require_POST
@community_member
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """An organiser sends an idea with an invitation, as one letter."""
    viewer = viewer_of(request)
    idea = access.unsent_for(viewer, pk)
    email = request.POST.get("email", "")
    try:
        try_it(
            request,
            lambda: actions.send_with_invitation(viewer=viewer, collaboration=idea, email=email),
            _("Sent, with an invitation to come in."),
        )
    except NotInvited as no:
        messages.warning(request, str(no))
    return redirect("together:unsent" if viewer.is_organiser else "together:home", viewer.community.slug)
