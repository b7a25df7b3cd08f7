"""Where praise of me is shown, and where reviews of me are written."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hometeam.foundation.post import absolute
from hometeam.members.access import acting_member, viewer_of
from hometeam.praise import actions, queries
from hometeam.praise.forms import CornerForm
from hometeam.praise.models import Corner

SWITCHES = {"is_public", "asks_customers"}
SANDBOX = "allow-popups allow-popups-to-escape-sandbox"


@require_http_methods(["GET", "HEAD", "POST"])
@acting_member
def shown(request: HttpRequest) -> HttpResponse:
    """My public page, what to paste into my website, the link for customers, and my three review links."""
    viewer = viewer_of(request)
    corner = queries.corner_of(viewer.acting)
    form = CornerForm(request.POST or None, corner=corner)
    if request.method == "POST" and form.is_valid():
        actions.change_corner(viewer=viewer, values=form.cleaned_data)
        messages.success(request, _("Kept. Try each link once, to see that it opens your own page."))
        return redirect("praise:shown", viewer.community.slug)
    found = {"corner": corner, "form": form, "links": queries.review_links(corner), **_addresses(corner)}
    return render(request, "praise/shown.html", found | {"testimonials": queries.shown_of(viewer.acting)})


def _addresses(corner: Corner) -> dict[str, str]:
    """Where the public page is, the link for customers, and what one pastes into a website."""
    names = ("public", "widget", "widget_script")
    found = {name: absolute(reverse(f"praise:{name}", args=[corner.code])) for name in names}
    title = escape(_("What people say about %(name)s") % {"name": corner.member.name})
    how = f'sandbox="{SANDBOX}" loading="lazy" style="border:0;width:100%;height:28rem"'
    return {
        "page_url": found["public"],
        "ask_url": absolute(reverse("praise:customer", args=[corner.ask_code])),
        "frame": f'<iframe src="{found["widget"]}" title="{title}" {how}></iframe>',
        "script": f'<script src="{found["widget_script"]}" async></script>',
    }


@require_POST
@acting_member
def switch(request: HttpRequest) -> HttpResponse:
    """Turn the public page, or the link for customers, on or off."""
    viewer = viewer_of(request)
    which, on = request.POST.get("which", ""), request.POST.get("on") == "yes"
    if which in SWITCHES:
        actions.change_corner(viewer=viewer, values={which: on})
        messages.success(request, _said(which, on))
    return redirect("praise:shown", viewer.community.slug)


def _said(which: str, on: bool) -> str:
    if which == "is_public":
        closed = _("Your public page is closed. Nothing of it can be seen any more.")
        return _("Your public page is open.") if on else closed
    return _("Your link for customers works.") if on else _("Your link for customers is closed.")


@require_POST
@acting_member
def renew(request: HttpRequest) -> HttpResponse:
    """A new link for customers, when the old one went too far."""
    viewer = viewer_of(request)
    actions.new_codes(viewer=viewer, which="ask_code")
    messages.success(request, _("Here is a new link. The old one is closed."))
    return redirect("praise:shown", viewer.community.slug)
