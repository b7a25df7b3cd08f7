"""Proposing something concrete: to one, or to several at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from hometeam.foundation import clock, limits
from hometeam.foundation.text import wholes
from hometeam.members.access import Viewer, acting_member, choice_for, member_for, viewer_of
from hometeam.members.actions.claims import NotInvited
from hometeam.members.models import Member
from hometeam.together import actions, queries
from hometeam.together.access import kept_address
from hometeam.together.forms import ProposeForm
from hometeam.together.forms.terms import ASK
from hometeam.together.models import Collaboration, say_when
from hometeam.together.playbook import Kind
from hometeam.together.queries import drafts, guide, telling
from hometeam.together.queries.apart import left_out
from hometeam.together.queries.rest import Rest, rest_of
from hometeam.together.queries.why import Why, is_otherwise_now, read_why, sign_why
from hometeam.together.views.going import not_sent_to, to_page

MOST_ASKED = 30


@dataclass(frozen=True, slots=True)
class Asked:
    """What is about to be proposed to whom; `rest` where the same members did the same lately."""

    viewer: Viewer
    to: tuple[Member, ...]
    kind: Kind
    rest: Rest | None

    @property
    def first(self) -> Member:
        return self.to[0]

    @property
    def asks_email(self) -> bool:
        """Whether an organiser is asked where the one whom nobody has claimed yet can be reached."""
        return len(self.to) == 1 and not self.first.is_claimed and self.viewer.is_organiser

    @property
    def names(self) -> str:
        """Those who are asked, as one says it."""
        return telling.and_names([member.name for member in self.to])


@require_http_methods(["GET", "HEAD", "POST"])
@acting_member
def propose(request: HttpRequest) -> HttpResponse:
    """Propose something concrete to a member, or to a few: everything is filled in already."""
    viewer = viewer_of(request)
    said = request.POST or request.GET
    here = queries.kinds_here(viewer.community)
    kind = _kind(here, said.get("kind") or next(iter(here)))
    ids = chosen_in(said)
    if not ids or "pick" in said or (kind.is_group and len(ids) + 1 < kind.least):
        return _whom(request, viewer, kind if said.get("kind") else None, ids)
    to = tuple(_member(viewer, pk) for pk in (ids if kind.is_group else ids[:1]))
    asked = Asked(viewer, to, kind, rest_of(viewer.acting, to, kind, viewer.community))
    form, look_again = _form(request, asked), ""
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        why = read_why(form.cleaned_data["why"], asked.to)
        if is_otherwise_now(why):
            form, look_again = _once_more(request, asked, why), why.page
        elif (sent := _propose(request, asked, form, why)) is not None:
            return to_page(sent)
    return render(request, "together/propose.html", _page(asked, form) | {"look_again": look_again})


def _once_more(request: HttpRequest, asked: Asked, why: Why) -> ProposeForm:
    """What was typed stays, to be sent as it is by the next press; the reasons that were given are no longer so."""
    typed = request.POST.copy()
    typed["why"] = sign_why(asked.first, (), why.about, why.page)
    form = ProposeForm(typed, **_fixed(asked))
    form.add_error(
        None,
        _("What this is about was changed or taken away since you opened this page. What you wrote is still here."),
    )
    return form


@require_GET
@acting_member
def what(request: HttpRequest) -> HttpResponse:
    """What one could propose instead, to the same members: everything on the shelf."""
    viewer = viewer_of(request)
    to = tuple(_member(viewer, pk) for pk in chosen_in(request.GET))
    base = QueryDict(mutable=True)
    base.setlist("to", [str(member.pk) for member in to])
    said = f"{base.urlencode()}&kind=".removeprefix("&")
    names = telling.and_names([member.name for member in to]) if to else ""
    groups = guide.by_group(queries.kinds_here(viewer.community).values())
    path = reverse("together:propose", args=[viewer.community.slug])
    return render(request, "together/what.html", {"names": names, "groups": groups, "base": f"{path}?{said}"})


def chosen_in(said: QueryDict) -> list[int]:
    """The members named in a form or an address, each once, in order."""
    return list(dict.fromkeys(wholes(said.getlist("to"))))[:MOST_ASKED]


def _kind(here: Mapping[str, Kind], kind_id: str) -> Kind:
    try:
        return here[kind_id]
    except KeyError as error:
        raise Http404 from error


def _member(viewer: Viewer, pk: int) -> Member:
    member = member_for(viewer, pk)
    if member == viewer.acting:
        raise Http404
    return member


def _whom(request: HttpRequest, viewer: Viewer, kind: Kind | None, ids: list[int]) -> HttpResponse:
    """Whom to ask: one, or for a group a few with boxes to tick."""
    said = request.POST or request.GET
    if kind is None or not kind.is_group:
        choice = choice_for(viewer, said)
        kept = {"kind": kind.id} if kind else {}
        return render(request, "together/whom.html", {"choice": choice, "kept": kept, "ways": choice.ways("to", kept)})
    choice = choice_for(viewer, said, chosen=ids, only_claimed=True)
    shown = {"kind": kind, "choice": choice, "how_many": actions.how_many(kind), "too_few": bool(ids)}
    return render(request, "together/whom_few.html", shown | {"too_few": bool(ids) and "pick" not in said})


def _fixed(asked: Asked) -> dict[str, Any]:
    """What the form has to know besides what is typed."""
    viewer = asked.viewer
    fixed: dict[str, Any] = {"kind": asked.kind, "ask_email": asked.asks_email, "community": viewer.community}
    return fixed | {"rests": asked.rest is not None, "names": (viewer.acting.name, asked.names)}


def _form(request: HttpRequest, asked: Asked) -> ProposeForm:
    viewer, kind, to = asked.viewer, asked.kind, asked.first
    if request.method == "POST":
        return ProposeForm(request.POST, **_fixed(asked))
    place = request.GET.get("place") or (drafts.meeting_place(viewer.acting, to) if kind.is_timed else "")
    initial = {"words": request.GET.get("words") or _draft(asked), "place": place, "again": "again" in request.GET}
    told = ("role", "why", "moment", *(f"{ASK}{ask.id}" for ask in kind.asked_at("proposal")))
    initial |= {name: request.GET[name] for name in told if name in request.GET}
    initial |= {"email": kept_address(request, to)} if asked.asks_email else {}
    initial.setdefault("role", _first_role(kind, viewer.acting))
    return ProposeForm(initial=initial, **_fixed(asked))


def _first_role(kind: Kind, me: Member) -> str:
    """The first part that this member may play."""
    able = (role.id for role in kind.roles if not role.member_kinds or me.kind in role.member_kinds)
    return next(able, kind.roles[0].id)


def _draft(asked: Asked) -> str:
    """The note, filled in; to several, without what is about one of them."""
    viewer, kind = asked.viewer, asked.kind
    if len(asked.to) == 1:
        return drafts.draft(kind, "invitation", me=viewer.acting, you=asked.first, community=viewer.community)
    all_of_them = Member(name=asked.names)
    values = drafts.values_for(kind, me=viewer.acting, you=all_of_them, community=viewer.community, at=None, place="")
    return drafts.fill(_(kind.drafts["invitation"]), values | {"my_handle": "", "your_handle": ""})


def _page(asked: Asked, form: ProposeForm) -> dict[str, Any]:
    said = form.data if form.is_bound else form.initial
    viewer, kind = asked.viewer, asked.kind
    moments = dict(form.fields["moment"].choices)  # type: ignore[attr-defined]
    chosen = form.cleaned_data.get("happens_at") if form.is_bound and form.is_valid() else None
    when = say_when(chosen, viewer.community.timezone, timed=kind.is_timed) if chosen else ""
    return {
        "to": asked.first,
        "members": asked.to,
        "names": asked.names,
        "kind": kind,
        "form": form,
        "rest": asked.rest,
        "words": said.get("words", ""),
        "when": when or moments.get(said.get("moment", ""), ""),
        "place": said.get("place", ""),
        "reasons": read_why(said.get("why", ""), asked.to).reasons,
        "answers": [(field.label, field.value()) for field in form.questions if field.value()],
    }


def _propose(request: HttpRequest, asked: Asked, form: ProposeForm, why: Why) -> Collaboration | None:
    try:
        made = actions.propose(
            viewer=asked.viewer,
            to=asked.to,
            kind_id=asked.kind.id,
            reasons=why.reasons,
            about=why.about,
            email=form.cleaned_data.get("email", ""),
            **form.plan(),
        )
    except actions.NotSound as unsound:
        form.add_error(unsound.field if unsound.field in form.fields else None, str(unsound))
    except NotInvited as no:
        form.add_error("email", str(no))
    except limits.LimitReached as reached:
        form.add_error(None, enough(asked.viewer, reached))
    except actions.AlreadyOpen as already:
        messages.info(request, _already(asked))
        return already.collaboration
    else:
        missing = left_out(made, asked.to)
        sent = tuple(one for one in asked.to if one not in missing)
        messages.success(request, _said(made, replace(asked, to=sent)))
        if missing:
            messages.info(request, not_sent_to(missing))
        return made
    return None


def _already(asked: Asked) -> str:
    if len(asked.to) > 1:
        return _("You have this going already, with just these members. Here it is.")
    return _("You two have this going already. Here it is.")


def enough(viewer: Viewer, reached: limits.LimitReached) -> str:
    """When one may ask again."""
    day = date_format(clock.local(reached.retry_at, viewer.community.timezone), _("l, j F"))
    return _("That is enough asking for this week. From %(day)s on there is room again.") % {"day": day}


def _said(made: Collaboration, asked: Asked) -> str:
    if made.awaiting_invitation and made.state == "idea":
        return _("Kept. %(name)s is not here yet: an organiser can send it with an invitation.") % {"name": asked.names}
    if len(asked.to) > 1:
        return _("Sent. Each of %(names)s answers alone, with one tap.") % {"names": asked.names}
    return _("Sent. %(name)s can answer with one tap.") % {"name": asked.names}
