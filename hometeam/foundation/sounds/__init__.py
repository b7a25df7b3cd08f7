"""Sounds that people give us: made anew by a process of its own, so that no file can harm the one that serves pages."""

from __future__ import annotations

import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

MAX_BYTES = 20 * 1024 * 1024
MAX_SECONDS = 90
FOLDER = "sounds"
TYPE = "audio/mp4"

_REMAKE = Path(__file__).with_name("remake.py")
_PATIENCE = 40
"""Seconds until a process that makes a sound anew is ended; it ends itself after half as much of the processor's."""


class NotASound(Exception):
    """This file cannot be kept as a sound; the message says why in a plain sentence."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A kept sound: its stored name, and how long it plays."""

    name: str
    seconds: int


def keep(file: BinaryIO, *, max_seconds: int = MAX_SECONDS) -> Sound:
    """Keep a recording as AAC in an MP4, mono, which every browser plays; what it carried along is gone.

    `file` holds any common sound, or a video whose sound is taken. Raises NotASound for one that is too large, too
    long, empty, or none at all.
    """
    with tempfile.TemporaryDirectory(prefix="hometeam-sound-") as folder:
        given, made = Path(folder, "given"), Path(folder, "made.m4a")
        _write(file, given)
        seconds = _remade(given, made, max_seconds)
        name = f"{FOLDER}/{secrets.token_hex(16)}.m4a"
        return Sound(default_storage.save(name, ContentFile(made.read_bytes())), seconds)


def read(name: str) -> bytes | None:
    """A kept sound, whole: there is none above a megabyte. None where it is gone."""
    try:
        with default_storage.open(name) as file:
            return bytes(file.read())
    except FileNotFoundError:
        return None


def drop(name: str) -> None:
    """Delete a kept sound."""
    default_storage.delete(name)


def kept_before(moment: datetime) -> Iterator[str]:
    """The names of all sounds that were kept before an aware moment."""
    files = default_storage.listdir(FOLDER)[1] if default_storage.exists(FOLDER) else []
    for file in files:
        if default_storage.get_modified_time(f"{FOLDER}/{file}") < moment:
            yield f"{FOLDER}/{file}"


def _write(file: BinaryIO, to: Path) -> None:
    file.seek(0)
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise NotASound(_("This recording is larger than 20 MB. Pick a shorter one."))
    to.write_bytes(content)


def _remade(given: Path, made: Path, max_seconds: int) -> int:
    """How many seconds there are in what was `made`."""
    command = [sys.executable, "-I", str(_REMAKE), str(given), str(made), str(max_seconds)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as late:
        raise NotASound(_unreadable()) from late
    answer = done.stdout.split()
    if done.returncode == 0 and len(answer) == 2 and answer[0] == "seconds":
        return int(answer[1])
    if answer == ["long"]:
        raise NotASound(
            _("This recording is longer than %(seconds)d seconds. Say it shorter.") % {"seconds": max_seconds}
        )
    if answer == ["empty"]:
        raise NotASound(_("There is nothing to hear in this recording. Try again."))
    raise NotASound(_unreadable())


def _unreadable() -> str:
    return _("This file is not a sound that we can read. Pick an MP3, M4A, OGG, WebM or WAV file.")
