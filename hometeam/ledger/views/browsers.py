"""Who follows a link: somebody's browser, or something that only looks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from crawleruseragents import is_crawler

LOOKING_AHEAD = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_PURPOSE", "HTTP_X_MOZ")
AHEAD = re.compile(r"prefetch|prerender|preview|instant", re.IGNORECASE)
# What programs call themselves that nobody has put on a list yet. Cubot makes telephones.
PROGRAM = re.compile(r"\(compatible;|(?<!cu)bot|crawl|spider|preview|headless|scanner|https?:|@", re.IGNORECASE)
# People's windows inside of apps, which the list takes for the same companies' link previews.
IN_AN_APP = re.compile(r"\b(?:MetaIAB Facebook|Viber/|Bluesky/)")


def looks_ahead(environ: Mapping[str, Any]) -> bool:
    """Whether a browser fetches in case somebody will press the link. It asks again when somebody does."""
    return any(AHEAD.search(environ[name]) for name in LOOKING_AHEAD if name in environ)


def is_a_visit(environ: Mapping[str, Any]) -> bool:
    """Whether a GET is somebody opening a link, as well as its headers tell.

    Every browser that people use says which languages they read; those that fetch a picture or a frame say that it is
    no page that they open; and what names itself otherwise than browsers do is none.
    """
    if "HTTP_ACCEPT_LANGUAGE" not in environ or environ.get("HTTP_SEC_FETCH_DEST", "document") != "document":
        return False
    return is_browser(environ.get("HTTP_USER_AGENT", ""))


@lru_cache(maxsize=2000)
def is_browser(name: str) -> bool:
    """Whether a browser calls itself so. Uses the list of crawlers, link previews and mail scanners that
    github.com/monperrus/crawler-user-agents keeps.
    """
    if not name.startswith(("Mozilla/5.0 (", "Opera/9")) or len(name) > 1000:
        return False
    return not PROGRAM.search(name) and not is_crawler(IN_AN_APP.sub("", name))
