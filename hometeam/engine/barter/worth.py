"""What a match is worth for whoever has waited: long waiters gain, whoever was served lately yields."""

from __future__ import annotations

from datetime import timedelta

LONG = timedelta(days=60)
"""From then on waiting counts no more."""
MOST = 1.5
OWED = 4.0
"""For whoever was promised something that did not come: above the best match of anybody who only waited."""


def patience(waited: timedelta, *, owed: bool = False) -> float:
    """By how much a match counts more for its receiver: from 1, just served or just there, to 1.5 after two months."""
    if owed:
        return OWED
    share = min(1.0, max(0.0, waited / LONG))
    return 1.0 + (MOST - 1.0) * share
