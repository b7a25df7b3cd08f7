"""Where our counted links lead: answered before sessions, languages and all else that a page needs."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hometeam.foundation import clock
from hometeam.ledger.actions.hits import count_visit
from hometeam.ledger.models import TrackedLink
from hometeam.ledger.queries.destinations import Destination, Destinations
from hometeam.ledger.views.browsers import is_a_visit, looks_ahead
from hometeam.ledger.views.repeats import Pace, Repeats
from hometeam.members.access import anyone

HERE = "/to/"
# Asked every time, so that every visit is counted; and the page that it leads to is not told whence.
ALWAYS = (
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Robots-Tag", "noindex, nofollow"),
    ("Content-Length", "0"),
)
destinations = Destinations()
repeats = Repeats()
pace = Pace()


class Answer(NamedTuple):
    """What a browser is answered, without a body."""

    status: str
    headers: tuple[tuple[str, str], ...]


NOT_AHEAD = Answer("503 Service Unavailable", ALWAYS)
"""To a browser that fetches ahead: what it was given now it would not ask for when somebody presses the link."""
NOT_SO = Answer("405 Method Not Allowed", (("Allow", "GET, HEAD"), *ALWAYS))


def in_front_of(application: WSGIApplication) -> WSGIApplication:
    """The whole application, in which links that lead somewhere are answered first."""

    def answering(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        answer = _quickly(environ, path[len(HERE) :]) if path.startswith(HERE) else None
        if answer is None:
            return application(environ, start_response)
        start_response(answer.status, list(answer.headers))
        return ()

    return answering


def _quickly(environ: Mapping[str, Any], code: str) -> Answer | None:
    try:
        return answer_to(environ, code)
    except DatabaseError:  # Django knows better how to begin again with a database that went away
        return None


def answer_to(environ: Mapping[str, Any], code: str) -> Answer | None:
    """What a request for a code is answered, counted if it is a visit; None where the code leads nowhere."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return NOT_SO
    found = destinations.of(code)
    if found is None:
        return None
    if looks_ahead(environ):
        return NOT_AHEAD
    if environ["REQUEST_METHOD"] == "GET" and is_a_visit(environ):
        _count(environ, found)
    return Answer("302 Found", (("Location", found.url), *ALWAYS))


def _count(environ: Mapping[str, Any], found: Destination) -> None:
    on = clock.local(clock.now(), found.timezone).date()
    is_first = repeats.is_first(found.link_id, on, f"{_address(environ)} {environ.get('HTTP_USER_AGENT')}")
    is_first = is_first and pace.allows(found.link_id, time.monotonic())
    count_visit(link_id=found.link_id, on=on, is_first=is_first)


def _address(environ: Mapping[str, Any]) -> str:
    """Whence a request comes; behind the operator's proxy, what that one says last."""
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT and "HTTP_X_FORWARDED_FOR" in environ:
        return str(environ["HTTP_X_FORWARDED_FOR"]).rpartition(",")[2].strip()
    return str(environ.get("REMOTE_ADDR", ""))


@require_safe
@anyone
def to(request: HttpRequest, code: str) -> HttpResponse:
    """On to the page that a link of ours leads to; a kind word where it leads nowhere."""
    answer = answer_to(request.META, code)
    if answer is not None:
        return HttpResponse(status=int(answer.status[:3]), headers=dict(answer.headers))
    has_been = TrackedLink.objects.filter(code=code.lower()).exists()
    page = render(request, "ledger/link_ended.html", {"has_been": has_been}, status=410 if has_been else 404)
    page.headers["Cache-Control"] = "no-store"
    return page
