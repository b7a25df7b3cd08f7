"""How long words are on each channel, and words made to fit.

Sources of the limits, as the channels state them: Bluesky counts 300 grapheme clusters; Mastodon 500 characters, where
every web address counts as 23 and a mention only as far as its second "@"; Instagram and TikTok captions 2,200
characters; LinkedIn 3,000; Facebook 63,206; a YouTube description 5,000. What is not named here has no limit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

LIMITS = {
    "instagram": 2_200,
    "tiktok": 2_200,
    "bluesky": 300,
    "mastodon": 500,
    "linkedin": 3_000,
    "facebook": 63_206,
    "youtube": 5_000,
}
URL_WEIGHT = 23
LEAST = 12
"""Fewer characters than these of a sentence say nothing: it is left out rather than cut shorter."""

Keep = Literal["always", "shorter", "tags"]

_URL = re.compile(r"https?://\S+")
_MENTION = re.compile(r"(?<!\w)(@[\w.-]+)@[\w.-]+")
_JOINER = "\u200d"
_FIRST_MARK = "\u0300"
_EXTENDS = frozenset({"Mn", "Me", "Mc"})
_SYLLABLE = frozenset(
    {("L", "L"), ("L", "V"), ("L", "LV"), ("L", "LVT"), ("LV", "V"), ("LV", "T"), ("V", "V"), ("V", "T")}
    | {("LVT", "T"), ("T", "T")}
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a post. `keep`: "always" as it is; "shorter" where space is short; "tags" go word by word, first."""

    words: str
    keep: Keep = "always"


def graphemes(words: str) -> int:
    """How many characters a reader sees: marks, joined emoji, skin tones, flags and Hangul syllables count once.

    After Unicode's annex 29, without its rule for Indic conjuncts (which then count for more than a reader sees).
    """
    if words.isascii():
        return len(words) - words.count("\r\n")
    count, before, flags = 0, "", 0
    for sign in words:
        is_flag = "\U0001f1e6" <= sign <= "\U0001f1ff"
        halved = is_flag and flags % 2 == 1
        count += not (before and (halved or _joins(before, sign)))
        flags = flags + 1 if is_flag else 0
        before = sign
    return count


def length(words: str, channel: str) -> int:
    """How long a channel holds these words to be."""
    if channel == "bluesky":
        return graphemes(words)
    if channel == "mastodon":
        return len(_MENTION.sub(r"\1", _URL.sub("x" * URL_WEIGHT, words)))
    if channel in ("instagram", "tiktok"):
        return len(words.encode("utf-16-le")) // 2
    return len(words)


def limit_of(channel: str) -> int | None:
    """The most that a channel takes; None where it takes anything."""
    return LIMITS.get(channel)


def fit(lines: Iterable[Line], channel: str) -> str:
    """The lines as one post, no longer than the channel takes.

    What does not fit goes in this order: tags, from the last; then the longest of the lines that may be "shorter",
    cut between words or left out. Lines to keep "always" are cut, the first before the next, only when nothing else is
    left; the last line of these stays longest, for it is the link or what must be disclosed.
    """
    kept = [line for line in lines if line.words.strip()]
    most = limit_of(channel)
    while most is not None and length(_joined(kept), channel) > most:
        kept = _less(kept, length(_joined(kept), channel) - most, channel)
    return _joined(kept)


def _less(lines: list[Line], over: int, channel: str) -> list[Line]:
    """The same lines, a little less of them."""
    for keep in ("tags", "shorter", "always"):
        found = [n for n, line in enumerate(lines) if line.keep == keep]
        if found:
            n = max(found, key=lambda n: len(lines[n].words)) if keep == "shorter" else found[0]
            shorter = _cut(lines[n], over, channel)
            return [*lines[:n], *([shorter] if shorter.words else []), *lines[n + 1 :]]
    return []


def _cut(line: Line, over: int, channel: str) -> Line:
    if line.keep == "tags":
        return replace(line, words=" ".join(line.words.split()[:-1]))
    room = length(line.words, channel) - over
    return replace(line, words=shortened(line.words, room, channel) if room >= LEAST else "")


def shortened(words: str, most: int, channel: str) -> str:
    """The words cut between two of them, ending in "…", at most so long on the channel; "" where nothing is left."""
    if length(words, channel) <= most:
        return words
    parts = words.split(" ")
    while parts and length(_ended(parts), channel) > most:
        parts = parts[:-1]
    return _ended(parts) if parts else ""


def _ended(parts: list[str]) -> str:
    return " ".join(parts).rstrip(" ,.;:–—-") + "…"


def _joined(lines: list[Line]) -> str:
    return "\n".join(line.words for line in lines)


def _joins(before: str, sign: str) -> bool:
    """Whether there is no border between two signs that follow each other."""
    if before == _JOINER or (before, sign) == ("\r", "\n"):
        return True
    return sign >= _FIRST_MARK and (_extends(sign) or _one_syllable(before, sign))


def _extends(sign: str) -> bool:
    """Whether a sign belongs to the one before it: marks, joiners, variation selectors, skin tones, tags of flags."""
    return (
        unicodedata.category(sign) in _EXTENDS
        or sign in (_JOINER, "\u200c")
        or "\U0001f3fb" <= sign <= "\U0001f3ff"
        or "\U000e0020" <= sign <= "\U000e007f"
    )


def _one_syllable(before: str, sign: str) -> bool:
    """Whether two signs are parts of one Hangul syllable: leading, vowel and trailing jamo in this order."""
    return (_jamo(before), _jamo(sign)) in _SYLLABLE


def _jamo(sign: str) -> str:
    code = ord(sign)
    if 0x1100 <= code <= 0x115F:
        return "L"
    if 0x1160 <= code <= 0x11A7:
        return "V"
    if 0x11A8 <= code <= 0x11FF:
        return "T"
    if 0xAC00 <= code <= 0xD7A3:
        return "LV" if (code - 0xAC00) % 28 == 0 else "LVT"
    return ""
