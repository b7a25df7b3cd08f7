"""The guided start: three minutes, one question a page, each answer saved, back always works."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from hometeam.members import actions, queries
from hometeam.members.access import Pen, pen_for, signed_in
from hometeam.members.forms import ChannelForm, NeedForm, OfferForm, PhotoForm, StartForm
from hometeam.members.forms.profile import LanguagesForm
from hometeam.members.models import Community, Member, Person
from hometeam.members.queries import trades
from hometeam.members.queries.asked_here import proposed_needs
from hometeam.members.queries.owning import own_page
from hometeam.members.views.me import add_rows, form_for, save_form
from hometeam.members.views.photos import keep_photo

Answer = HttpResponse | None


@dataclass(frozen=True)
class Step:
    """One question: its name in the address, its word in the progress."""

    slug: str
    title: str | Promise


STEPS = (
    Step("you", _("You")),
    Step("does", _("What you do")),
    Step("away", _("What you do not")),
    Step("serves", _("Whom you serve")),
    Step("where", _("Where")),
    Step("together", _("Together")),
)
NAMES = [step.slug for step in STEPS]


@require_safe
@signed_in
def begin(request: HttpRequest) -> HttpResponse:
    """Go on where I stopped, or begin; whoever is through with it, and in no community, is led to where they were."""
    pen = _pen(request)
    before = queries.members_by(cast("Person", request.user)).first()
    if pen is None and before is not None and request.session.get("joining") is None:
        return redirect("members:communities", before.pk)
    if pen is None or pen.member.start_step >= len(STEPS):
        return redirect("members:start_step", "you")
    return redirect("members:start_step", NAMES[pen.member.start_step])


@require_safe
@signed_in
def match(request: HttpRequest) -> HttpResponse:
    """What we would take some words as, while they are typed."""
    words = request.GET.get("words", "")[:200]
    last = words.replace("\n", ",").split(",")[-1].strip()
    return render(request, "members/match.html", {"taken": trades.take(last) if len(last) > 2 else None})


@signed_in
def step(request: HttpRequest, step: str) -> HttpResponse:
    """One question of the start."""
    if step not in NAMES:
        raise Http404
    pen = _pen(request)
    if pen is None and step != "you":
        return redirect("members:start_step", "you")
    pages = _with_nobody if pen is None else _PAGES[step]
    return pages(request, pen)  # type: ignore[arg-type]


def _pen(request: HttpRequest) -> Pen | None:
    """The member that is being started: the one begun in this session, else the one whose start is unfinished."""
    begun = request.session.get("starting")
    person = cast("Person", request.user)
    mine = queries.members_by(person)
    member = mine.filter(pk=begun).first() if begun else None
    if member is None and request.session.get("joining") is None and "another" not in request.GET:
        member = mine.filter(start_step__lt=len(STEPS)).order_by("-pk").first()
    return pen_for(request, member.pk) if member else None


def _show(request: HttpRequest, pen: Pen | None, slug: str, **shown: Any) -> HttpResponse:
    number = NAMES.index(slug) + 1
    around = {
        "pen": pen,
        "steps": [step.title for step in STEPS],
        "number": number,
        "of": len(STEPS),
        "back": reverse("members:start_step", args=[NAMES[number - 2]]) if number > 1 else "",
        "here": reverse("members:start_step", args=[slug]),
    }
    return render(request, f"members/start_{slug}.html", around | shown)


def _next(pen: Pen, slug: str) -> HttpResponse:
    number = NAMES.index(slug) + 1
    actions.reach_step(member=pen.member, step=number)
    if number < len(STEPS):
        return redirect("members:start_step", NAMES[number])
    return redirect(_after(pen.member))


def _after(member: Member) -> str:
    """The end of the start: somebody who fits, right away, where there is a community to find them in."""
    community = Community.objects.filter(memberships__member=member, memberships__state="here").first()
    if community is None:
        return reverse("members:communities", args=[member.pk])
    try:
        return reverse("front:first_suggestion", args=[community.slug])
    except NoReverseMatch:
        return reverse("members:people", args=[community.slug])


def _with_nobody(request: HttpRequest, _nobody: None) -> HttpResponse:
    person = cast("Person", request.user)
    form = StartForm(request.POST or None, initial={"person": person.name})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        community = Community.objects.filter(slug=request.session.pop("joining", "")).first()
        member = actions.start_member(
            person=person, kind=given["kind"], name=given["name"], own_name=given["person"], community=community
        )
        request.session["starting"] = member.pk
        return redirect("members:start_step", "does")
    return _show(request, None, "you", form=form)


def _you(request: HttpRequest, pen: Pen) -> HttpResponse:
    person = cast("Person", request.user)
    initial = {"kind": pen.member.kind, "name": pen.member.name, "person": person.name}
    form = StartForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        values = {"kind": given["kind"], "name": given["name"]}
        actions.change_profile(by=pen.actor, member=pen.member, group="basics", values=values)
        actions.call_me(person=person, name=given["person"])
        return _next(pen, "you")
    return _show(request, pen, "you", form=form)


def _listing(slug: str, group: str, form_class: type[forms.Form]) -> Callable[[HttpRequest, Pen], HttpResponse]:
    def page(request: HttpRequest, pen: Pen) -> HttpResponse:
        form = form_class(request.POST or None)
        if request.method == "POST" and form.is_valid():
            added = add_rows(request, pen, group, form)
            if added or request.POST.get("go") == "add":
                return redirect("members:start_step", slug)
            return _next(pen, slug)
        own = own_page(pen.member)
        proposed = proposed_needs(own) if group == "needs" else None
        return _show(request, pen, slug, form=form, own=own, group=group, proposed=proposed)

    return page


def _serves(request: HttpRequest, pen: Pen) -> HttpResponse:
    form = form_for(pen.member, "audiences", request.POST or None)
    channel = ChannelForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and channel.is_valid():
        save_form(pen, "audiences", form)
        added = add_rows(request, pen, "channels", channel)
        again = added and request.POST.get("go") == "add"
        return redirect("members:start_step", "serves") if again else _next(pen, "serves")
    return _show(request, pen, "serves", form=form, channel=channel, own=own_page(pen.member), group="channels")


def _where(request: HttpRequest, pen: Pen) -> HttpResponse:
    form = form_for(pen.member, "place", request.POST or None)
    tongues = LanguagesForm(request.POST or None, initial={"languages": pen.member.languages or [get_language()]})
    if request.method == "POST" and form.is_valid() and tongues.is_valid():
        save_form(pen, "place", form)
        values = {"languages": tongues.cleaned_data["languages"]}
        actions.change_profile(by=pen.actor, member=pen.member, group="basics", values=values)
        return _next(pen, "where")
    return _show(request, pen, "where", form=form, tongues=tongues)


def _together(request: HttpRequest, pen: Pen) -> HttpResponse:
    form = form_for(pen.member, "likes", request.POST or None)
    photo = PhotoForm(request.POST or None, request.FILES or None, optional=True)
    if request.method == "POST" and form.is_valid() and photo.is_valid() and keep_photo(request, pen, photo):
        save_form(pen, "likes", form)
        request.session.pop("starting", None)
        return _next(pen, "together")
    return _show(request, pen, "together", form=form, photo=photo)


_PAGES: dict[str, Callable[[HttpRequest, Pen], HttpResponse]] = {
    "you": _you,
    "does": _listing("does", "offers", OfferForm),
    "away": _listing("away", "needs", NeedForm),
    "serves": _serves,
    "where": _where,
    "together": _together,
}
