"""Finding what was agreed among words and links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

LONGEST_SENTENCE = 200
_ADDRESS = re.compile(r"[^\s<>@]{1,64}@[^\s<>@]{1,255}")
_SENTENCE_ENDS = re.compile(r"(?<=[.!?…])\s+")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "\u00ad": None, "\u200b": None})
_ESCAPE = re.compile(rb"%([0-9a-fA-F]{2})")
_LINK = re.compile(r"(?:https?://|/to/)\S+|(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph: its words on one line, and where its links lead."""

    text: str
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sighting:
    """What was found: the agreed `word`, the `sentence` it stands in (without anybody's address), in which thing
    (`title`), and the day that it was published, where the thing says so.
    """

    word: str
    sentence: str
    title: str = ""
    on: date | None = None


def find(words: Sequence[str], blocks: Iterable[Block]) -> Sighting | None:
    """The first of the blocks that holds one of the words, earlier words before later ones; None where none does.

    A word that is a web address ("ann.example.org", "https://home.example/to/K7Q") is looked for among the links, too,
    whole: "ann.example.org" is not in "joann.example.org". Any other is a name, and is found in any writing of capitals
    and quotes.
    """
    known = [(block, _plain(block.text), [_address(link) for link in block.links]) for block in blocks]
    for word in words:
        sought = _sought(word)
        for block, text, links in known:
            if sought is not None and (sought.search(text) or any(sought.search(link) for link in links)):
                return Sighting(word, sentence_with(sought, block.text))
    return None


def sentence_with(sought: re.Pattern[str], text: str) -> str:
    """The sentence of a text that holds what is sought, or its beginning; without e-mail addresses, and not long."""
    sentences = _SENTENCE_ENDS.split(text)
    chosen = next((one for one in sentences if sought.search(_plain(one))), text)
    return _short(" ".join(_ADDRESS.sub("…", chosen).split()))


def _short(sentence: str) -> str:
    if len(sentence) <= LONGEST_SENTENCE:
        return sentence
    return sentence[: LONGEST_SENTENCE - 1].rpartition(" ")[0].rstrip(" ,.;:–—-") + "…"


def _sought(word: str) -> re.Pattern[str] | None:
    word = word.strip()
    if len(word) < 2:
        return None
    if _LINK.fullmatch(word):
        return re.compile(rf"(?<![\w-]){re.escape(_address(word))}(?![\w-]|\.\w)")
    return re.compile(rf"(?<!\w){re.escape(_plain(word))}(?!\w)")


def _plain(text: str) -> str:
    return " ".join(text.translate(_QUOTES).casefold().split())


def _address(link: str) -> str:
    """A link as it is compared: without scheme, "www." and a last slash. What a tracker wraps is unwrapped by reading
    its escapes.
    """
    text = _plain(_unescaped(link)).rstrip("/")
    return re.sub(r"^(?:https?:)?//(?:www\.)?", "", text).removeprefix("www.")


def _unescaped(link: str) -> str:
    """A link with its %-escapes read, as UTF-8."""
    raw = _ESCAPE.sub(lambda match: bytes([int(match.group(1), 16)]), link.encode("utf-8", "replace"))
    return raw.decode("utf-8", "replace")
