"""The picture that a link to one of our public pages shows elsewhere: a cassette's label, with a few words."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from hometeam.foundation.lettering.fonts import can_write
from hometeam.foundation.lettering.lines import Block, draw, fitted

WIDTH, HEIGHT = 1200, 630
PAPER, INK, SOFT, RULE, TOMATO = "#faf6ef", "#342820", "#685a4e", "#e2d8c8", "#c8402a"
SPINE, LEFT, ROOM, FLOOR = 36, 108, 1000, 520


def label_png(*, title: str, line: str = "", foot: str = "Hometeam", spine: str = TOMATO) -> bytes:
    """1200 by 630 pixels: the title as large as it fits, a line under it, and what it is part of. Words that no font
    here can write are left out.
    """
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    canvas = ImageDraw.Draw(picture)
    canvas.rectangle((0, 0, SPINE, HEIGHT), fill=spine)
    blocks = [fitted(title, "head", range(92, 43, -4), ROOM, 3)] if can_write(title) else []
    if line and can_write(line):
        blocks.append(fitted(line, "read", range(40, 27, -2), ROOM, 3))
    _stacked(canvas, blocks)
    canvas.line((LEFT, FLOOR, LEFT + ROOM, FLOOR), fill=RULE, width=2)
    _reels(canvas, LEFT, FLOOR + 30)
    if can_write(foot):
        draw(canvas, (LEFT + 96, FLOOR + 32), fitted(foot, "bold", range(34, 21, -2), ROOM - 96, 1), SOFT)
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()


def _stacked(canvas: ImageDraw.ImageDraw, blocks: list[Block]) -> None:
    gap = 24
    y = (FLOOR - sum(block.height for block in blocks) - gap * (len(blocks) - 1)) / 2 + 12
    for block, colour in zip(blocks, (INK, SOFT), strict=False):
        draw(canvas, (LEFT, y), block, colour)
        y += block.height + gap


def _reels(canvas: ImageDraw.ImageDraw, x: float, y: float) -> None:
    """Two tape reels, joined: whose page it is."""
    for left in (x, x + 40):
        canvas.ellipse((left, y + 4, left + 34, y + 38), outline=TOMATO, width=5)
        canvas.ellipse((left + 13, y + 17, left + 21, y + 25), fill=TOMATO)
    canvas.line((x + 17, y + 38, x + 57, y + 38), fill=TOMATO, width=5)
