"""Cards on paper: sheets, quarter pages and strips as PDF with real text, and pictures at print resolution."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import segno
from PIL import Image, ImageDraw

from hometeam.foundation.lettering import Block, Face, can_write, draw, fitted, path_of, runs, wrapped, writable
from hometeam.stage.queries.cards import INK, SOFT, qr

if TYPE_CHECKING:
    from hometeam.stage.queries.paper import Sheet

PAPERS = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
"""Width and height in millimetres."""
CODE = 21.0
"""How wide a QR code is in millimetres, without the white around it: cameras of old phones read it from a hand away."""
QUIET = 4
"""White around a code, in modules, as its standard asks for."""
DPI = 300
POINT = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Printed:
    """What stands on a card: whose it is, what it says, the counted address, who passes it on."""

    name: str
    words: str
    address: str
    from_whom: str
    language: str = "en"

    @property
    def shown_address(self) -> str:
        """The address as somebody types it."""
        return self.address.partition("://")[2] or self.address

    @property
    def address_in_two(self) -> tuple[str, str]:
        """The same in two pieces that each stay on one line: the server, and what comes after it."""
        server, slash, rest = self.shown_address.partition("/")
        return server, f"{slash}{rest}"

    @property
    def can_be_written(self) -> bool:
        return can_write(f"{self.name}{self.words}{self.from_whom}")


@dataclass(frozen=True, slots=True)
class Layout:
    """How many cards on a page, and how large the type is, in points, from the largest to the smallest that is fine."""

    columns: int
    rows: int
    name: range
    words: range
    small: int
    code: float = CODE
    is_tall: bool = False


LAYOUTS = {
    "sheet": Layout(2, 5, range(13, 7, -1), range(9, 5, -1), 6),
    "quarter": Layout(2, 2, range(24, 11, -1), range(14, 8, -1), 9, code=34.0, is_tall=True),
    "strip": Layout(1, 1, range(18, 9, -1), range(12, 7, -1), 8, code=30.0, is_tall=True),
}
STRIP = (80.0, 120.0)


def pdf(card: Printed, layout: str, paper: str) -> bytes:
    """A page of cards ("sheet", "quarter") on "a4" or "letter", or a "strip" of 80 mm for a receipt printer."""
    plan = LAYOUTS[layout]
    size = STRIP if layout == "strip" else PAPERS[paper]
    page = _page(card, size)
    width, height = _cell(layout, paper, plan, size)
    left, top = (size[0] - plan.columns * width) / 2, (size[1] - plan.rows * height) / 2
    for row in range(plan.rows):
        for column in range(plan.columns):
            _card(page, card, plan, (left + column * width, top + row * height, width, height))
    if plan.columns * plan.rows > 1:
        _cuts(page, plan, (left, top, width, height))
    return bytes(page.output())


def _cell(layout: str, paper: str, plan: Layout, size: tuple[float, float]) -> tuple[float, float]:
    """How large one card is: the business card of the paper's part of the world, or its share of the page."""
    if layout == "sheet":
        return (88.9, 50.8) if paper == "letter" else (85.0, 55.0)
    return size[0] / plan.columns, size[1] / plan.rows


def _page(card: Printed, size: tuple[float, float]) -> Sheet:
    from hometeam.stage.queries.paper import Sheet

    page = Sheet(unit="mm", format=size)
    page.set_margin(0)
    page.set_auto_page_break(False)
    page.set_title(f"{card.name} · {card.from_whom}")
    page.set_author(card.from_whom)
    page.set_lang(card.language)
    _fonts(page, card)
    page.set_text_shaping(True)
    page.add_page()
    return page


def _fonts(page: Sheet, card: Printed) -> None:
    """The house's faces, and for other scripts the fonts that write them."""
    faces: tuple[Face, ...] = ("head", "bold", "read")
    for face in faces:
        page.add_font(face, fname=path_of(face))
    text = f"{card.name} {card.words} {card.from_whom}"
    own = {path_of(face) for face in faces}
    others = {path: path.stem for face in faces for path, _piece in runs(text, face) if path not in own}
    for path, name in sorted(others.items()):
        page.add_font(name, fname=path)
    page.set_fallback_fonts([*sorted(others.values())], exact_match=False)


def _card(page: Sheet, card: Printed, plan: Layout, box: tuple[float, float, float, float]) -> None:
    x, y, width, height = box
    edge = 5.0 if not plan.is_tall else 8.0
    page.set_fill_color(47, 34, 26)
    page.rect(x + edge - 2.5, y + edge, 1.2, height - 2 * edge, style="F")
    if plan.is_tall:
        _tall(page, card, plan, (x + edge + 1, y + edge, width - 2 * edge - 1, height - 2 * edge))
    else:
        _low(page, card, plan, (x + edge + 1, y + edge, width - 2 * edge - 1, height - 2 * edge))


def _low(page: Sheet, card: Printed, plan: Layout, box: tuple[float, float, float, float]) -> None:
    """Words at the left, the code at the right."""
    x, y, width, height = box
    quiet = plan.code / 29 * QUIET
    room = width - plan.code - quiet
    top = y + _text(page, card.name, "head", plan.name, (x, y, room, height * 0.36)) + 1
    foot = plan.small * POINT * 1.3 * 2
    _text(page, card.words, "read", plan.words, (x, top, room, y + height - top - foot - 1))
    _text(page, card.from_whom, "bold", range(plan.small, 4, -1), (x, y + height - foot, room, foot))
    _code(page, card.address, (x + width - plan.code, y + 1, plan.code))
    below = (x + width - plan.code - 2, y + plan.code + quiet, plan.code + 2, height - plan.code - quiet)
    _text(page, card.shown_address, "read", range(plan.small, 3, -1), below)


def _tall(page: Sheet, card: Printed, plan: Layout, box: tuple[float, float, float, float]) -> None:
    """Words above, the code below."""
    x, y, width, height = box
    quiet = plan.code / 29 * QUIET
    foot = plan.small * POINT * 1.3 * 2
    middle = height - plan.code - quiet - foot - 3
    top = y + _text(page, card.name, "head", plan.name, (x, y, width, middle * 0.4)) + 2
    _text(page, card.words, "read", plan.words, (x, top, width, y + middle - top))
    _code(page, card.address, (x, y + middle + quiet, plan.code))
    beside = (x + plan.code + quiet, y + middle + quiet, width - plan.code - quiet, plan.code)
    for n, part in enumerate(card.address_in_two):
        _text(page, part, "read", range(plan.small, 3, -1), (beside[0], beside[1] + n * 5, beside[2], 5))
    _text(page, card.from_whom, "bold", range(plan.small, 4, -1), (x, y + height - foot, width, foot))


def _text(page: Sheet, words: str, face: Face, sizes: range, box: tuple[float, float, float, float]) -> float:
    """Words in the largest size that fits the box, cut where even the smallest does not; returns the height taken."""
    x, y, width, height = box
    asked = (words, face, sizes, round(width, 2), round(height, 2))
    if asked not in page.laid_out:
        page.laid_out[asked] = _laid_out(page, writable(words, face), face, sizes, (width, height))
    size, lines = page.laid_out[asked]
    return _write(page, lines, face, size, (x, y, width))


def _laid_out(
    page: Sheet, words: str, face: Face, sizes: range, room: tuple[float, float]
) -> tuple[int, tuple[str, ...]]:
    width, height = room
    lines: list[str] = []
    for size in sizes:
        lines = _broken(page, words, face, size, width)
        if len(lines) * _leading(size) <= height and not _split(words, lines):
            return size, tuple(lines)
    most = max(1, int(height / _leading(sizes[-1])))
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1][:-1].rstrip(' ,.;:')}…"]
    return sizes[-1], tuple(lines)


def _leading(size: int) -> float:
    return size * POINT * 1.25


def _split(words: str, lines: list[str]) -> bool:
    """Whether a word was broken to make the lines fit."""
    return "".join(words.split()) == "".join("".join(lines).split()) and " ".join(words.split()) != " ".join(
        " ".join(lines).split()
    )


def _broken(page: Sheet, words: str, face: Face, size: int, width: float) -> list[str]:
    page.set_font(face, size=size)
    found: list[str] = page.multi_cell(width, _leading(size), words, align="L", dry_run=True, output="LINES")  # type: ignore[assignment]
    return found


def _write(page: Sheet, lines: tuple[str, ...], face: Face, size: int, box: tuple[float, float, float]) -> float:
    x, y, width = box
    page.set_font(face, size=size)
    page.set_text_color(0)
    page.set_xy(x, y)
    page.c_margin = 0
    page.multi_cell(width, _leading(size), "\n".join(lines), align="L")
    return len(lines) * _leading(size)


def _code(page: Sheet, address: str, box: tuple[float, float, float]) -> None:
    """A QR code drawn as black squares, so that it is sharp at any resolution."""
    x, y, size = box
    matrix = segno.make_qr(address, error="m", boost_error=False).matrix
    module = size / len(matrix)
    page.set_fill_color(0)
    for row, line in enumerate(matrix):
        start = 0
        while start < len(line):
            end = start
            while end < len(line) and line[end]:
                end += 1
            if end > start:
                page.rect(x + start * module, y + row * module, (end - start) * module, module, style="F")
            start = end + 1


def _cuts(page: Sheet, plan: Layout, box: tuple[float, float, float, float]) -> None:
    """Fine lines along which one cuts."""
    left, top, width, height = box
    page.set_draw_color(150)
    page.set_line_width(0.1)
    page.set_dash_pattern(dash=1.5, gap=1.5)
    for column in range(plan.columns + 1):
        page.line(left + column * width, top, left + column * width, top + plan.rows * height)
    for row in range(plan.rows + 1):
        page.line(left, top + row * height, left + plan.columns * width, top + row * height)


def png(card: Printed) -> bytes:
    """The card with its code as a picture, 105 by 74 mm at 300 dots an inch, for documents made elsewhere."""
    canvas = Image.new("RGB", (1240, 874), "white")
    pen = ImageDraw.Draw(canvas)
    pen.rectangle((48, 60, 62, canvas.height - 60), fill=INK)
    code = qr(card.address, 420)
    canvas.paste(code, (canvas.width - code.width - 40, 40))
    room = canvas.width - code.width - 160
    name = fitted(card.name, "head", range(76, 39, -4), room, 3)
    draw(pen, (104, 56), name, INK)
    words_room = canvas.width - 160 if name.height > code.height - 80 else room
    words = fitted(card.words, "read", range(44, 27, -2), words_room, 8)
    draw(pen, (104, 56 + name.height + 24), words, INK)
    small = Block(wrapped(card.shown_address, "read", 30, canvas.width - 160, 1), "read", 30)
    draw(pen, (104, canvas.height - 150), small, SOFT)
    draw(pen, (104, canvas.height - 105), Block(wrapped(card.from_whom, "bold", 32, 1080, 1), "bold", 32), INK)
    return _saved(canvas)


def code_png(address: str) -> bytes:
    """The QR code alone, about 1,200 pixels wide with its white: 10 cm at 300 dots an inch."""
    return _saved(qr(address, 1200))


def _saved(canvas: Image.Image) -> bytes:
    file = io.BytesIO()
    canvas.save(file, "PNG", dpi=(DPI, DPI), optimize=True)
    return file.getvalue()
