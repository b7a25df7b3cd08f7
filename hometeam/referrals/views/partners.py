"""The page of two standing partners."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hometeam.members.access import acting_member, viewer_of
from hometeam.referrals import access, actions
from hometeam.referrals.forms import PartnerWordsForm
from hometeam.referrals.queries import partners


@require_GET
@acting_member
def partner(request: HttpRequest, pk: int) -> HttpResponse:
    """What the two tell each other, and what went to and fro."""
    viewer = viewer_of(request)
    other = access.partner_for(viewer, pk)
    sheet = partners.sheet_of(viewer.acting, other, viewer.community)
    return render(request, "referrals/partner.html", {"sheet": sheet, "partner": other})


@require_http_methods(["GET", "HEAD", "POST"])
@acting_member
def words(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what I tell this partner."""
    viewer = viewer_of(request)
    other = access.partner_for(viewer, pk)
    said = partners.words_of(viewer.acting, other, viewer.community)
    initial = vars(said) if said else partners.first_words(viewer.acting)
    form = PartnerWordsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.say_words(viewer=viewer, partner=other, **form.cleaned_data)
        messages.success(request, _("Saved. %(name)s sees it from now on.") % {"name": other.name})
        return redirect("referrals:partner", viewer.community.slug, pk)
    return render(request, "referrals/partner_words.html", {"form": form, "partner": other})


@require_POST
@acting_member
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """End the partnership."""
    viewer = viewer_of(request)
    other = access.partner_for(viewer, pk)
    actions.stop(viewer=viewer, partner=other)
    messages.success(
        request, _("Ended, and %(name)s is told kindly. Introductions on their way go on.") % {"name": other.name}
    )
    return redirect("referrals:home", viewer.community.slug)
