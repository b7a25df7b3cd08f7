"""A member's card as a picture: name, one line and town beside its photo, its logo or its initials."""

from __future__ import annotations

import io
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

import segno
from django.core.files.storage import default_storage
from PIL import Image, ImageDraw, ImageOps

from hometeam.foundation.lettering import Block, draw, fitted, width, wrapped, writable
from hometeam.members.models import Member
from hometeam.members.queries import place_words
from hometeam.members.queries.kits import KitOf
from hometeam.ui.avatars import initials as initials_of

Shape = Literal["wide", "square"]
SIZES: dict[Shape, tuple[int, int]] = {"wide": (1200, 630), "square": (1080, 1080)}
FOLDER = "cards"
DRAWN = "1"
"""Grows when cards are drawn differently, so that none is taken for one drawn before."""

PAPER, INK, SOFT, RULE = "#faf6ee", "#2f221a", "#635348", "#dbd2c4"
ON_SPINE = "#fefbf8"
# The spine colours of members without a photo, as ui/avatars.py chooses them by the length of the name.
TINTS = {"0": "#5e7028", "1": "#b23f6b", "2": "#5f55b0", "3": "#2e754d", "4": "#166fa5"}
SPINE = 36


@dataclass(frozen=True, slots=True)
class Face:
    """What a card shows of a member. `picture` is the kept name of its photo or logo, or ""; `is_logo` shows it whole;
    `link` becomes a QR code, "" none.
    """

    name: str
    line: str
    town: str
    community: str
    picture: str
    is_logo: bool = False
    link: str = ""

    @property
    def mark(self) -> str:
        """A short mark of all that is drawn: the same card has the same."""
        parts = (DRAWN, self.name, self.line, self.town, self.community, self.picture, str(self.is_logo), self.link)
        return sha256("\x00".join(parts).encode()).hexdigest()[:32]

    @property
    def colour(self) -> str:
        return TINTS[str(len(self.name) % 5)]

    @property
    def initials(self) -> str:
        return initials_of(writable(self.name, "head"))


def face_of(kit: KitOf, community: str, link: str = "") -> Face:
    """What the card of a kit's member shows; the town no finer than the member shows its place."""
    member: Member = kit.member
    place = getattr(member, "place", None)
    photo = member.photo
    return Face(
        name=member.name,
        line=kit.one_line,
        town=place_words(place).rpartition(", ")[2] if place and place.city else "",
        community=community,
        picture=photo or kit.logo,
        is_logo=not photo and bool(kit.logo),
        link=link,
    )


def stored_as(face: Face, shape: Shape) -> str:
    """The name under which a card is kept once it has been drawn."""
    return f"{FOLDER}/{face.mark}-{shape}.png"


def draw_card(face: Face, shape: Shape) -> bytes:
    """The card, drawn now."""
    canvas = Image.new("RGB", SIZES[shape], PAPER)
    pen = ImageDraw.Draw(canvas)
    pen.rectangle((0, 0, SPINE, canvas.height), fill=face.colour)
    (_wide if shape == "wide" else _square)(canvas, pen, face)
    file = io.BytesIO()
    canvas.save(file, "PNG", optimize=True)
    return file.getvalue()


def _wide(canvas: Image.Image, pen: ImageDraw.ImageDraw, face: Face) -> None:
    _portrait(canvas, pen, face, (96, 120), 330)
    room = canvas.width - 490 - 72
    name = fitted(face.name, "head", range(84, 43, -4), room, 3)
    line = fitted(face.line, "read", range(40, 29, -2), room, 4 if len(name.lines) < 3 else 3)
    top = max(72, (canvas.height - 90 - name.height - line.height - 28) // 2)
    draw(pen, (490, top), name, INK)
    draw(pen, (490, top + name.height + 28), line, SOFT)
    _foot(canvas, pen, face, 96)


def _square(canvas: Image.Image, pen: ImageDraw.ImageDraw, face: Face) -> None:
    _portrait(canvas, pen, face, (108, 96), 400)
    room = canvas.width - 108 - 84
    name = fitted(face.name, "head", range(96, 47, -4), room, 2)
    line = fitted(face.line, "read", range(46, 33, -2), room, 3)
    top = 552
    draw(pen, (108, top), name, INK)
    draw(pen, (108, top + name.height + 24), line, SOFT)
    _foot(canvas, pen, face, 108)


def _portrait(canvas: Image.Image, pen: ImageDraw.ImageDraw, face: Face, at: tuple[int, int], size: int) -> None:
    picture = _picture(face.picture)
    if picture is None:
        _initials(pen, face, at, size)
    elif face.is_logo:
        shown = ImageOps.contain(picture, (size, size), Image.Resampling.LANCZOS)
        left, top = at[0] + (size - shown.width) // 2, at[1] + (size - shown.height) // 2
        pen.rounded_rectangle((at[0] - 16, at[1] - 16, at[0] + size + 16, at[1] + size + 16), 16, "#ffffff", RULE, 2)
        canvas.paste(shown, (left, top), shown)
    else:
        shown = ImageOps.fit(picture.convert("RGB"), (size, size), Image.Resampling.LANCZOS)
        canvas.paste(shown, at, _disc(size))


def _initials(pen: ImageDraw.ImageDraw, face: Face, at: tuple[int, int], size: int) -> None:
    pen.ellipse((*at, at[0] + size, at[1] + size), fill=face.colour)
    letters = fitted(face.initials, "head", range(size // 2, 39, -8), size, 1)
    left = at[0] + (size - max((width(line, "head", letters.size) for line in letters.lines), default=0)) / 2
    draw(pen, (left, at[1] + size / 2 - letters.size * 0.64), letters, ON_SPINE)


def _foot(canvas: Image.Image, pen: ImageDraw.ImageDraw, face: Face, left: int) -> None:
    bottom = canvas.height - 64
    room = canvas.width - left - 72 - (260 if face.link else 0)
    words = " · ".join(part for part in (face.town, face.community) if part)
    foot = Block(wrapped(words, "bold", 28, room, 1), "bold", 28)
    pen.line((left, bottom - 34, left + room, bottom - 34), fill=RULE, width=2)
    draw(pen, (left, bottom - 16), foot, SOFT)
    if face.link:
        code = qr(face.link, 220)
        canvas.paste(code, (canvas.width - 60 - code.width, canvas.height - 48 - code.height))


def qr(address: str, size: int) -> Image.Image:
    """A QR code of about `size` pixels with its quiet zone, each module the same whole number of pixels."""
    code = segno.make_qr(address, error="m", boost_error=False)
    scale = max(1, size // code.symbol_size(border=4)[0])
    file = io.BytesIO()
    code.save(file, kind="png", scale=scale, border=4, dark="black", light="white")
    return Image.open(file).convert("RGB")


def _disc(size: int) -> Image.Image:
    """A round mask with a smooth edge."""
    large = Image.new("L", (size * 4, size * 4), 0)
    ImageDraw.Draw(large).ellipse((0, 0, size * 4 - 1, size * 4 - 1), fill=255)
    return large.resize((size, size), Image.Resampling.LANCZOS)


def _picture(name: str) -> Image.Image | None:
    """A kept picture, or None where there is none, or none any more."""
    if not name:
        return None
    try:
        with default_storage.open(f"{name}-medium.webp") as file:
            return Image.open(io.BytesIO(file.read())).convert("RGBA")
    except FileNotFoundError:
        return None
