"""A page or a feed of the web: what it says, and since when."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any

from hometeam.engine.evidence.finding import Block, Sighting, find
from hometeam.engine.evidence.markup import Piece, Writing, blocks_of, blocks_of_text, pieces

EARLIEST = date(1995, 1, 1)
MOST_ITEMS = 2_000
_PUBLISHED = ("article:published_time", "datepublished", "dc.date", "dc.date.issued", "dcterms.date", "date", "pubdate")
_ITEM = ("item", "entry")
_ITEM_DATE = ("pubdate", "published", "dc:date", "updated")
_IN_DATA = re.compile(r"\"datePublished\"\s{0,9}:\s{0,9}\"([^\"]{1,40})\"")


@dataclass(frozen=True, slots=True)
class Part:
    """A page, or one entry of a feed."""

    title: str
    on: date | None
    blocks: tuple[Block, ...]


def find_in_page(source: str, content_type: str, words: Sequence[str], latest: date) -> Sighting | None:
    """What a page or feed (RSS, Atom, JSON Feed) shows of the agreed words; None where it shows nothing of them.

    A day after `latest` is no day on which anything was published, and is left out.
    """
    for part in read_page(source, content_type):
        seen = find(words, part.blocks)
        if seen is not None:
            on = part.on if part.on and EARLIEST <= part.on <= latest else None
            return replace(seen, title=part.title[:120], on=on)
    return None


def read_page(source: str, content_type: str = "text/html") -> tuple[Part, ...]:
    """A page as one part, a feed as one part for each of its entries."""
    if "json" in content_type or source.lstrip()[:1] == "{":
        return _json_feed(source)
    if content_type == "text/plain":
        return (Part("", None, blocks_of_text(source)),)
    head = source[:2_000].lower()
    if any(mark in head for mark in ("<rss", "<feed", "<rdf:rdf")):
        return tuple(_entries(source))
    return (_page(source),)


def day_of(words: object) -> date | None:
    """The day that some words name: "2026-11-20T09:30:00Z", "Fri, 20 Nov 2026 09:30:00 GMT"; None for others."""
    text = str(words or "").strip()
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _page(source: str) -> Part:
    writing, title, days, times = Writing(), "", [], []
    in_title = False
    for piece in pieces(source):
        in_title = piece.tag == "title" or (in_title and not piece.tag)
        if in_title:
            title += piece.text
        days += _published(piece)
        if piece.tag == "time":
            times.append(day_of(piece.attributes.get("datetime")))
        writing.take(piece)
    known = [day for day in (*days, *times) if day is not None]
    return Part(" ".join(title.split()), known[0] if known else None, writing.done())


def _published(piece: Piece) -> list[date | None]:
    """The days that a page's own particulars give as the day on which it was published."""
    if piece.tag == "script" and "ld+json" in piece.attributes.get("type", ""):
        return [day_of(said) for said in _IN_DATA.findall(piece.raw)]
    said = {piece.attributes.get(key, "").lower() for key in ("property", "name", "itemprop")}
    if said & set(_PUBLISHED):
        return [day_of(piece.attributes.get("content") or piece.attributes.get("datetime"))]
    return []


def _entries(source: str) -> Iterator[Part]:
    """RSS and Atom alike. An entry's words are HTML, escaped or not, and are read as such."""
    values: dict[str, list[str]] = {}
    inside, open_tag, count = False, "", 0
    for piece in pieces(source):
        if piece.tag in _ITEM:
            inside, values = True, {}
        elif inside and piece.tag.lstrip("/") in _ITEM and count < MOST_ITEMS:
            inside, count = False, count + 1
            yield _entry(values)
        elif inside:
            open_tag = _gather(values, piece, open_tag)


def _gather(values: dict[str, list[str]], piece: Piece, open_tag: str) -> str:
    """Keep a piece with the field that it belongs to; the field that is open after it."""
    if piece.attributes.get("href"):
        values.setdefault("links", []).append(piece.attributes["href"])
    if piece.text:
        values.setdefault(open_tag, []).append(piece.text)
    elif piece.tag and not piece.tag.startswith("/"):
        return piece.tag
    elif piece.tag:
        values.setdefault("words", []).append("\n")
    return open_tag


def _entry(values: Mapping[str, Sequence[str]]) -> Part:
    fields = {name: "".join(texts) for name, texts in values.items() if name != "links"}
    title = " ".join(fields.get("title", "").split())
    days = [day_of(fields[name]) for name in _ITEM_DATE if name in fields]
    blocks = [Block(title)] if title else []
    for name, text in fields.items():
        if name not in ("title", *_ITEM_DATE):
            blocks += blocks_of(text)
            if text.strip().startswith(("http://", "https://")):
                blocks.append(Block("", (text.strip(),)))
    blocks += [Block("", (link,)) for link in values.get("links", ())]
    return Part(title, next((day for day in days if day), None), tuple(blocks))


def _json_feed(source: str) -> tuple[Part, ...]:
    try:
        read: Any = json.loads(source)
    except (ValueError, RecursionError):
        return (Part("", None, blocks_of_text(source)),)
    items = read.get("items") if isinstance(read, dict) else None
    if not isinstance(items, list):
        return (Part("", None, blocks_of_text(source)),)
    return tuple(_json_entry(item) for item in items[:MOST_ITEMS] if isinstance(item, dict))


def _json_entry(item: Mapping[str, Any]) -> Part:
    title = " ".join(str(item.get("title") or "").split())
    blocks = [Block(title)] if title else []
    blocks += blocks_of(str(item.get("content_html") or ""))
    blocks += blocks_of_text("\n\n".join(str(item.get(key) or "") for key in ("content_text", "summary")))
    links = tuple(str(item[key]) for key in ("url", "external_url") if item.get(key))
    return Part(title, day_of(item.get("date_published")), (*blocks, Block("", links)))
