"""My counted links, and what came by them."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hometeam.foundation import limits
from hometeam.ledger import access, actions, queries
from hometeam.ledger.forms.links import LinkForm
from hometeam.members.access import Viewer, acting_member, community_member, viewer_of

LINKS_A_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@acting_member
def links(request: HttpRequest) -> HttpResponse:
    """My links with their visits; a new one to a page of mine."""
    viewer = viewer_of(request)
    form = LinkForm(request.POST or None, member=viewer.acting)
    if request.method == "POST" and form.is_valid() and _made(request, viewer, form):
        return redirect("ledger:links", viewer.community.slug)
    found = queries.my_links(viewer.acting, viewer.community)
    page = Paginator(found, LINKS_A_PAGE).get_page(request.GET.get("page"))
    rows = [(link, queries.address_of(link), queries.channel_title(link.channel)) for link in page]
    told = {"form": form, "page": page, "rows": rows, "found": queries.my_visits(viewer.acting, viewer.community)}
    return render(request, "ledger/links.html", told)


def _made(request: HttpRequest, viewer: Viewer, form: LinkForm) -> bool:
    said = form.cleaned_data
    try:
        link = actions.link_for(viewer=viewer, owner=viewer.acting, url=said["url"], channel=said["channel"])
    except limits.LimitReached:
        form.add_error(None, _("That is plenty of new links for one day. Make the rest tomorrow."))
        return False
    messages.success(request, _("Your link is %(address)s.") % {"address": queries.address_of(link)})
    return True


@require_POST
@community_member
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """From now on it leads nowhere; can be undone."""
    viewer = viewer_of(request)
    link = access.link_for(viewer, pk)
    actions.end_link(viewer=viewer, link=link)
    undo = reverse("ledger:reopen_link", args=[viewer.community.slug, link.pk])
    messages.success(request, _("The link has ended. Whoever follows it is told so."), extra_tags=undo)
    return redirect("ledger:links", viewer.community.slug)


@require_POST
@community_member
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """It leads on again, unless another has taken its place."""
    viewer = viewer_of(request)
    link = access.link_for(viewer, pk)
    actions.reopen_link(viewer=viewer, link=link)
    messages.success(request, _("The link leads on again."))
    return redirect("ledger:links", viewer.community.slug)
