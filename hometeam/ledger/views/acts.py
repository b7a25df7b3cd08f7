"""Giving back: what went to and fro between me and others. Nobody else sees it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hometeam.foundation import limits
from hometeam.ledger import access, actions
from hometeam.ledger.forms.acts import FreeActForm
from hometeam.members.access import Viewer, acting_member, choice_for, member_for, partner_in, viewer_of
from hometeam.members.models import Member


def _viewer(request: HttpRequest) -> Viewer:
    return viewer_of(request)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_member
def tell(request: HttpRequest) -> HttpResponse:
    """Write down something that was done outside of any collaboration."""
    viewer = _viewer(request)
    said = request.POST or request.GET
    partner = partner_in(viewer, said.get("partner", ""))
    if partner is None:
        choice = choice_for(viewer, said)
        return render(request, "ledger/tell_whom.html", {"choice": choice, "ways": choice.ways("partner", {})})
    form = FreeActForm(request.POST or None, initial=request.GET.dict(), community=viewer.community, partner=partner)
    if request.method == "POST" and form.is_valid() and _told(request, viewer, partner, form):
        return redirect("gather:giving_back", viewer.community.slug)
    return render(request, "ledger/tell.html", {"form": form, "partner": partner})


def _told(request: HttpRequest, viewer: Viewer, partner: Member, form: FreeActForm) -> bool:
    said = form.cleaned_data
    try:
        act = actions.tell_free_act(
            viewer=viewer,
            partner=partner,
            by_me=said["by_me"] == "me",
            group="help",
            words=said["words"],
            happened_on=said["happened_on"],
            url=said["url"],
        )
    except limits.LimitReached:
        form.add_error(None, _("That is plenty for one day. Write the rest down tomorrow."))
        return False
    undo = reverse("ledger:take_back", args=[viewer.community.slug, act.pk])
    messages.success(request, _("Written down."), extra_tags=undo)
    return True


@require_POST
@acting_member
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """It was so."""
    viewer = _viewer(request)
    actions.confirm_act(viewer=viewer, act=access.act_for(viewer, pk))
    messages.success(request, _("Good. They will be glad to hear it."))
    return redirect("gather:giving_back", viewer.community.slug)


@require_POST
@acting_member
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """It was not so, or not meant to be told."""
    viewer = _viewer(request)
    actions.take_back_act(viewer=viewer, act=access.act_for(viewer, pk))
    messages.success(request, _("Taken out again."))
    return redirect("gather:giving_back", viewer.community.slug)


@require_POST
@acting_member
def name_partner(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether a partner may be named on my page; named only where both sides say so."""
    viewer = _viewer(request)
    partner = member_for(viewer, pk)
    shown = request.POST.get("shown") == "yes"
    actions.show_partner(viewer=viewer, partner=partner, shown=shown)
    said = _("%(name)s may be named on your page.") if shown else _("%(name)s is not named on your page.")
    messages.success(request, said % {"name": partner.name})
    return redirect("gather:giving_back", viewer.community.slug)
