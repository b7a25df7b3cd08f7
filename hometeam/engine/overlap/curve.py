"""The group in which addresses are blinded: ristretto255 (RFC 9496), as libsodium computes it.

A group element is 32 bytes, and each element has exactly one spelling, so equal elements are equal bytes. Its order is
a prime, so there are no small corners that a crafted element could lead a key into.
"""

from __future__ import annotations

import contextlib
import hashlib
import sys
import warnings
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import cast

SIZE = 32
"""Bytes of an element, and of a key."""

_PURPOSE = b"hometeam overlap 1\0"


class NotAPoint(ValueError):
    """Some bytes are no element of the group, or its neutral one, which would be the same under every key."""


@cache
def _group() -> ModuleType:
    """The library. It loads libsodium from a file that it writes for the purpose and leaves behind, so we tidy up."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        import rbcl
    with contextlib.suppress(OSError):
        Path(sys.modules["rbcl._sodium"].lib_path).unlink()
    return cast("ModuleType", rbcl)


def key_from(chance: bytes) -> bytes:
    """A key from 64 bytes of chance (from the system's source, never used before)."""
    return cast("bytes", _group().crypto_core_ristretto255_scalar_reduce(chance))


def point_of(words: bytes) -> bytes:
    """The element that these words stand for: nobody knows its relation to any other (RFC 9496, one-way map)."""
    digest = hashlib.sha512(_PURPOSE + words).digest()
    return cast("bytes", _group().crypto_core_ristretto255_from_hash(digest))


def multiplied(point: bytes, key: bytes) -> bytes:
    """An element under a key. Keys commute: under one and then another is under the other and then the one.

    Raises NotAPoint.
    """
    try:
        return cast("bytes", _group().crypto_scalarmult_ristretto255(key, point))
    except (RuntimeError, ValueError) as error:
        raise NotAPoint from error


def public(key: bytes) -> bytes:
    """The group's base element under a key: what others may know of it."""
    return cast("bytes", _group().crypto_scalarmult_ristretto255_base(key))


def is_point(point: bytes) -> bool:
    """Whether 32 bytes spell an element other than the neutral one."""
    return len(point) == SIZE and any(point) and bool(_group().crypto_core_ristretto255_is_valid_point(point))
