"""Names of former members in sentences. Whoever closed is called "A former member", which is how it stands by itself;
pages write names into sentences in hundreds of places, and there it begins with a small letter.
"""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

Answering = Callable[[HttpRequest], HttpResponse]
_BEFORE = r"(?P<before>[\w,;:)&’”][’”)]?\s+[“(]?(?:<(?:a|b|em|span|strong)\b[^<>]*>)?)"
"""What goes before a name within a sentence: a word, or what parts a list, and perhaps the mark that makes it bold."""


def small_in_sentences(get_response: Answering) -> Answering:
    """Middleware: within a sentence of a page a former member is one with a small letter."""

    def middleware(request: HttpRequest) -> HttpResponse:
        answer = get_response(request)
        alone = _("A former member")
        is_page = not answer.streaming and answer.headers.get("Content-Type", "").startswith("text/html")
        if is_page and alone.encode() in answer.content:
            answer.content = small(answer.content.decode(), alone, _("a former member")).encode()
        return answer

    return middleware


def small(page: str, alone: str, within: str) -> str:
    """A page on which the name `alone`, where it stands within a sentence, is written as `within`."""
    return re.sub(rf"{_BEFORE}{re.escape(alone)}(?!\w)", lambda found: found["before"] + within, page)
