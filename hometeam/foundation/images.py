"""Pictures that people give us: made anew without what they carry along, in three sizes."""

import io
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000
SIZES = {"small": 160, "medium": 640, "large": 1600}
"""The longer side of each size in pixels; a smaller picture is never enlarged."""

FOLDER = "pictures"

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP")


class NotAnImage(Exception):
    """This file cannot be kept as a picture; the message says why in a plain sentence."""


def keep(file: BinaryIO, folder: str = FOLDER) -> str:
    """Keep a picture as WebP in three sizes; returns the stored name, from which `url` makes addresses.

    Position, camera and all other metadata are gone, its orientation is applied. The same picture in the same folder
    has the same name. Raises NotAnImage.
    """
    content = _read(file)
    name = f"{folder}/{sha256(content).hexdigest()[:32]}"
    picture = _opened(content)
    for size, longest in SIZES.items():
        _store(f"{name}-{size}.webp", _fitted(picture, longest))
    return name


def made_anew(file: BinaryIO, size: str = "large") -> bytes:
    """A picture as WebP of one of SIZES, made anew as `keep` does, for whoever stores it in a way of their own.

    Raises NotAnImage.
    """
    return _fitted(_opened(_read(file)), SIZES[size])


def url(name: str, size: str = "medium") -> str:
    """The address of a kept picture; `size` is one of SIZES."""
    return default_storage.url(f"{name}-{size}.webp")


def is_kept(name: str) -> bool:
    """Whether a picture of this name is here."""
    return default_storage.exists(f"{name}-small.webp")


def kept_before(moment: datetime, folder: str = FOLDER) -> Iterator[str]:
    """The names of all pictures of a folder that were kept before an aware moment."""
    files = default_storage.listdir(folder)[1] if default_storage.exists(folder) else []
    for file in files:
        name, mark, _end = file.partition("-small.webp")
        if mark and default_storage.get_modified_time(f"{folder}/{file}") < moment:
            yield f"{folder}/{name}"


def drop(name: str) -> None:
    """Delete all sizes of a kept picture."""
    for size in SIZES:
        default_storage.delete(f"{name}-{size}.webp")


def _read(file: BinaryIO) -> bytes:
    file.seek(0)
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise NotAnImage(_("This picture is larger than 20 MB. Pick a smaller one."))
    return content


def _opened(content: bytes) -> Image.Image:
    """The picture upright and in plain colours. Its size is looked at before it is unpacked."""
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise NotAnImage(_("This picture has more than 50 million pixels. Pick a smaller one."))
            picture.load()
            upright = ImageOps.exif_transpose(picture)
            return upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except NotAnImage:
        raise
    except Exception as error:  # Pillow answers a damaged file with whatever its decoder met
        raise NotAnImage(_("This file is not a picture that we can read. Pick a JPEG, PNG or WebP file.")) from error


def _fitted(picture: Image.Image, longest: int) -> bytes:
    small = Image.new(picture.mode, picture.size)
    small.paste(picture)  # a new picture has none of the old one's metadata
    small.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    small.save(file, "WEBP", quality=82, method=4)
    return file.getvalue()


def _store(name: str, content: bytes) -> None:
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(content))
