"""A member's account in hours or points, what goes round, and the yearly statement. Nobody else sees them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hometeam.foundation import clock, limits
from hometeam.foundation.moved import try_it
from hometeam.foundation.sheets import csv_answer
from hometeam.ledger.access import act_between
from hometeam.members.access import Viewer, acting_member, choice_for, community_organiser, partner_in, viewer_of
from hometeam.members.models import Member
from hometeam.swap import access, actions
from hometeam.swap.forms.accounts import WorthForm, WriteDownForm
from hometeam.swap.models import Rules, SetOff
from hometeam.swap.queries.accounts import account_of, counted_before
from hometeam.swap.queries.counting import Counting
from hometeam.swap.queries.rules import rules_of
from hometeam.swap.queries.scope import agreed_for, worth_on_board
from hometeam.swap.queries.set_offs import asked_of
from hometeam.swap.queries.statement import EARLIEST, Entry, Statement, statement_of


@require_GET
@acting_member
def account(request: HttpRequest) -> HttpResponse:
    """What I gave and got, what waits for my word, and what could be settled; where nothing is counted any more, what
    was.
    """
    viewer = viewer_of(request)
    rules = rules_of(viewer.community)
    if not Counting.of(rules).is_on or "before" in request.GET:
        return _past(request, viewer, rules)
    found = account_of(viewer, rules, request.GET.get("page", "1"))
    shown = {"found": found, "rings": asked_of(viewer, found.counting), "today": clock.today(viewer.community.timezone)}
    return render(request, "swap/account.html", shown)


def _past(request: HttpRequest, viewer: Viewer, rules: Rules) -> HttpResponse:
    page = counted_before(viewer, rules, request.GET.get("page", "1"))
    counting = Counting.of(rules)
    if not page.paginator.count:
        if counting.is_on:
            return redirect("swap:account", viewer.community.slug)
        messages.info(request, _("Nothing is counted here: who helped whom is enough. This is the board."))
        return redirect("swap:home", viewer.community.slug)
    shown = {"page": page, "counting": counting, "today": clock.today(viewer.community.timezone)}
    return render(request, "swap/account_past.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_member
def write_down(request: HttpRequest) -> HttpResponse:
    """Help that was given outside of anything agreed here, and what it was worth."""
    viewer = viewer_of(request)
    counting = Counting.of(access.rules_that_count(viewer))
    said = request.POST or request.GET
    partner = partner_in(viewer, said.get("partner", ""))
    if partner is None:
        choice = choice_for(viewer, said)
        return render(request, "ledger/tell_whom.html", {"choice": choice, "ways": choice.ways("partner", {})})
    form = WriteDownForm(
        request.POST or None,
        initial=request.GET.dict(),
        community=viewer.community,
        partner=partner,
        counting=counting,
    )
    if request.method == "POST" and form.is_valid() and _written(request, viewer, partner, form):
        return redirect("swap:account", viewer.community.slug)
    return render(request, "swap/write_down.html", {"form": form, "partner": partner, "counting": counting})


def _written(request: HttpRequest, viewer: Viewer, partner: Member, form: WriteDownForm) -> bool:
    said = form.cleaned_data
    try:
        made = actions.write_down(
            viewer=viewer,
            partner=partner,
            by_me=said["by_me"] == "me",
            words=said["words"],
            amount=said["amount"],
            happened_on=said["happened_on"],
        )
    except limits.LimitReached:
        form.add_error(None, _("That is plenty for one day. Write the rest down tomorrow."))
        return False
    messages.success(request, _said(made.confirmed_at is not None, partner.name))
    return True


def _said(stands: bool, name: str) -> str:
    if stands:
        return _("Written down. It counts, and %(name)s is told.") % {"name": name}
    return _("Written down. It counts once %(name)s says that it was so.") % {"name": name}


@require_http_methods(["GET", "HEAD", "POST"])
@acting_member
def count(request: HttpRequest, act: int) -> HttpResponse:
    """What something that was bartered here was worth."""
    viewer = viewer_of(request)
    counting = Counting.of(access.rules_that_count(viewer))
    found = act_between(viewer, act)
    worth = worth_on_board(found)
    form = WorthForm(request.POST or None, counting=counting, initial={"amount": worth})
    if request.method == "POST" and form.is_valid():
        amount, mine = form.cleaned_data["amount"], found.giver_id == viewer.acting.pk
        said = _said(not mine, (found.receiver if mine else found.giver).name)
        try_it(request, lambda: actions.count_act(viewer=viewer, act=found, amount=amount), said)
        return redirect("swap:account", viewer.community.slug)
    shown = {"form": form, "act": found, "counting": counting, "agreed": agreed_for([found]).get(found.pk, "")}
    shown["on_board"] = counting.said(worth) if worth else ""
    return render(request, "swap/count.html", shown)


@require_POST
@acting_member
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """It was so."""
    viewer = viewer_of(request)
    transfer = access.transfer_for(viewer, pk)
    said = _("Good. It is on both your accounts.")
    try_it(request, lambda: actions.agree_to_count(viewer=viewer, transfer=transfer), said)
    return redirect("swap:account", viewer.community.slug)


@require_POST
@acting_member
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Not so, or not to be counted."""
    viewer = viewer_of(request)
    transfer = access.transfer_for(viewer, pk)
    try_it(request, lambda: actions.stop_counting(viewer=viewer, transfer=transfer), _("It is not counted."))
    return redirect("swap:account", viewer.community.slug)


@require_POST
@acting_member
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Yes, settle it; or leave it as it is."""
    viewer = viewer_of(request)
    ring = access.set_off_for(viewer, pk)
    says_yes = request.POST.get("answer") == "yes"
    answer = actions.agree_to_settle if says_yes else actions.leave_as_it_is
    messages.success(request, _how_it_stands(answer(viewer=viewer, set_off=ring), says_yes=says_yes))
    return redirect("swap:account", viewer.community.slug)


def _how_it_stands(ring: SetOff, *, says_yes: bool) -> str:
    """Where a ring stands after somebody's word: others' may have come first, and what is owed may have changed."""
    if ring.state == SetOff.State.PROPOSED:
        return _("You said yes. It is settled once all have.")
    if ring.state == SetOff.State.DONE:
        return _("It is settled.") if says_yes else _("All of you had said yes already: it is settled.")
    if says_yes:
        return _("It did not come together. Nothing has changed on your account.")
    return _("It is left as it was. Nobody is told by whom.")


@require_POST
@community_organiser
def look_for_rings(request: HttpRequest) -> HttpResponse:
    """Look now for what could be settled."""
    viewer = viewer_of(request)
    access.rules_that_count(viewer)
    found = actions.propose_set_offs(community=viewer.community, asked_by=viewer.person)
    if found:
        words = ngettext("%(count)s ring was proposed.", "%(count)s rings were proposed.", len(found))
        messages.success(request, words % {"count": len(found)})
    else:
        messages.info(request, _("Nothing new goes round just now."))
    return redirect("swap:rules", viewer.community.slug)


def _statement(request: HttpRequest, year: int) -> Statement:
    viewer = viewer_of(request)
    if not EARLIEST <= year <= clock.today(viewer.community.timezone).year:
        raise Http404
    return statement_of(viewer.acting, viewer.community, year, rules_of(viewer.community))


@require_GET
@acting_member
def statement(request: HttpRequest, year: int) -> HttpResponse:
    """What I bartered in a year, on one sheet."""
    return render(request, "swap/statement.html", {"found": _statement(request, year)})


@require_GET
@acting_member
def statement_sheet(request: HttpRequest, year: int) -> HttpResponse:
    """The same as CSV."""
    found = _statement(request, year)
    heads = (
        _("Day"),
        _("With"),
        _("What"),
        _("Direction"),
        _("Confirmed"),
        _("Counted"),
        _("Amount"),
        _("Of what"),
        _("Worth"),
        _("Money"),
        _("As agreed"),
    )
    return csv_answer(f"barter-{year}.csv", heads, [_cells(entry) for entry in found.entries])


def _cells(entry: Entry) -> list[str]:
    worth = f"{entry.worth.normalize():f}" if entry.worth is not None else ""
    direction = _("given") if entry.is_given else _("received")
    confirmed = _("yes") if entry.is_confirmed else _("no")
    return [
        entry.on.isoformat(),
        entry.partner,
        entry.words,
        direction,
        confirmed,
        entry.counted,
        "" if entry.amount is None else str(entry.amount),
        entry.unit,
        worth,
        entry.currency,
        entry.agreed,
    ]
