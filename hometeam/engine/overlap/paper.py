"""How blinded lists travel: as lines of plain text that anybody can open and see that there is no address in them.

    hometeam overlap 1 list
    key 5GxX…
    3fJq…           one element a line, in URL-safe Base64

`list` is a side's own list under its key, with that key's public element; `handed` is what it gets from the other
side; `returned` is that under its own key too.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from hometeam.engine.overlap.blinding import LENGTHS
from hometeam.engine.overlap.curve import SIZE, is_point
from hometeam.engine.overlap.measuring import DECOYS

_MARK = "hometeam overlap 1"
LARGEST = 64 * 1024 + 64 * LENGTHS[-1]
"""No paper is larger than so many bytes."""


class Kind(StrEnum):
    """What a paper carries."""

    LIST = "list"
    HANDED = "handed"
    RETURNED = "returned"


class Fault(StrEnum):
    """What is wrong with a paper."""

    UNREADABLE = "unreadable"
    OTHER_KIND = "other-kind"
    LENGTH = "length"
    REPEATED = "repeated"
    POINT = "point"


class Unsound(ValueError):
    """A paper that we do not take; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


@dataclass(frozen=True)
class Paper:
    """A blinded list on its way. `key_point` is the public element of its key, only for a LIST."""

    kind: Kind
    points: Sequence[bytes]
    key_point: bytes = b""


def written(paper: Paper) -> str:
    """The lines of a paper."""
    key = [f"key {_spelled(paper.key_point)}"] if paper.key_point else []
    return "\n".join([f"{_MARK} {paper.kind}", *key, *map(_spelled, paper.points)]) + "\n"


def kind_of(content: bytes) -> Kind | None:
    """Which paper these bytes begin like, or None for anything else, such as a customer list."""
    first = content[:80].decode("utf-8", "replace").removeprefix("\ufeff").split("\n")[0].strip()
    return next((kind for kind in Kind if first == f"{_MARK} {kind}"), None)


def read(content: bytes, kind: Kind) -> Paper:
    """The paper in these bytes, checked: its length is one that there is, each element is one, and none is twice.

    Raises Unsound.
    """
    if kind_of(content) is None or len(content) > LARGEST:
        raise Unsound(Fault.UNREADABLE)
    if kind_of(content) != kind:
        raise Unsound(Fault.OTHER_KIND)
    lines = content.decode("ascii", "replace").split("\n")[1:]
    words = [line.strip() for line in lines if line.strip()]
    key = words.pop(0).removeprefix("key ") if kind == Kind.LIST and words and words[0].startswith("key ") else ""
    paper = Paper(kind, [_element(word) for word in words], _element(key) if kind == Kind.LIST else b"")
    _check(paper)
    return paper


def _check(paper: Paper) -> None:
    lengths = LENGTHS if paper.kind == Kind.LIST else [length + DECOYS for length in LENGTHS]
    if len(paper.points) not in lengths:
        raise Unsound(Fault.LENGTH)
    if len(set(paper.points)) != len(paper.points):
        raise Unsound(Fault.REPEATED)
    # What was handed over is checked by the multiplication, and what was returned by the decoys and by comparing.
    if paper.kind == Kind.LIST and not all(map(is_point, [*paper.points, paper.key_point])):
        raise Unsound(Fault.POINT)


def _spelled(point: bytes) -> str:
    return base64.urlsafe_b64encode(point).decode().rstrip("=")


def _element(word: str) -> bytes:
    try:
        point = base64.b64decode(word + "=", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise Unsound(Fault.UNREADABLE) from error
    if len(point) != SIZE:
        raise Unsound(Fault.UNREADABLE)
    return point
