"""A kit to take away: everything in one ZIP."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.utils.text import slugify
from django.utils.translation import gettext as _
from PIL import Image

from hometeam.members.queries.kits import KitOf, Photo
from hometeam.stage.queries.cards import SIZES, Face, draw_card


def file_name(kit: KitOf) -> str:
    """What the ZIP is called: letters of any script, no spaces; "kit" where the name has no letters."""
    return f"{slugify(kit.member.name, allow_unicode=True) or 'kit'}.zip"


def zipped(kit: KitOf, face: Face) -> bytes:
    """All that the kit holds: words as text, pictures as JPEG or PNG, and what to do and not to do."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in _files(kit, face):
            bundle.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content)
    return file.getvalue()


def handles(kit: KitOf) -> list[str]:
    """The handles, one line each: "Instagram: @annphotographs"."""
    return [f"{channel.title}: {channel.handle}" for channel in kit.channels if channel.handle]


def _files(kit: KitOf, face: Face) -> Iterator[tuple[str, bytes]]:
    yield "README.md", readme(kit).encode()
    yield from ((f"{name}.txt", f"{words}\n".encode()) for name, words in _texts(kit) if words)
    for shape in SIZES:
        yield f"card-{shape}.png", draw_card(face, shape)
    if kit.logo and (logo := _read(kit.logo)):
        yield "logo.png", _encoded(logo, "PNG")
    for number, photo in enumerate(kit.photos, 1):
        picture = _read(photo.image)
        if picture:
            yield f"photos/{_photo_name(number, photo)}.jpg", _encoded(_on_white(picture), "JPEG")


def _texts(kit: KitOf) -> list[tuple[str, str]]:
    return [
        ("one-line", kit.one_line),
        ("fifty-words", kit.fifty_words),
        ("handles", "\n".join(handles(kit))),
        ("link", kit.url),
    ]


def readme(kit: KitOf) -> str:
    """What to do and not to do, what the photos show and who may do what with them, as Markdown."""
    parts = [f"# {kit.member.name}", _list(_("Please do"), kit.dos), _list(_("Please do not"), kit.donts)]
    parts.append(_list(_("Photos"), [_about(number, photo) for number, photo in enumerate(kit.photos, 1)]))
    parts.append(_("Given by %(name)s to the members of its communities.") % {"name": kit.member.name})
    return "\n\n".join(part for part in parts if part) + "\n"


def _about(number: int, photo: Photo) -> str:
    said = f"{_photo_name(number, photo)}.jpg: {photo.alt} ({photo.use})"
    credit = _("Photo: %(who)s") % {"who": photo.credit}
    return f"{said} {credit}" if photo.credit else said


def _list(title: str, lines: tuple[str, ...] | list[str]) -> str:
    return f"## {title}\n\n" + "\n".join(f"- {line}" for line in lines) if lines else ""


def _photo_name(number: int, photo: Photo) -> str:
    words = re.sub(r"-+", "-", slugify(photo.alt, allow_unicode=True))[:40].strip("-")
    return f"{number:02}-{words}" if words else f"{number:02}"


def _read(name: str) -> Image.Image | None:
    try:
        with default_storage.open(f"{name}-large.webp") as file:
            return Image.open(io.BytesIO(file.read()))
    except FileNotFoundError:
        return None


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode == "RGB":
        return picture
    shown = picture.convert("RGBA")
    white = Image.new("RGB", shown.size, "white")
    white.paste(shown, mask=shown)
    return white


def _encoded(picture: Image.Image, kind: str) -> bytes:
    file = io.BytesIO()
    if kind == "JPEG":
        picture.save(file, kind, quality=90)
    else:
        picture.save(file, kind, optimize=True)
    return file.getvalue()
