"""Words measured, broken into lines and drawn with Pillow."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import ImageDraw, ImageFont

from hometeam.foundation.lettering.fonts import Face, runs, writable

LEADING = 1.18


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one face and size. `height` is what they take, in pixels."""

    lines: tuple[str, ...]
    face: Face
    size: int

    @property
    def height(self) -> int:
        return round(len(self.lines) * self.size * LEADING)


@lru_cache(maxsize=200)
def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size)


def width(words: str, face: Face, size: int) -> float:
    """How wide the words are, in pixels."""
    return sum(_font(path, size).getlength(piece) for path, piece in runs(words, face))


def wrapped(words: str, face: Face, size: int, room: int, most: int) -> tuple[str, ...]:
    """At most `most` lines, none wider than `room` pixels; what is too long ends in "…"."""
    lines: list[str] = []
    left = writable(words, face).split()
    while left and len(lines) < most:
        line, left = _line(left, face, size, room)
        lines.append(line)
    if left:
        lines[-1] = _ended(f"{lines[-1]} {left[0]}", face, size, room)
    return tuple(lines)


def fitted(words: str, face: Face, sizes: range, room: int, most: int) -> Block:
    """The words in the largest of the `sizes` (from large to small) in which no more than `most` lines are needed.

    No word is broken as long as a smaller size helps; where even the smallest is too large, the words are cut.
    """
    for size in sizes:
        lines = wrapped(words, face, size, room, most + 1)
        if len(lines) <= most and all(width(word, face, size) <= room for word in writable(words, face).split()):
            return Block(lines, face, size)
    return Block(wrapped(words, face, sizes[-1], room, most), face, sizes[-1])


def draw(canvas: ImageDraw.ImageDraw, at: tuple[float, float], block: Block, colour: str) -> None:
    """Write a block, its left upper corner `at`; a line that begins in a script from right to left runs that way."""
    x, y = at
    for line in block.lines:
        pieces = runs(line, block.face)
        left = x
        for path, piece in reversed(pieces) if _runs_left(line) else pieces:
            font = _font(path, block.size)
            canvas.text((left, y + block.size), piece, font=font, fill=colour, anchor="ls")
            left += font.getlength(piece)
        y += block.size * LEADING


def _line(words: list[str], face: Face, size: int, room: int) -> tuple[str, list[str]]:
    """As many of the words as go on one line, and the rest; a word that is wider than the line is broken."""
    taken = 0
    while taken < len(words) and width(" ".join(words[: taken + 1]), face, size) <= room:
        taken += 1
    if taken:
        return " ".join(words[:taken]), words[taken:]
    signs = 1
    while signs < len(words[0]) and width(words[0][: signs + 1], face, size) <= room:
        signs += 1
    return words[0][:signs], [words[0][signs:], *words[1:]] if words[0][signs:] else words[1:]


def _ended(line: str, face: Face, size: int, room: int) -> str:
    while line and width(f"{line}…", face, size) > room:
        line = line[:-1]
    return line.rstrip(" ,.;:–—-") + "…"


def _runs_left(line: str) -> bool:
    strong = (unicodedata.bidirectional(sign) for sign in line)
    return next((kind in ("R", "AL") for kind in strong if kind in ("L", "R", "AL")), False)
