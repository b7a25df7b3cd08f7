"""What the world sees of a member's praise, and where its customers say theirs. No cookies, nobody is counted."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_GET, require_http_methods

from hometeam.foundation.lettering import label_png
from hometeam.foundation.post import absolute
from hometeam.foundation.text import shorten
from hometeam.members.access import anyone
from hometeam.praise import access, actions, queries
from hometeam.praise.forms import TestimonialForm
from hometeam.praise.models import Corner, Testimonial
from hometeam.praise.queries import card as cards
from hometeam.praise.views.going import (
    serve_card,
    serve_picture,
    serve_sound,
    takes_files,
    try_to,
    with_microphone,
)

IN_WIDGET, A_PAGE = 6, 30
WORDS_IN_WIDGET = 280


def _shown(corner: Corner, limit: int | None = None) -> dict[str, Any]:
    address = absolute(reverse("praise:public", args=[corner.code]))
    testimonials = queries.shown_of(corner.member, limit)
    return {"corner": corner, "member": corner.member, "testimonials": testimonials, "address": address}


@require_GET
@anyone
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that a member shows, page by page, for people and for search engines."""
    shown = _shown(access.public_page(code))
    shown["page"] = Paginator(shown["testimonials"], A_PAGE).get_page(request.GET.get("page"))
    shown["testimonials"] = list(shown["page"])
    markup = queries.review_markup(shown["member"], shown["testimonials"], shown["address"])
    answer = render(request, "praise/public.html", shown | {"markup": markup} | _outside(shown))
    answer["Cache-Control"] = "no-cache"
    return answer


def _outside(shown: dict[str, Any]) -> dict[str, str]:
    """What a link to the page shows elsewhere: the newest words, drawn, or the member's name."""
    image = absolute(reverse("praise:public_label", args=[shown["corner"].code]))
    newest = next((one for one in shown["testimonials"] if cards.can_be_drawn(one)), None)
    line = shorten(newest.quoted if newest else shown["member"].one_line, 200)
    return {"og_image": image, "og_line": line, "og_alt": line}


@require_GET
@anyone
def label(_request: HttpRequest, code: str) -> HttpResponse:
    """The picture that a link to the page shows elsewhere."""
    shown = _shown(access.public_page(code))
    newest = next((one for one in shown["testimonials"] if cards.can_be_drawn(one)), None)
    name, line = shown["member"].name, shown["member"].one_line
    foot = _("What people say")
    answer = serve_card(cards.png_of(newest) if newest else label_png(title=name, line=line, foot=foot))
    answer["Cache-Control"] = "public, max-age=3600"
    return answer


@require_GET
@xframe_options_exempt
@anyone
def widget(request: HttpRequest, code: str) -> HttpResponse:
    """The same in a small frame, for any website: its own few styles, no script, no cookie, nobody is counted."""
    style = render_to_string("praise/widget.css")
    shown = _shown(access.public_page(code), IN_WIDGET)
    answer = render(request, "praise/widget.html", shown | {"style": style, "most": WORDS_IN_WIDGET})
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    answer["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; frame-ancestors *"
    )
    answer["Cache-Control"] = "no-cache"
    return answer


@require_GET
@anyone
def script(request: HttpRequest, code: str) -> HttpResponse:
    """A few lines that put the frame where they stand, for sites that take no frames."""
    shown = _shown(access.public_page(code), 0)
    title = _("What people say about %(name)s") % {"name": shown["member"].name}
    widget_url = absolute(reverse("praise:widget", args=[code]))
    answer = render(
        request, "praise/widget.js", {"url": widget_url, "title": title}, content_type="text/javascript; charset=utf-8"
    )
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer["Cache-Control"] = "no-cache"
    return answer


def _one(code: str, pk: int) -> Testimonial:
    return access.found(queries.of_page(access.public_page(code).member, pk))


@require_GET
@anyone
def card(_request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One of them as a picture."""
    one = _one(code, pk)
    if not cards.can_be_drawn(one):
        raise Http404
    return serve_card(cards.png_of(one))


@require_GET
@anyone
def sound(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """What one of them says aloud."""
    return serve_sound(request, _one(code, pk).recording)


@require_GET
@anyone
def picture(_request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    """The photo of one of them."""
    return serve_picture(_one(code, pk).image)


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
@anyone
def give(request: HttpRequest, code: str) -> HttpResponse:
    """A customer says something of a member: no account, no address."""
    corner = access.form_for_customers(code)
    form = TestimonialForm(request.POST or None, request.FILES or None, subject=corner.member.name)
    given: list[Testimonial] = []

    def give_it() -> None:
        given.append(actions.give_as_customer(corner=corner, said=form.said()))

    if request.method == "POST" and form.is_valid() and try_to(form, give_it):
        return redirect("praise:mine", access.key_of(given[0]))
    return with_microphone(request, "praise/customer.html", {"member": corner.member, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@anyone
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """What a customer gave: where it stands, and how it is taken back."""
    one = access.testimonial_by_key(token)
    if request.method == "POST":
        actions.withdraw_as_customer(testimonial=one)
        messages.success(request, _("Taken back. It is gone everywhere."))
        return redirect("praise:mine", token)
    address = absolute(reverse("praise:mine", args=[token]))
    return render(request, "praise/mine.html", {"one": one, "address": address})
