"""What is answered where something broke."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import server_error

from hometeam.foundation.full_disk import is_of_full_disk

TRY_AGAIN_AFTER_SECONDS = 300


def something_broke(request: HttpRequest) -> HttpResponse:
    """The page for a fault; a disk without room is said as what it is, for somebody can do something about it."""
    if not is_of_full_disk(sys.exc_info()[1]):
        return server_error(request)
    answer = render(request, "507.html", status=507)
    answer["Retry-After"] = str(TRY_AGAIN_AFTER_SECONDS)
    return answer
