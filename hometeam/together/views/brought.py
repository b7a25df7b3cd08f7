"""What it brought: said, confirmed, corrected; my own results, and a community's."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hometeam.foundation.sheets import csv_answer
from hometeam.foundation.undo import said_with_undo
from hometeam.ledger import access as ledger_access
from hometeam.ledger import actions as ledger
from hometeam.ledger.forms.outcomes import BroughtForm, as_said, asked_measures
from hometeam.ledger.models import Act, Outcome
from hometeam.members.access import Viewer, acting_member, community_organiser, viewer_of
from hometeam.together.queries.brought import Brought, Entry, brought_in
from hometeam.together.queries.brought import brought as brought_to
from hometeam.together.queries.offering import kinds_known


def _results(request: HttpRequest, viewer: Viewer) -> Brought:
    asked = {key: request.GET.get(key, "") for key in ("period", "measure")}
    return brought_to(viewer.acting, viewer.community, **asked)


@require_GET
@acting_member
def brought(request: HttpRequest) -> HttpResponse:
    """What came to me and through me: overall, by partner, by kind, over time."""
    return render(request, "together/brought.html", {"found": _results(request, viewer_of(request))})


@require_GET
@acting_member
def brought_sheet(request: HttpRequest) -> HttpResponse:
    """Every figure of the same period as CSV."""
    viewer = viewer_of(request)
    found = _results(request, viewer)
    heads = (
        _("From"),
        _("Until"),
        _("Measure"),
        _("How much"),
        _("Money"),
        _("How it is known"),
        _("Came to"),
        _("With"),
        _("By what"),
    )
    rows = [_row(one, viewer) for one in reversed(found.entries)]
    return csv_answer(f"brought-{found.period.id}.csv", heads, rows)


def _row(one: Entry, viewer: Viewer) -> list[str]:
    figure = one.told.figure
    whom = viewer.acting.name if one.told.to_me else figure.partner
    known = f"{one.amount.level_words} ({one.source})"
    what = [figure.from_on.isoformat(), figure.to_on.isoformat(), one.title]
    much = [f"{figure.quantity.normalize():f}", figure.currency]
    return [*what, *much, known, whom, figure.partner, one.kind]


@require_http_methods(["GET", "HEAD", "POST"])
@acting_member
def brought_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Say, or correct, what something brought; `pk` is the act's."""
    viewer = viewer_of(request)
    act = ledger_access.act_between(viewer, pk)
    form = _form(request, viewer, act)
    if request.method == "POST" and form.is_valid():
        made = ledger.say_what_it_brought(
            viewer=viewer,
            act=act,
            amounts=form.amounts(),
            **{key: form.cleaned_data[key] for key in ("from_on", "to_on", "source", "is_estimate")},
        )
        _said(request, viewer, made)
        return redirect("together:brought", viewer.community.slug)
    received = viewer.acting.pk == act.receiver_id
    other = act.giver if received else act.receiver
    return render(
        request, "together/brought_add.html", {"form": form, "act": act, "received": received, "other": other}
    )


def _said(request: HttpRequest, viewer: Viewer, made: Sequence[Outcome]) -> None:
    words = _("Noted, with its source.")
    if len(made) == 1:
        said_with_undo(request, words, "together:brought_take_back", viewer.community.slug, made[0].pk)
    else:
        messages.success(request, words)


def _form(request: HttpRequest, viewer: Viewer, act: Act) -> BroughtForm:
    kind = kinds_known(viewer.community).get(act.kind)
    own = list(kind.measures) if kind else []
    said = Outcome.objects.standing().filter(act=act, said_by=viewer.acting)
    return BroughtForm(
        request.POST or None,
        initial=dict(as_said(said, viewer.community.purse)),
        measures=asked_measures(own),
        community=viewer.community,
        since=act.happened_on,
    )


@require_POST
@acting_member
def brought_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The receiver's word that a figure is right."""
    viewer = viewer_of(request)
    ledger.confirm_outcome(viewer=viewer, outcome=ledger_access.outcome_for(viewer, pk))
    messages.success(request, _("Good. It now counts as confirmed."))
    return redirect("together:brought", viewer.community.slug)


@require_POST
@acting_member
def brought_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take out a figure of one's own; what it had corrected stands again."""
    viewer = viewer_of(request)
    ledger.take_back_outcome(viewer=viewer, outcome=ledger_access.outcome_for(viewer, pk))
    said_with_undo(request, _("Taken out again."), "together:brought_bring_back", viewer.community.slug, pk)
    return redirect("together:brought", viewer.community.slug)


@require_POST
@acting_member
def brought_bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo the taking out."""
    viewer = viewer_of(request)
    ledger.bring_back_outcome(viewer=viewer, outcome=ledger_access.outcome_for(viewer, pk))
    messages.success(request, _("It is there again."))
    return redirect("together:brought", viewer.community.slug)


@require_GET
@community_organiser
def brought_here(request: HttpRequest) -> HttpResponse:
    """What members brought each other, in sums without names and without amounts of money."""
    community = viewer_of(request).community
    asked = {key: request.GET.get(key, "") for key in ("period", "measure")}
    found = brought_in(community, **asked)
    return render(request, "together/brought_here.html", {"found": found})
