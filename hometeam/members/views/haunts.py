"""Where I am a regular: name a place, find it among those that others named, take it off again."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hometeam.engine.haunts import Named
from hometeam.members import actions
from hometeam.members.access import Pen, pen_for, signed_in
from hometeam.members.forms import HauntForm
from hometeam.members.models import Place
from hometeam.members.queries.haunts import MOST, Known, known_to, meant, perhaps, to_choose
from hometeam.members.queries.owning import own_haunts
from hometeam.members.views.going import go_on, said

IS_ANOTHER = "another"
"""What the form says in the place of a known one when none of them was meant."""


@signed_in
def haunts(request: HttpRequest, pk: int) -> HttpResponse:
    """The places where I am a regular, and one more."""
    pen = pen_for(request, pk)
    known = known_to(pen.member)
    if request.method != "POST":
        return _page(request, pen, known, HauntForm(initial={"city": _town(pen)}))
    tapped = next((place for place in known if str(place.pk) == request.POST.get("place")), None)
    if tapped is not None:
        return _add(request, pen, known, _row_of(tapped, request.POST.get("shown_to", "")))
    form = HauntForm(request.POST)
    if not form.is_valid():
        return _page(request, pen, known, form)
    unsure = [] if request.POST.get("place") == IS_ANOTHER else _unsure(form.named, known)
    if unsure:
        return _page(request, pen, known, form, asked=unsure)
    return _add(request, pen, known, form.row)


def _page(
    request: HttpRequest, pen: Pen, known: list[Known], form: HauntForm, *, asked: list[Known] | None = None
) -> HttpResponse:
    mine = own_haunts(pen.member)
    shown = {
        "pen": pen,
        "form": form,
        "mine": mine,
        "asked": asked,
        "named": to_choose(known),
        "is_full": len(mine) >= MOST,
        "another": IS_ANOTHER,
    }
    return render(request, "members/haunts.html", shown)


def _town(pen: Pen) -> str:
    return Place.objects.filter(member=pen.member).values_list("city", flat=True).first() or ""


def _unsure(named: Named, known: list[Known]) -> list[Known]:
    """Places that may be meant and need a word: one name at several streets, or names that are nearly this one."""
    there = [place for place in meant(named, known) if place.open_regulars]
    if there:
        return there if len(there) > 1 else []
    return perhaps(named, known)


def _row_of(place: Known, shown_to: str) -> dict[str, Any]:
    """A known place as a row of the profile; who may see it is as the form says, or everybody."""
    about = {field: getattr(place, field) for field in ("name", "kind", "street", "city")}
    chosen = HauntForm.base_fields["shown_to"]
    return about | {"shown_to": shown_to if chosen.valid_value(shown_to) else chosen.initial}  # type: ignore[attr-defined]


def _add(request: HttpRequest, pen: Pen, known: list[Known], row: dict[str, Any]) -> HttpResponse:
    mine = [place for place in known if place.mine]
    named = Named(row["name"], row["kind"], row["street"], row["city"])
    if len(mine) >= MOST and not meant(named, mine):
        raise Http404  # the page has no form for a sixth
    before = actions.add_rows(by=pen.actor, member=pen.member, group="haunts", rows=[row])
    taken = next(iter(meant(named, known)), None)
    words = _("Added. We took it as: %(titles)s.") % {"titles": taken.words} if taken else _("Added.")
    said(request, words, member=pen.member, group="haunts", before=before)
    return go_on(request, f"/me/{pen.member.pk}/haunts")


@require_safe
@signed_in
def like(request: HttpRequest, pk: int) -> HttpResponse:
    """Places that might be meant by what is typed, one tap each."""
    pen = pen_for(request, pk)
    name = request.GET.get("name", "")[:120].strip()
    found = perhaps(Named(name), known_to(pen.member)) if len(name) > 1 else []
    return render(request, "members/haunts_like.html", {"places": found})


@require_POST
@signed_in
def drop(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Take a place off."""
    pen = pen_for(request, pk)
    if not pen.member.haunts.filter(pk=row).exists():
        raise Http404
    before = actions.drop_row(by=pen.actor, member=pen.member, group="haunts", row_id=row)
    said(request, _("Taken off."), member=pen.member, group="haunts", before=before)
    return go_on(request, f"/me/{pk}/haunts")
