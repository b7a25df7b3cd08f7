"""Pictures are kept without what they carry along; what is no picture is refused."""

import io
import struct
import zlib

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from hometeam.foundation import images


def picture(width: int = 2000, height: int = 1000, kind: str = "JPEG", **options: object) -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(file, kind, **options)
    return file


def kept(name: str, size: str) -> Image.Image:
    with default_storage.open(f"{name}-{size}.webp") as file:
        found = Image.open(io.BytesIO(file.read()))
        found.load()
        return found


def test_a_picture_is_kept_in_three_sizes() -> None:
    name = images.keep(picture())
    assert [kept(name, size).size for size in images.SIZES] == [(160, 80), (640, 320), (1600, 800)]
    assert kept(name, "large").format == "WEBP"
    assert images.url(name, "small").endswith("-small.webp")


def test_a_small_picture_is_not_enlarged() -> None:
    assert kept(images.keep(picture(100, 50, "PNG")), "large").size == (100, 50)


def test_where_and_with_what_it_was_taken_is_gone_and_it_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x8825] = 6, "Camera", {1: "N", 2: (49.0, 10.0, 0.0)}
    found = kept(images.keep(picture(exif=exif)), "large")
    assert found.size == (800, 1600)
    assert not found.getexif()


def test_the_same_picture_is_kept_once() -> None:
    assert images.keep(picture()) == images.keep(picture())


def test_a_dropped_picture_is_gone() -> None:
    name = images.keep(picture(300, 301))
    images.drop(name)
    assert not default_storage.exists(f"{name}-small.webp")


def huge_png() -> bytes:
    """A few bytes that say they are 60,000 pixels wide and high."""

    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(b"\0" * 1000)) + part(b"IEND", b"")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        picture().getvalue()[:500],
        huge_png(),
    ],
    ids=["nothing", "words", "drawing with a script", "cut off", "bomb"],
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(images.NotAnImage):
        images.keep(io.BytesIO(content))


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(images.NotAnImage, match="20 MB"):
        images.keep(io.BytesIO(b"\0" * (images.MAX_BYTES + 1)))
