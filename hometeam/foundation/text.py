"""Words people wrote: shortened when saved, made safe when shown, and the links in them."""

import re
from collections.abc import Iterable
from html import unescape

import nh3
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

MOST_WHOLE = 2**53
"""A database has room for such a number, and a browser counts as far."""
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True})
_TAGS = {"p", "br", "strong", "em", "a", "ul", "ol", "li", "blockquote", "code", "pre", "h3", "h4", "hr"}
_LINK = re.compile(r"https?://[^\s<>\"'`{}|\\^]+", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029]")


def grouped(number: int) -> str:
    """A count as the reader's language writes it, such as 1,204 or 1.204; templates say `floatformat:"0g"`."""
    return number_format(number, force_grouping=True)


def whole(said: str, most: int = MOST_WHOLE) -> int | None:
    """The whole number from 0 to `most` that a form or an address says; None for anything else."""
    digits = said.isascii() and said.isdigit() and len(said) <= len(str(most))
    return int(said) if digits and int(said) <= most else None


def wholes(said: Iterable[str]) -> list[int]:
    """All that are whole numbers of what a form or an address says."""
    return [number for number in map(whole, said) if number is not None]


def one_line(words: str) -> str:
    """The words on one line: any run of white space is one space, control characters are gone."""
    return _SPACE.sub(" ", _CONTROL.sub(" ", words)).strip()


def shorten(words: str, limit: int) -> str:
    """At most `limit` characters of the words on one line, cut between words, ending with … when cut."""
    line = one_line(words)
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    head, space, _tail = cut.rpartition(" ")
    kept = head if space and len(head) > limit // 2 else cut
    return kept.rstrip(" ,.;:–—-") + "…"


def plain(html: str) -> str:
    """The words of some HTML, without tags, scripts or entities, on one line."""
    spaced = re.sub(r"<(?=/?(?:p|br|li|div|h\d|tr|td|hr)\b)", " <", html, flags=re.IGNORECASE)
    return one_line(unescape(nh3.clean(spaced, tags=set())))


def to_html(markdown: str) -> SafeString:
    """Markdown as HTML that is safe to show: no raw HTML, pictures or scripts; links are http(s) or mailto only."""
    dirty = _MARKDOWN.render(markdown)
    clean = nh3.clean(
        dirty,
        tags=_TAGS,
        attributes={"a": {"href", "title"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener",
    )
    return mark_safe(clean)  # noqa: S308  nh3 has just cleaned it


def links(words: str) -> list[str]:
    """The http(s) addresses in the words, in order, each once, without the sentence's own punctuation."""
    found = (_without_punctuation(match.group()) for match in _LINK.finditer(words))
    return list(dict.fromkeys(found))


def _without_punctuation(url: str) -> str:
    url = url.rstrip(".,;:!?…")
    while url.endswith(")") and url.count(")") > url.count("("):
        url = url[:-1].rstrip(".,;:!?…")
    return url
