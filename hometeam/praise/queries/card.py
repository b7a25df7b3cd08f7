"""A testimonial as a picture, for posts and prints."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from hometeam.foundation import lettering
from hometeam.praise.models import Testimonial

WIDTH, HEIGHT = 1200, 630
_PAPER, _INK, _SOFT, _PLUM, _RULE = "#faf6ef", "#342820", "#685a4e", "#702c68", "#e2d8c8"
_LEFT, _TOP, _ROOM, _FLOOR = 96, 72, 1024, 490
_SIZES = range(72, 27, -4)


def can_be_drawn(one: Testimonial) -> bool:
    """Whether there are words, and letters for them here."""
    return bool(one.words) and all(lettering.can_write(said) for said in (one.words, one.by, one.subject.name))


def png_of(one: Testimonial) -> bytes:
    """1200 by 630 pixels: the words as large as they fit, who says them, and of whom."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    canvas = ImageDraw.Draw(picture)
    canvas.rectangle((0, 0, 26, HEIGHT), fill=_PLUM)
    words = _quote(f"“{one.words}”")
    lettering.draw(canvas, (_LEFT, _TOP + (_FLOOR - _TOP - words.height) / 2 - 8), words, _INK)
    canvas.line((_LEFT, _FLOOR + 8, _LEFT + _ROOM, _FLOOR + 8), fill=_RULE, width=2)
    lettering.draw(canvas, (_LEFT, _FLOOR + 26), lettering.fitted(one.by, "bold", range(34, 19, -2), _ROOM, 1), _INK)
    of = lettering.fitted(one.subject.name, "read", range(28, 19, -2), _ROOM, 1)
    lettering.draw(canvas, (_LEFT, _FLOOR + 76), of, _SOFT)
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()


def _quote(words: str) -> lettering.Block:
    """The words in the largest size at which they end above the line; cut where even the smallest is too large."""
    for size in _SIZES:
        most = int((_FLOOR - _TOP) / (size * 1.18))
        block = lettering.fitted(words, "head", range(size, size - 1, -1), _ROOM, most)
        if not block.lines[-1].endswith("…") or words.rstrip("”").endswith("…"):
            return block
    return block
