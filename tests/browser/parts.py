"""What a page is made of, without its words; so that nobody looks twice at what was seen on another page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser

from tests.browser.flaws import BRIEF, LOOKS, Look

VOID = frozenset({"base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
SHAPING = frozenset({"class", "role", "type"})
"""Attributes whose values say how a thing looks; of all others the name alone does."""

Part = tuple[str, ...]


class Seen:
    """Which doors the walk has been behind, and which parts it has looked at there.

    The first page behind a door is looked at in all four ways; of the others, those that have some part which no page
    before them had, small and light, and large and dark. With `everything`, all are, in all four ways.
    """

    def __init__(self, *, everything: bool = False) -> None:
        self.everything = everything
        self.doors: set[str] = set()
        self.parts: set[Part] = set()
        self.passed: set[int] | None = None if everything else set()

    def looks_at(self, door: str, html: str) -> Sequence[Look]:
        """The looks that the next page gets, which is behind this door."""
        parts = parts_of(html)
        is_first, is_new = door not in self.doors, not parts <= self.parts
        self.doors.add(door)
        self.parts |= parts
        if is_first or self.everything:
            return LOOKS
        return BRIEF if is_new else ()


def parts_of(html: str) -> frozenset[Part]:
    """Each of a page's things in its place: its tag and attributes, below those of everything around it."""
    reader = _Reader()
    reader.feed(html)
    return frozenset(reader.parts)


def title_of(html: str) -> str:
    """The title of a page as it came."""
    found = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    return " ".join(found[1].split()) if found else ""


class _Reader(HTMLParser):
    """Goes down into the tags; `around` has what is open, each with its whole way from the root."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: set[Part] = set()
        self.around: list[Part] = [()]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self.around.append((*self.around[-1], _shape(tag, attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.add((*self.around[-1], _shape(tag, attrs)))

    def handle_endtag(self, tag: str) -> None:
        """An end that a page leaves out, as that of a paragraph, comes with the next one further out."""
        opened = [part[-1].partition(" ")[0] for part in self.around[1:]]
        if tag in opened:
            del self.around[len(opened) - opened[::-1].index(tag) :]


def _shape(tag: str, attrs: list[tuple[str, str | None]]) -> str:
    said = [f"{name}={value}" if name in SHAPING else name for name, value in attrs]
    return " ".join([tag, *sorted(said)])
