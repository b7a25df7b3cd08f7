"""Sounds, pictures and testimonials to test with."""

from __future__ import annotations

import io
import math
import struct
import wave
from typing import Any

from PIL import Image

from hometeam.praise import actions
from hometeam.praise.actions import Said
from hometeam.praise.models import Testimonial
from hometeam.praise.queries import consent_words
from tests.cast import Player

WORDS = "The bread was still warm when it came, and nobody left a crumb."


def tone(seconds: float = 1.0, rate: int = 8000) -> io.BytesIO:
    """A WAV file of one steady tone."""
    file = io.BytesIO()
    with wave.open(file, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(rate)
        wave_of = (int(9000 * math.sin(step * 440 * 2 * math.pi / rate)) for step in range(int(seconds * rate)))
        made.writeframes(b"".join(struct.pack("<h", value) for value in wave_of))
    file.seek(0)
    file.name = "voice.wav"
    return file


def photo(place: bool = False) -> io.BytesIO:
    """A small JPEG; with `place`, it notes who took it."""
    file = io.BytesIO()
    exif = Image.Exif()
    if place:
        exif[0x013B] = "Secret Photographer"
    Image.new("RGB", (40, 30), "teal").save(file, "JPEG", exif=exif)
    file.seek(0)
    file.name = "photo.jpg"
    return file


def said(subject: str = "Bo’s Bakery", **fields: Any) -> Said:
    """What Ann says, unless `fields` say otherwise."""
    plain: dict[str, Any] = {"signed": "Ann", "consent": consent_words(subject), "words": WORDS}
    return Said(**(plain | fields))


def praised(author: Player, subject: Player, **fields: Any) -> Testimonial:
    """A testimonial that waits for its subject's approval."""
    words = said(subject.member.name, **fields)
    return actions.give_testimonial(viewer=author.viewer, subject=subject.member, said=words)


def approved(author: Player, subject: Player, **fields: Any) -> Testimonial:
    """A testimonial that is shown."""
    one = praised(author, subject, **fields)
    return actions.answer(viewer=subject.viewer, testimonial=one, move="approve")
