"""A member's introductions, and the form in which one introduces somebody."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from hometeam.foundation import clock, limits
from hometeam.members.access import Viewer, acting_member, choice_for, member_for, partner_in, viewer_of
from hometeam.members.models import Member
from hometeam.referrals import actions
from hometeam.referrals.forms import GiveForm
from hometeam.referrals.models import Referral
from hometeam.referrals.queries import partners, referrals, telling
from hometeam.together.access import meant_for
from hometeam.together.models import Collaboration


@require_GET
@acting_member
def home(request: HttpRequest) -> HttpResponse:
    """What waits for me, what I gave, what came to me, and with whom I send to and fro."""
    viewer = viewer_of(request)
    book = referrals.book_of(viewer.acting, viewer.community, request.GET.get("page"))
    standing = partners.partners_of(viewer.acting, viewer.community)
    return render(request, "referrals/home.html", {"book": book, "partners": standing})


@require_http_methods(["GET", "HEAD", "POST"])
@acting_member
def new(request: HttpRequest) -> HttpResponse:
    """Introduce somebody to a member: first to whom, then who it is."""
    viewer = viewer_of(request)
    said = request.POST or request.GET
    to = partner_in(viewer, said.get("to", ""))
    if to is None:
        choice = choice_for(viewer, said, only_claimed=True)
        return render(request, "referrals/to_whom.html", {"choice": choice, "ways": choice.ways("to", {})})
    if not to.is_claimed:
        return render(request, "referrals/nobody_yet.html", {"to": to})
    within = meant_for(viewer, "referrals:introduce", to, request.GET.get("within", ""))
    form = _form(request, viewer, to)
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        given = _given(request, viewer, to, form, within)
        if given is not None:
            return redirect("referrals:referral", viewer.community.slug, given.pk)
    shown = form.data if form.is_bound else form.initial
    return render(request, "referrals/new.html", {"to": to, "form": form, "said": shown, "within": within})


@require_GET
@acting_member
def introduce(request: HttpRequest, pk: int) -> HttpResponse:
    """To the form in which one introduces somebody to this member, perhaps as was agreed."""
    to = member_for(viewer_of(request), pk)
    asked = {"to": to.pk, **({"within": request.GET["within"]} if "within" in request.GET else {})}
    return redirect(f"{reverse('referrals:new', args=[viewer_of(request).community.slug])}?{urlencode(asked)}")


def _form(request: HttpRequest, viewer: Viewer, to: Member) -> GiveForm:
    services = [offer.service for offer in to.offers.order_by("pk") if offer.service]
    if request.method == "POST":
        return GiveForm(request.POST, receiver=to, services=services)
    told = partners.words_of(to, viewer.acting, viewer.community)
    words = telling.draft(viewer.acting, to, introduce=told.introduce if told else "")
    initial: dict[str, Any] = {"words": words}
    if request.GET.get("service") in services:
        initial["service"] = request.GET["service"]
    return GiveForm(initial=initial, receiver=to, services=services)


def _given(
    request: HttpRequest, viewer: Viewer, to: Member, form: GiveForm, within: Collaboration | None
) -> Referral | None:
    try:
        given = actions.give(viewer=viewer, receiver=to, within=within, **form.plan())
    except actions.NotSound as unsound:
        form.add_error(unsound.field if unsound.field in form.fields else None, str(unsound))
    except limits.LimitReached as reached:
        day = date_format(clock.local(reached.retry_at, viewer.community.timezone), _("l, j F"))
        form.add_error(None, _("That is plenty for one week. From %(day)s on there is room again.") % {"day": day})
    except actions.AlreadyOpen as already:
        messages.info(request, _("You have introduced the two already. Here it is."))
        return already.referral
    else:
        messages.success(request, _("The letter is on its way. You hear how it goes."))
        return given
    return None
