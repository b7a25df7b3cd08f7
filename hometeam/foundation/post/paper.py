"""What a letter looks like: one text, one HTML with its styles inside the tags, from the same few words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urljoin

import css_inline
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language

from hometeam.ui.reading_order import HALF, in_order


@dataclass(frozen=True)
class Written:
    """The two bodies of one letter."""

    text: str
    html: str


@dataclass(frozen=True)
class News:
    """One of several pieces of news in a letter, with a button of its own where it leads somewhere (a path of ours)."""

    subject: str
    lines: Sequence[str] = ()
    action_label: str = ""
    action_url: str = ""


def write(
    *,
    subject: str,
    lines: Sequence[str],
    news: Sequence[News] = (),
    action_label: str = "",
    action_url: str = "",
    greeting: str = "",
    words: str = "",
    sign_off: str = "",
    why: str = "",
    stop_url: str = "",
) -> Written:
    """Put words on paper.

    `lines` are the paragraphs; `news` comes before them, each with its own button; `words` are what another person
    wrote (shown as theirs); `why` says why the reader gets this and `stop_url` is where they can end it. Addresses may
    be paths of ours. Everything is escaped.
    """
    context = {
        "language": get_language() or settings.LANGUAGE_CODE,
        "subject": in_order(subject),
        "greeting": in_order(greeting),
        "news": [_on_paper(one) for one in news],
        "lines": _in_order(lines),
        "words": words,
        "action_label": action_label,
        "action_url": absolute(action_url) if action_url else "",
        "sign_off": in_order(sign_off),
        "why": why,
        "choice_url": absolute(stop_url) if stop_url else "",
    }
    text = render_to_string("ui/letter.txt", context).strip() + "\n"
    return Written(text=text, html=_inliner().inline(render_to_string("ui/letter.html", context)))


def _on_paper(one: News) -> News:
    url = absolute(one.action_url) if one.action_url else ""
    return replace(one, subject=in_order(one.subject), lines=_in_order(one.lines), action_url=url)


def _in_order(lines: Sequence[str]) -> list[str]:
    return [in_order(str(line), least=HALF) for line in lines]


def absolute(url: str) -> str:
    """The address with our own host before it, where it was only a path."""
    return urljoin(settings.PUBLIC_URL.rstrip("/") + "/", url)


@lru_cache(maxsize=1)
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=True)
