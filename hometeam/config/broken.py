"""What is answered where something broke."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error

from hometeam.foundation.database_away import is_of_database_away
from hometeam.foundation.full_disk import is_of_full_disk

ROOM_AFTER_SECONDS = 300
BACK_AFTER_SECONDS = 10


def something_broke(request: HttpRequest) -> HttpResponse:
    """The page for a fault. A disk without room and a database that is away are said as what they are, for somebody can
    do something about the one, and the other passes.
    """
    error = sys.exc_info()[1]
    if is_of_full_disk(error):
        return _passing(request, 507, ROOM_AFTER_SECONDS)
    if is_of_database_away(error):
        return _passing(request, 503, BACK_AFTER_SECONDS)
    return server_error(request)


def _passing(request: HttpRequest, status: int, seconds: int) -> HttpResponse:
    """Made without asking who reads it: that would ask the database again."""
    page = render_to_string(f"{status}.html", {"request": request})
    return HttpResponse(page, status=status, headers={"Retry-After": str(seconds)})
