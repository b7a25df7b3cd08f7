"""Who may call a view, as far as that needs no community: each view of the house wears exactly one such decorator.

A stranger to a thing gets 404, never 403: that a thing exists is itself something that only those inside may know.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import activate, get_language
from django.utils.translation import gettext as _

A_YEAR_S = 365 * 24 * 60 * 60
View = Callable[..., HttpResponseBase]


def answered_in(language: str, answer: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """The answer to somebody who has said which language they read, whatever this browser asks for; the browser is
    told, for the pages that do not know who looks.
    """
    asked_for = get_language()
    if language:
        activate(language)
    answered = answer()
    if (now := get_language()) and now != asked_for:
        answered.set_cookie(settings.LANGUAGE_COOKIE_NAME, now, max_age=A_YEAR_S, samesite="Lax")
    return answered


def marked(view: View, who: str) -> View:
    """Write on a view who may call it, for the test that walks every URL as every role."""
    view.who = who  # type: ignore[attr-defined]
    return view


def anyone(view: View) -> View:
    """Open to the world."""
    return marked(view, "anyone")


def sign_in_first(request: HttpRequest) -> HttpResponseBase:
    """To the sign-in page, and from there to where somebody was: what they asked for, or the form that they sent."""
    if request.method in ("GET", "HEAD"):
        return redirect_to_login(request.get_full_path())
    messages.info(request, _("You were signed out meanwhile, so this was not sent. Sign in, and send it once more."))
    return redirect_to_login(_came_from(request))


def _came_from(request: HttpRequest) -> str:
    """The page of ours that a form was sent from: the address that it was sent to often shows nothing by itself."""
    page = request.META.get("HTTP_REFERER", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}):
        return "/"
    parts = urlsplit(page)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path or "/"


def signed_in(view: View) -> View:
    """For whoever has signed in; others are led to the sign-in page and back."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return sign_in_first(request)
        return answered_in(request.user.language, lambda: view(request, *args, **kwargs))

    return marked(guarded, "signed_in")


def operator(view: View) -> View:
    """For the people who run this installation."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return sign_in_first(request)
        if not getattr(request.user, "is_operator", False):
            raise Http404
        return answered_in(request.user.language, lambda: view(request, *args, **kwargs))

    return marked(guarded, "operator")
