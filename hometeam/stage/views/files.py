"""Files as answers, and nothing where a browser has them already."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.http import parse_etags, quote_etag

CLOSED = "default-src 'none'; sandbox"


def file_answer(content: bytes, kind: str, name: str, *, inline: bool = False) -> HttpResponse:
    """A file to be kept, or shown where `inline`; its name may be in any script."""
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Security-Policy"] = CLOSED
    disposition = "inline" if inline else "attachment"
    answer.headers["Content-Disposition"] = f"{disposition}; filename*=utf-8''{_quoted(name)}"
    return answer


def unchanged(request: HttpRequest, mark: str) -> HttpResponseBase | None:
    """The answer to a browser that has this very thing already; None where it has not."""
    etag = quote_etag(mark)
    if etag not in parse_etags(request.headers.get("If-None-Match", "")):
        return None
    answer = HttpResponseNotModified()
    answer.headers["ETag"] = etag
    return answer


def _quoted(name: str) -> str:
    return quote(name, safe="")
