"""Visits as they happen: one short record each, written to a file of this process before the visitor is sent on.

A record is a link's number, a day, and whether the browser was new to the link that day: nothing about anybody. What
the system was given to write outlives a process that is killed, so nothing is lost with it. Every file is locked for
as long as its process may write to it; whoever can lock it knows that it is whole. `folding` makes days of them.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import struct
import threading
import zlib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import structlog
from django.conf import settings

log = structlog.get_logger("hometeam.links")

FIRST_DAY = date(2020, 1, 1)
IS_FIRST = 1
SEALED_AFTER = 60.0
"""Seconds for which a process goes on writing to one file: as long as a raw hit waits for the worker at most."""
MOST_BYTES = 16_000_000
_CONTENT = struct.Struct("<QHH")
_SUM = struct.Struct("<I")
SIZE = _CONTENT.size + _SUM.size


def folder() -> Path:
    """Where this installation's hits wait to be counted."""
    return Path(settings.DATA) / "hits"


def record(link_id: int, on: date, *, is_first: bool) -> bytes:
    """One visit: the link's number (8 bytes), days since 2020 (2), flags (2) and the CRC-32 of these (4)."""
    content = _CONTENT.pack(link_id, (on - FIRST_DAY).days, IS_FIRST if is_first else 0)
    return content + _SUM.pack(zlib.crc32(content))


def read(raw: bytes) -> tuple[int, date, bool] | None:
    """What a record says: link, day, whether the browser was new to it; None where the record is damaged."""
    content, (seal,) = raw[: _CONTENT.size], _SUM.unpack(raw[_CONTENT.size :])
    link_id, days, flags = _CONTENT.unpack(content)
    if zlib.crc32(content) != seal:
        return None
    return link_id, FIRST_DAY + timedelta(days=days), bool(flags & IS_FIRST)


def records(data: bytes) -> Iterator[bytes]:
    """The whole records of a file; what was cut off at its end is left out."""
    return (data[at : at + SIZE] for at in range(0, len(data) - SIZE + 1, SIZE))


class HitLog:
    """The file that this process writes its visits to; a new one every minute, and none while there are no visits."""

    def __init__(self, folder: Callable[[], Path]) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._file: int | None = None
        self._room = 0
        os.register_at_fork(after_in_child=self._forget)

    def write(self, hit: bytes) -> None:
        """Hand one record to the system. Raises OSError where it takes none; then nothing of it is counted."""
        with self._lock:
            if self._file is None:
                self._open()
            file = self._file
            if file is None or os.write(file, hit) != len(hit):  # the disk is full; what follows needs a new file
                self._close()
                raise OSError("only a part of a hit could be written")
            self._room -= len(hit)
            if self._room <= 0:
                self._close()

    def seal(self, only: int | None = None) -> None:
        """Write no more to the present file, or to the one named `only` if it is still the present one."""
        with self._lock:
            if only is None or only == self._file:
                self._close()

    def _open(self) -> None:
        """Begin a file, locked from before its first record on."""
        place = self._folder()
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        while self._file is None:
            name = place / f"{os.getpid()}-{secrets.token_hex(8)}.hits"
            file = os.open(name, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL, 0o600)
            fcntl.flock(file, fcntl.LOCK_EX)
            if os.fstat(file).st_nlink == 0:  # it was taken for an abandoned one between its making and its locking
                os.close(file)
                continue
            self._file, self._room = file, MOST_BYTES
        sealing = threading.Timer(SEALED_AFTER, self.seal, (self._file,))
        sealing.daemon = True
        sealing.start()

    def _close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _forget(self) -> None:
        """A process that was forked off writes to files of its own."""
        self._lock = threading.Lock()
        self._close()


LOG = HitLog(folder)


def count_visit(*, link_id: int, on: date, is_first: bool) -> None:
    """Count a visit to a link on a day of its community. A disk that is full costs the count, never the visitor."""
    try:
        LOG.write(record(link_id, on, is_first=is_first))
    except OSError as error:
        log.error("a visit could not be counted", link=link_id, why=str(error))
