"""My profile, each part on a page of its own; my account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import activate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hometeam.foundation import clock, post
from hometeam.members import actions, queries
from hometeam.members.access import Pen, pen_for, signed_in
from hometeam.members.forms import (
    BasicsForm,
    ChannelForm,
    CloseForm,
    KitForm,
    LikesForm,
    NeedForm,
    OfferForm,
    PartneringForm,
    PlaceForm,
    RestForm,
    ServesForm,
    SettingsForm,
    ValuesForm,
)
from hometeam.members.models import Community, Kit, Member, Person, Place
from hometeam.members.queries import Group, choices, trades
from hometeam.members.queries.asked_here import proposed_needs
from hometeam.members.queries.groups import MEMBER_FIELDS
from hometeam.members.queries.owning import own_haunts, own_page
from hometeam.members.views.going import go_on, said


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """My one profile; of several, the choice; of none, the start."""
    members = list(queries.members_by(cast("Person", request.user)))
    if len(members) == 1:
        return redirect("members:profile", members[0].pk)
    return render(request, "members/mine.html", {"members": members})


@require_safe
@signed_in
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """All that a member says of itself, and where to change it."""
    pen = pen_for(request, pk)
    own, kit = own_page(pen.member), queries.kit_of(pen.member)
    shown = {"pen": pen, "own": own, "kit": kit, "haunts": own_haunts(pen.member)}
    return render(request, "members/profile.html", shown)


# The groups that are lists with a form to add to them; those of `_FORMS` are edited as one form.
LIST_GROUPS: dict[str, type[forms.Form]] = {"offers": OfferForm, "needs": NeedForm, "channels": ChannelForm}


def form_for(member: Member, group: str, data: Any = None) -> forms.BaseForm:
    """The form of one group, filled with what the member says now."""
    return _FORMS[group](member, data)


def _basics(member: Member, data: Any) -> forms.BaseForm:
    return BasicsForm(data, instance=Member.objects.get(pk=member.pk))


def _place(member: Member, data: Any) -> forms.BaseForm:
    place, likely = Place.objects.filter(member=member).first(), _likely_place(member)
    town = {name: getattr(likely, name) for name in ("city", "region", "country")}
    is_nowhere = place is not None and not (place.city or place.postcode)  # as a list without towns had it
    return PlaceForm(data, instance=place or likely, initial=town if is_nowhere else None)


def _kit(member: Member, data: Any) -> forms.BaseForm:
    return KitForm(data, instance=Kit.objects.filter(member=member).first() or Kit(member=member))


def _rest(member: Member, data: Any) -> forms.BaseForm:
    return RestForm(data, initial={"until": member.snoozed_until_on}, today=clock.today("UTC"))


def _audiences(member: Member, data: Any) -> forms.BaseForm:
    rows = list(member.audiences.order_by("pk"))
    words = ", ".join(row.words for row in rows if row.words)
    return ServesForm(data, initial={"tags": [row.tag for row in rows if row.tag], "others": words})


def _likes(member: Member, data: Any) -> forms.BaseForm:
    return LikesForm(data, initial={field: getattr(member, field) for field in MEMBER_FIELDS["likes"]})


def _values(member: Member, data: Any) -> forms.BaseForm:
    ours = dict(choices.VALUES)
    own = ", ".join(one for one in member.stands_for if one not in ours)
    return ValuesForm(data, initial={"tags": [one for one in member.stands_for if one in ours], "others": own})


def _partnering(member: Member, data: Any) -> forms.BaseForm:
    return PartneringForm(data, instance=Member.objects.get(pk=member.pk))


def _likely_place(member: Member) -> Place:
    """Where somebody most likely is who has not said: in the town of their community."""
    town = Community.objects.filter(memberships__member=member).order_by("memberships__pk").first()
    if town is None:
        return Place(member=member)
    return Place(member=member, city=town.city, region=town.region, country=town.country)


_FORMS: dict[str, Callable[[Member, Any], forms.BaseForm]] = {
    "basics": _basics,
    "audiences": _audiences,
    "place": _place,
    "likes": _likes,
    "values": _values,
    "partnering": _partnering,
    "rest": _rest,
    "kit": _kit,
}


def save_form(pen: Pen, group: str, form: Any) -> Any:
    """Write one group's form; returns what the group held before."""
    if group == "place":
        return actions.move(by=pen.actor, member=pen.member, values=form.values)
    return actions.change_profile(by=pen.actor, member=pen.member, group=cast("Group", group), values=form.values)


@signed_in
def edit(request: HttpRequest, pk: int, group: str) -> HttpResponse:
    """One part of a profile."""
    pen = pen_for(request, pk)
    if group in LIST_GROUPS:
        return _list_page(request, pen, group, LIST_GROUPS[group]())
    if group not in _FORMS:
        raise Http404
    form = form_for(pen.member, group, request.POST or None)
    seen = queries.fingerprint(pen.member, cast("Group", group))
    stale = request.method == "POST" and request.POST.get("seen") not in (None, seen)
    if request.method == "POST" and not stale and form.is_valid():
        before = save_form(pen, group, form)
        said(request, _("Saved."), member=pen.member, group=cast("Group", group), before=before)
        return go_on(request, f"/me/{pk}/")
    shown = {"pen": pen, "group": group, "form": form, "seen": seen, "stale": stale}
    if group == "kit":
        shown["kit"] = queries.kit_of(pen.member)
    return render(request, f"members/edit_{group}.html", shown, status=409 if stale else 200)


def _list_page(request: HttpRequest, pen: Pen, group: str, form: forms.Form) -> HttpResponse:
    own = own_page(pen.member)
    shown = {"pen": pen, "member": pen.member, "group": group, "form": form, "own": own, "here": request.path}
    shown["here"] = f"/me/{pen.member.pk}/{group}"
    if group == "needs":
        shown["proposed"] = proposed_needs(own)
    return render(request, f"members/edit_{group}.html", shown)


@require_POST
@signed_in
def add(request: HttpRequest, pk: int, group: str) -> HttpResponse:
    """Add to a list: what I do, do not do, where I reach people."""
    pen = pen_for(request, pk)
    if group not in LIST_GROUPS:
        raise Http404
    form = LIST_GROUPS[group](request.POST)
    if not form.is_valid():
        return _list_page(request, pen, group, form)
    add_rows(request, pen, group, form)
    return go_on(request, f"/me/{pk}/{group}")


def add_rows(request: HttpRequest, pen: Pen, group: str, form: forms.Form) -> int:
    """Write the rows that a valid form names, and say how they were taken; returns how many there were."""
    rows = _ROWS[group](form.cleaned_data)
    if not rows:
        return 0
    before = actions.add_rows(by=pen.actor, member=pen.member, group=cast("Group", group), rows=rows)
    titles = ", ".join(trades.title(row["service"]) for row in rows if row.get("service"))
    words = _("Added. We took it as: %(titles)s.") % {"titles": titles} if titles else _("Added.")
    said(request, words, member=pen.member, group=cast("Group", group), before=before)
    return len(rows)


def _offer_rows(given: dict[str, Any]) -> list[dict[str, Any]]:
    how = given.get("how") or "any"
    return [
        {"service": trades.take(words).service, "words": words, "how": how, "guessed": False}
        for words in given["words"]
    ]


def _need_rows(given: dict[str, Any]) -> list[dict[str, Any]]:
    kind = given["kind"]
    tapped = [(given["service"], "")] if given["service"] else []
    typed = [(trades.take(words).service, words) for words in given["words"]]
    return [{"kind": kind, "service": service, "words": words, "guessed": False} for service, words in tapped + typed]


def _channel_rows(given: dict[str, Any]) -> list[dict[str, Any]]:
    return [{key: given[key] for key in ("medium", "handle", "band", "cadence")}] if given["medium"] else []


_ROWS: dict[str, Callable[[dict[str, Any]], list[dict[str, Any]]]] = {
    "offers": _offer_rows,
    "needs": _need_rows,
    "channels": _channel_rows,
}


@require_POST
@signed_in
def drop(request: HttpRequest, pk: int, group: str, row: int) -> HttpResponse:
    """Take one thing off a list."""
    pen, known = _row_of(request, pk, group, row)
    before = actions.drop_row(by=pen.actor, member=pen.member, group=known, row_id=row)
    said(request, _("Taken off."), member=pen.member, group=known, before=before)
    return go_on(request, f"/me/{pk}/{group}")


@require_POST
@signed_in
def confirm(request: HttpRequest, pk: int, group: str, row: int) -> HttpResponse:
    """Yes, that guess is right."""
    pen, known = _row_of(request, pk, group, row)
    before = actions.confirm_guess(by=pen.actor, member=pen.member, group=known, row_id=row)
    said(request, _("Good to know."), member=pen.member, group=known, before=before)
    return go_on(request, f"/me/{pk}/{group}")


@require_POST
@signed_in
def take(request: HttpRequest, pk: int, group: str, row: int) -> HttpResponse:
    """Say which service some words mean."""
    pen, known = _row_of(request, pk, group, row)
    said_so = request.POST.get("said", "")[:200]
    service = trades.take(said_so).service if said_so else request.POST.get("service", "")
    if said_so and not service:
        messages.info(request, _("We do not know that either. Try the word that stands on a shop sign."))
        return go_on(request, f"/me/{pk}/{group}")
    if service and trades.findable(service) == "":
        raise Http404
    before = actions.retake(by=pen.actor, member=pen.member, group=known, row_id=row, service=service)
    said(request, _("Changed."), member=pen.member, group=known, before=before)
    return go_on(request, f"/me/{pk}/{group}")


def _row_of(request: HttpRequest, pk: int, group: str, row: int) -> tuple[Pen, Group]:
    pen = pen_for(request, pk)
    if group not in LIST_GROUPS or not getattr(pen.member, group).filter(pk=row).exists():
        raise Http404
    return pen, cast("Group", group)


@require_POST
@signed_in
def undo(request: HttpRequest, key: str) -> HttpResponse:
    """Give back what the last change took."""
    kept: dict[str, Any] = request.session.get("undo", {})
    was = kept.pop(key, None)
    if was is None:
        raise Http404
    request.session["undo"] = kept
    pen = pen_for(request, was["member"])
    actions.change_profile(by=pen.actor, member=pen.member, group=was["group"], values=was["before"])
    messages.success(request, _("Undone."))
    return redirect("members:profile", pen.member.pk)


@signed_in
def settings(request: HttpRequest) -> HttpResponse:
    """How I am called, told and addressed."""
    person = cast("Person", request.user)
    fields = ("name", "notice_choice", "timezone", "language")
    form = SettingsForm(request.POST or None, initial={field: getattr(person, field) for field in fields})
    if request.method == "POST" and form.is_valid():
        actions.change_settings(person=person, **form.cleaned_data)
        activate(form.cleaned_data["language"])
        messages.success(request, _("Saved."))
        return redirect("members:settings")
    shown = {"form": form, "members": queries.members_by(person), "is_nobodys": post.is_nobodys(person.email)}
    return render(request, "members/settings.html", shown)


@signed_in
def close_member(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a profile for good."""
    pen = pen_for(request, pk, owner=True)
    form = CloseForm(request.POST or None, name=pen.member.name)
    if request.method == "POST" and form.is_valid():
        actions.erase_member(by=pen.actor, member=pen.member)
        messages.success(request, _("The profile is closed, and what it said is erased."))
        return redirect("members:me")
    return render(request, "members/close_member.html", {"pen": pen, "form": form})


@signed_in
def close_account(request: HttpRequest) -> HttpResponse:
    """Close my account for good."""
    person = cast("Person", request.user)
    form = CloseForm(request.POST or None, name=person.email)
    hand_on: Community | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_account(person=person)
        except actions.StillNeeded as needed:
            form.add_error(None, str(needed))
            hand_on = needed.community
        else:
            logout(request)
            messages.success(request, _("Your account is closed. Go well."))
            return redirect("/")
    shown = {"form": form, "only_mine": queries.only_owned_by(person), "hand_on": hand_on}
    return render(request, "members/close_account.html", shown)
