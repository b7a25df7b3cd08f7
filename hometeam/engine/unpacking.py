"""A file's bytes as lines of text, unpacked where it ends in .xz or .gz; what is unreadable is said in a sentence."""

from __future__ import annotations

import gzip
import io
import lzma
import re
import zlib
from pathlib import PurePath

MOST_BYTES = 300_000_000
PACKED = {".xz", ".gz"}
NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class Malformed(ValueError):
    """A file that cannot be read as what it should be: one plain sentence, with the line where there is one."""

    def __init__(self, sentence: str, line: int | None = None) -> None:
        super().__init__(sentence if line is None else f"line {line}: {sentence}")
        self.line = line


def suffix(name: str) -> str:
    """The ending that says what a file is, in small letters: that before .xz or .gz."""
    path = PurePath(name.lower())
    return PurePath(path.stem).suffix if path.suffix in PACKED else path.suffix


def parted_by(titles: str) -> str:
    """What stands between the titles of a table: spreadsheets write a semicolon where a comma stands within numbers."""
    return max(",;\t", key=titles.count)


def text_of(name: str, content: bytes) -> str:
    """The text of a file; raises Malformed where it is damaged, too large or no text."""
    # Old DOS tools end a file with this byte.
    raw = _unpacked(PurePath(name.lower()).suffix, content).rstrip(b"\x1a")
    if wrong := NO_TEXT.search(raw):
        raise Malformed("there are bytes here that are no text", raw.count(b"\n", 0, wrong.start()) + 1)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _unpacked(packing: str, content: bytes) -> bytes:
    if packing not in PACKED:
        return content
    try:
        packed = io.BytesIO(content)
        with lzma.LZMAFile(packed) if packing == ".xz" else gzip.GzipFile(fileobj=packed) as stream:
            raw = stream.read(MOST_BYTES + 1)
    except (lzma.LZMAError, zlib.error, OSError, EOFError) as trouble:
        raise Malformed(f"the file is damaged or cut short, so it cannot be unpacked ({packing})") from trouble
    if len(raw) > MOST_BYTES:
        raise Malformed("the file unpacks to more than 300 megabytes, which is too much")
    return bytes(raw)
