"""Public reviews: asked of real customers alone, never owed and never rewarded."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from hometeam.foundation.undo import said_with_undo
from hometeam.members.access import Viewer, acting_member, viewer_of
from hometeam.members.models import Member
from hometeam.praise import access, actions, queries
from hometeam.praise.forms import ReminderForm, ReviewForm
from hometeam.praise.views.going import done, meant


@require_GET
@acting_member
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """First the question whether I was their customer; then the way to the form, or something else to give."""
    viewer = viewer_of(request)
    them = access.other_for(viewer, pk)
    return _page(request, viewer, them, request.GET.get("customer", ""))


def _page(request: HttpRequest, viewer: Viewer, them: Member, customer: str, **forms: Any) -> HttpResponse:
    links = queries.review_links(queries.corner_of(them))
    shown: dict[str, Any] = {
        "them": them,
        "within": meant(request, "praise:write_review", them),
        "customer": customer,
        "links": links,
        "written": queries.reviews_by(viewer.acting, them),
        "reminder": queries.reminder_of(viewer.acting, them),
        "form": ReviewForm(sites=_sites(links)),
        "reminder_form": ReminderForm(initial={"days": 3}),
    }
    return render(request, "praise/write_review.html", shown | forms)


def _sites(links: list[tuple[str, str, str]]) -> list[tuple[str, str]]:
    return [(site, name) for site, name, _url in links]


@require_POST
@acting_member
def written(request: HttpRequest, pk: int) -> HttpResponse:
    """I have written it."""
    viewer = viewer_of(request)
    them = access.other_for(viewer, pk)
    form = ReviewForm(request.POST, sites=_sites(queries.review_links(queries.corner_of(them))))
    if not form.is_valid():
        return _page(request, viewer, them, "yes", form=form)
    within = meant(request, "praise:write_review", them)
    one = actions.wrote_review(viewer=viewer, of=them, site=form.cleaned_data["site"], within=within)
    words = _("%(name)s will be glad to read it.") % {"name": them.name}
    said_with_undo(request, words, "praise:withdraw_review", viewer.community.slug, one.pk)
    return done(within, viewer.community.slug)


@require_POST
@acting_member
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind me once, or not after all."""
    viewer = viewer_of(request)
    them = access.other_for(viewer, pk)
    form = ReminderForm(request.POST)
    if request.POST.get("off"):
        actions.forget_reminder(viewer=viewer, of=them)
        messages.success(request, _("No reminder, then."))
    elif form.is_valid():
        actions.remind_me(viewer=viewer, of=them, days=form.cleaned_data["days"])
        messages.success(request, _("You will have one reminder, and no second one."))
    else:
        return _page(request, viewer, them, "yes", reminder_form=form)
    return redirect(f"{reverse('praise:write_review', args=[viewer.community.slug, pk])}?customer=yes")


@require_GET
@acting_member
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One review, for the two whom it concerns."""
    viewer = viewer_of(request)
    one = access.review_for(viewer, pk)
    is_mine = one.giver_id == viewer.acting.pk
    if one.withdrawn_at is not None and not is_mine:
        raise Http404
    links = queries.review_links(queries.corner_of(one.receiver))
    return render(request, "praise/review.html", {"one": one, "is_mine": is_mine, "links": links})


@require_POST
@acting_member
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """It is not there after all."""
    viewer = viewer_of(request)
    actions.withdraw_review(viewer=viewer, review=access.review_for(viewer, pk))
    messages.success(request, _("Taken out again."))
    return redirect("praise:given", viewer.community.slug)


@require_POST
@acting_member
def thank(request: HttpRequest, pk: int) -> HttpResponse:
    """I have seen it, thank you."""
    viewer = viewer_of(request)
    one = access.review_for(viewer, pk)
    actions.thank_for_review(viewer=viewer, review=one)
    messages.success(request, _("%(name)s has your thanks.") % {"name": one.giver.name})
    return redirect("praise:review", viewer.community.slug, pk)
