"""Who acts for a member, and whom it does not want to meet."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hometeam.foundation import clock
from hometeam.members import actions
from hometeam.members.access import Pen, pen_for, signed_in
from hometeam.members.forms import SeatForm
from hometeam.members.models import Invitation, Member, Person, Seat
from hometeam.members.queries.owning import blocks_of, open_seat_offers, seats_of


@require_safe
@signed_in
def seats(request: HttpRequest, pk: int) -> HttpResponse:
    """Who acts for this member."""
    return _page(request, pen_for(request, pk), SeatForm())


def _page(request: HttpRequest, pen: Pen, form: SeatForm) -> HttpResponse:
    shown = {"pen": pen, "form": form, "seats": seats_of(pen.member), "offered": open_seat_offers(pen.member)}
    return render(request, "members/seats.html", shown)


@require_POST
@signed_in
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask somebody by letter to act for it too."""
    pen = pen_for(request, pk, owner=True)
    form = SeatForm(request.POST)
    if not form.is_valid():
        return _page(request, pen, form)
    person = cast("Person", request.user)
    try:
        actions.offer_seat(by=person, member=pen.member, **form.cleaned_data)
    except actions.NotInvited as not_invited:
        form.add_error("email", str(not_invited))
        return _page(request, pen, form)
    messages.success(request, _("A letter is on its way to %(email)s.") % {"email": form.cleaned_data["email"]})
    return redirect("members:seats", pk)


@require_POST
@signed_in
def role(request: HttpRequest, pk: int, seat: int) -> HttpResponse:
    """Make an editor an owner, or the other way."""
    pen = pen_for(request, pk, owner=True)
    held = get_object_or_404(Seat, pk=seat, member=pen.member)
    wanted = request.POST.get("role", "")
    if wanted not in Seat.Role.values:
        raise Http404
    try:
        actions.change_role(by=pen.actor, seat=held, role=wanted)
        messages.success(request, _("Saved."))
    except actions.LastOwner as last:
        messages.warning(request, str(last))
    return redirect("members:seats", pk)


@require_POST
@signed_in
def remove(request: HttpRequest, pk: int, seat: int) -> HttpResponse:
    """Take a seat away; anybody may give up their own."""
    pen = pen_for(request, pk)
    held = get_object_or_404(Seat, pk=seat, member=pen.member)
    is_mine = held.person_id == request.user.pk
    if not pen.is_owner and not is_mine:
        raise Http404
    try:
        actions.give_up_seat(by=pen.actor, seat=held)
    except actions.LastOwner as last:
        messages.warning(request, str(last))
        return redirect("members:seats", pk)
    messages.success(request, _("Done."))
    return redirect("members:me") if is_mine else redirect("members:seats", pk)


@require_POST
@signed_in
def revoke(request: HttpRequest, pk: int, invitation: int) -> HttpResponse:
    """Take an offered seat back."""
    pen = pen_for(request, pk, owner=True)
    offered = get_object_or_404(Invitation, pk=invitation, member=pen.member, community=None)
    actions.revoke(by=pen.actor, invitation=offered, at=clock.now())
    messages.success(request, _("The letter’s link works no more."))
    return redirect("members:seats", pk)


@require_safe
@signed_in
def blocks(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom this member does not want to meet."""
    pen = pen_for(request, pk)
    return render(request, "members/blocks.html", {"pen": pen, "blocked": blocks_of(pen.member)})


@require_POST
@signed_in
def unblock(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """See each other again."""
    pen = pen_for(request, pk)
    blocked = get_object_or_404(Member, pk=other, blocked_by__member=pen.member)
    actions.unblock(by=pen.actor, member=pen.member, other=blocked)
    messages.success(request, _("You see each other again."))
    return redirect("members:blocks", pk)
