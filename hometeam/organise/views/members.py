"""The members as organisers look after them."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hometeam.members import actions as members
from hometeam.members.access import SeenRequest, community_organiser, member_for
from hometeam.organise import actions
from hometeam.organise.access import kept_member_for
from hometeam.organise.forms import AddressForm, EmailForm, MemberForm
from hometeam.organise.queries import people, reading

A_PAGE = 25


@community_organiser
@require_safe
def member_list(request: SeenRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:100]
    state = request.GET.get("state", "")
    found = people.listed(request.viewer.community, words=words, state=state)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    people.describe(request.viewer.community, list(page.object_list))
    counts = people.counts(request.viewer.community)
    context = {
        "page": page,
        "q": words,
        "state": state,
        "filters": people.filters(counts),
        "query": people.query(words, state),
    }
    return render(request, "organise/members.html", context)


@community_organiser
@require_http_methods(["GET", "HEAD", "POST"])
def member_add(request: SeenRequest) -> HttpResponse:
    viewer = request.viewer
    place = {"city": viewer.community.city}
    form = MemberForm(request.POST if request.method == "POST" else None, initial=place)
    if request.method == "POST" and form.is_valid():
        row = reading.row_from(form.cleaned_data, viewer.community)
        member = actions.add_member(viewer=viewer, row=row)
        undo = reverse("organise:member_remove", args=[viewer.community.slug, member.pk])
        messages.success(request, _("%(name)s is here.") % {"name": member.name}, extra_tags=undo)
        if "again" in request.POST:
            return redirect("organise:member_add", viewer.community.slug)
        return redirect("organise:member", viewer.community.slug, member.pk)
    return render(request, "organise/member_add.html", {"form": form}, status=422 if form.errors else 200)


@community_organiser
@require_safe
def member_page(request: SeenRequest, pk: int) -> HttpResponse:
    return _member_page(request, pk)


def _member_page(request: SeenRequest, pk: int, **forms: object) -> HttpResponse:
    viewer = request.viewer
    member = kept_member_for(viewer, pk)
    known = people.known_of(viewer.community, member)
    context = {
        "member": member,
        "known": known,
        "address_form": AddressForm(initial={"email": known.email}, prefix="address"),
        "claim_form": EmailForm(initial={"email": known.email}, prefix="claim"),
    }
    return render(request, "organise/member.html", context | forms, status=422 if forms else 200)


@community_organiser
@require_POST
def member_address(request: SeenRequest, pk: int) -> HttpResponse:
    member = kept_member_for(request.viewer, pk)
    form = AddressForm(request.POST, prefix="address")
    if not form.is_valid():
        return _member_page(request, pk, address_form=form)
    actions.keep_address(viewer=request.viewer, member=member, email=form.cleaned_data["email"])
    messages.success(request, _("Kept."))
    return redirect("organise:member", request.viewer.community.slug, pk)


@community_organiser
@require_POST
def member_claim(request: SeenRequest, pk: int) -> HttpResponse:
    member = member_for(request.viewer, pk)
    form = EmailForm(request.POST, prefix="claim")
    if form.is_valid():
        try:
            members.claim_by_hand(viewer=request.viewer, member=member, email=form.cleaned_data["email"])
        except members.NotInvited as why:
            form.add_error("email", str(why))
    if form.errors:
        return _member_page(request, pk, claim_form=form)
    messages.success(request, _("%(name)s has its person now, and they have been told.") % {"name": member.name})
    return redirect("organise:member", request.viewer.community.slug, pk)


@community_organiser
@require_POST
def member_remove(request: SeenRequest, pk: int) -> HttpResponse:
    member = member_for(request.viewer, pk)
    slug = request.viewer.community.slug
    members.leave(by=request.viewer.actor, member=member, community=request.viewer.community)
    undo = reverse("organise:member_put_back", args=[slug, pk])
    messages.success(request, _("%(name)s is no longer here.") % {"name": member.name}, extra_tags=undo)
    return redirect("organise:members", slug)


@community_organiser
@require_POST
def member_put_back(request: SeenRequest, pk: int) -> HttpResponse:
    member = kept_member_for(request.viewer, pk)
    members.come_back(by=request.viewer.actor, member=member, community=request.viewer.community)
    messages.success(request, _("%(name)s is here again.") % {"name": member.name})
    return redirect("organise:member", request.viewer.community.slug, pk)
