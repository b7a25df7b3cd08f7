"""A file in parts: what players ask for when somebody moves along a recording."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def answer(request: HttpRequest, content: bytes, content_type: str) -> HttpResponse:
    """The content, or the one part of it that the request's Range names (RFC 9110, 14.1.2); 416 for a part not there.

    Several parts at once, which players do not ask for, are answered with the whole.
    """
    # A compressed part would be a part of something else: what is sent is as it is.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    asked = _RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    span = _span(asked, len(content)) if asked else None
    if asked and span is None:
        found = HttpResponse(status=416, content_type=content_type)
        found["Content-Range"] = f"bytes */{len(content)}"
    elif span is not None:
        first, last = span
        found = HttpResponse(content[first : last + 1], status=206, content_type=content_type)
        found["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
    else:
        found = HttpResponse(content, content_type=content_type)
    found["Accept-Ranges"] = "bytes"
    found["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return found


def _span(asked: re.Match[str], size: int) -> tuple[int, int] | None:
    """The first and the last byte, or None where there are none such."""
    first, last = asked.groups()
    if not first:
        span = (max(0, size - int(last)), size - 1) if last else (size, size)
    else:
        span = (int(first), min(int(last), size - 1) if last else size - 1)
    return span if span[0] <= span[1] and span[0] < size else None
