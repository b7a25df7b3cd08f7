"""Addresses as people type them: ours have no slash at their end, and whoever types one is led to the page. Where only
a form is sent to, there is a page for whoever opens it.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import is_valid_path
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes

Answering = Callable[[HttpRequest], HttpResponse]


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
