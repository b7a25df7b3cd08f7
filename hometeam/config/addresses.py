"""Addresses as people type them: ours have no slash at their end, and whoever types one is led to the page. Where only
a form is sent to, there is a page for whoever opens it. Whoever signs in comes to the page that they were looking for.
"""

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from allauth.account.utils import get_next_redirect_url
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import Resolver404, is_valid_path, resolve
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes

Answering = Callable[[HttpRequest], HttpResponse]

SIGNING_IN = {
    "account_login",
    "account_signup",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_email_verification_sent",
}
"""The pages on the way in; each may lead to another."""


def without_slash(get_response: Answering) -> Answering:
    """Middleware: where nothing is at an address with slashes at its end and something without, that is where it leads.

    The other way round, for the sign-in pages that end with one, Django's own does it.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        path = request.path_info
        bare = path.rstrip("/")
        if bare != path and request.method in ("GET", "HEAD") and not is_valid_path(path) and is_valid_path(bare):
            asked = request.META.get("QUERY_STRING", "")
            there = escape_leading_slashes(escape_uri_path(bare))
            return HttpResponsePermanentRedirect(f"{there}?{asked}" if asked else there)
        return get_response(request)

    return middleware


def page_where_forms_go(get_response: Answering) -> Answering:
    """Middleware: whoever opens an address that a form is sent to, from their history or a half-sent page, finds words
    and a way on, where there would be an empty page.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        answer = get_response(request)
        if answer.status_code != 405 or request.method != "GET" or answer.content:
            return answer
        answer.content = render(request, "405.html").content
        return answer

    return middleware


def on_the_way_in(get_response: Answering) -> Answering:
    """Middleware: from one page of signing in to another, allauth forgets at some turns (a third wrong code, a code
    that is over, signing in while a code is waited for) which page somebody came for; we do not.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        answer = get_response(request)
        there = urlsplit(answer.headers.get("Location", ""))
        if not there.path or there.query or not (_is_way_in(there.path) and _is_way_in(request.path_info)):
            return answer
        if wanted := get_next_redirect_url(request):
            answer.headers["Location"] = f"{there.path}?{urlencode({'next': wanted})}"
        return answer

    return middleware


def _is_way_in(path: str) -> bool:
    try:
        return resolve(path).url_name in SIGNING_IN
    except Resolver404:
        return False
