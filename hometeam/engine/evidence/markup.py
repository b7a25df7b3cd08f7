"""Reading HTML, and what looks like it, in time that grows with its length only: whoever wrote it may be unfriendly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple

from hometeam.engine.evidence.finding import Block

LONGEST_TAG = 4_000
MOST_BLOCKS = 20_000
_NAME = re.compile(r"/?[a-zA-Z][\w:-]{0,60}")
_ATTRIBUTE = re.compile(r"([\w:-]{1,60})\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_RAW = ("script", "style", "noscript", "template")
_INLINE = frozenset({"a", "abbr", "b", "bdi", "cite", "code", "em", "font", "i", "mark", "small", "span", "strong"})
_INLINE_TOO = frozenset({"sub", "sup", "u", "time", "label", "q", "s", "ins", "del", "wbr", "big"})


class Piece(NamedTuple):
    """One piece of a source: words between tags, or a tag ("p", "/p") with its attributes; `raw` is what a script
    holds.
    """

    text: str = ""
    tag: str = ""
    attributes: Mapping[str, str] = {}
    raw: str = ""


def pieces(source: str) -> Iterator[Piece]:
    """The pieces of a source, in order. Broken markup is read as browsers do, and never twice."""
    lowered, at = source.lower(), 0
    if len(lowered) != len(source):  # a few letters grow when lowered; their places would be wrong
        lowered = source
    while at < len(source):
        start = source.find("<", at)
        if start < 0:
            start = len(source)
        if start > at:
            yield Piece(text=unescape(source[at:start]))
        if start == len(source):
            return
        piece, at = _tag_at(source, lowered, start)
        if piece is not None:
            yield piece


def _tag_at(source: str, lowered: str, start: int) -> tuple[Piece | None, int]:
    if source.startswith("<!--", start):
        return None, _after(source, "-->", start + 4)
    if source.startswith("<![CDATA[", start):
        end = _after(source, "]]>", start)
        return Piece(text=source[start + 9 : end - 3]), end
    name = _NAME.match(source, start + 1)
    if name is None and source[start + 1 : start + 2] not in ("!", "?"):
        return Piece(text="<"), start + 1
    end = _after(source, ">", start)
    if name is None:
        return None, end
    tag = name.group().lower()
    inside = source[name.end() : min(end, name.end() + LONGEST_TAG)]
    attributes = {key.lower(): unescape(one or two or three) for key, one, two, three in _ATTRIBUTE.findall(inside)}
    if tag not in _RAW:
        return Piece(tag=tag, attributes=attributes), end
    close = lowered.find(f"</{tag}", end)
    close = len(source) if close < 0 else close
    return Piece(tag=tag, attributes=attributes, raw=source[end:close]), close


def _after(source: str, mark: str, start: int) -> int:
    """Where the mark ends; the source's end where it never comes."""
    found = source.find(mark, start)
    return len(source) if found < 0 else found + len(mark)


@dataclass(slots=True)
class Writing:
    """Gathers pieces into paragraphs with their links."""

    blocks: list[Block] = field(default_factory=list)
    _words: list[str] = field(default_factory=list)
    _links: list[str] = field(default_factory=list)

    def take(self, piece: Piece) -> None:
        """One more piece."""
        if piece.text:
            self._words.append(piece.text)
        if piece.tag and piece.tag.lstrip("/") not in _INLINE | _INLINE_TOO:
            self.end()
        for name in ("href", "src", "content"):
            link = piece.attributes.get(name, "")
            if link and (name != "content" or link.startswith(("http://", "https://"))):
                self._links.append(link)
        if piece.tag == "img" and piece.attributes.get("alt"):
            self._words.append(piece.attributes["alt"])

    def end(self) -> None:
        """The paragraph ends here. A link alone, such as a picture's, goes with the paragraph that follows."""
        text = " ".join("".join(self._words).split())
        if text and len(self.blocks) < MOST_BLOCKS:
            self.blocks.append(Block(text, tuple(self._links)))
            self._links.clear()
        self._words.clear()

    def done(self) -> tuple[Block, ...]:
        """All paragraphs; links that no words followed stand alone."""
        self.end()
        if self._links:
            self.blocks.append(Block("", tuple(self._links)))
            self._links = []
        return tuple(self.blocks)


def blocks_of(source: str) -> tuple[Block, ...]:
    """The paragraphs of some HTML, each with its links."""
    writing = Writing()
    for piece in pieces(source):
        writing.take(piece)
    return writing.done()


def blocks_of_text(text: str) -> tuple[Block, ...]:
    """The paragraphs of plain text; quote marks of a reply are not part of it."""
    lines = [line.lstrip("> ").rstrip() for line in text.splitlines()]
    paragraphs = re.split(r"\n{2,}", "\n".join(lines))
    return tuple(
        Block(" ".join(paragraph.split()), tuple(re.findall(r"https?://[^\s<>\"]+", paragraph)))
        for paragraph in paragraphs[:MOST_BLOCKS]
        if paragraph.strip()
    )
