"""Telling a second visit from a first without keeping anything about anybody.

For one day there are a key that nobody has seen, and a field of bits. A visit's address and browser, mixed with the
key, choose two bits: where both are set already, the browser was very likely here before. Nothing can be read from the
bits, nothing is written anywhere, and with the day, or the process, key and bits are gone.
"""

from __future__ import annotations

import os
from datetime import date
from hashlib import blake2b

BITS = 1 << 23
"""A megabyte a day: after 200,000 visits one new browser in 400 is taken for one that was here before."""
DAYS = 3
"""Zones are never further apart than three calendar days."""
BURST = 1000
EACH_SECOND = 1.0


class Repeats:
    """The bits of the days that it is somewhere now."""

    def __init__(self) -> None:
        self._days: dict[date, tuple[bytes, bytearray]] = {}

    def is_first(self, link_id: int, on: date, browser: str) -> bool:
        """Whether this browser opens a link for the first time on a day, as far as this process knows."""
        key, bits = self._days.get(on) or self._begin(on)
        mixed = blake2b(b"%d %s" % (link_id, browser.encode()), key=key, digest_size=8).digest()
        chosen = int.from_bytes(mixed, "little")
        one, other = chosen % BITS, (chosen >> 32) % BITS
        known = bits[one >> 3] >> (one & 7) & bits[other >> 3] >> (other & 7) & 1
        bits[one >> 3] |= 1 << (one & 7)
        bits[other >> 3] |= 1 << (other & 7)
        return not known

    def _begin(self, on: date) -> tuple[bytes, bytearray]:
        for old in sorted(self._days)[: max(0, len(self._days) - DAYS + 1)]:
            del self._days[old]
        self._days[on] = (os.urandom(16), bytearray(BITS >> 3))
        return self._days[on]


class Pace:
    """How many first visits of one link are believed: a thousand at once, and then one a second.

    Whoever hammers a link under ever new names makes it opened more often, not visited by more.
    """

    def __init__(self) -> None:
        self._left: dict[int, tuple[float, float]] = {}

    def allows(self, link_id: int, now: float) -> bool:
        """Whether one more is believed at `now`, in seconds on a clock that only goes forward."""
        left, since = self._left.get(link_id, (float(BURST), now))
        left = min(float(BURST), left + (now - since) * EACH_SECOND)
        if len(self._left) >= 10_000:
            self._left.clear()
        self._left[link_id] = (max(0.0, left - 1), now)
        return left >= 1
