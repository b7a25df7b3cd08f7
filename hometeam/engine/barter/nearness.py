"""Whether two members are near enough to help each other in person."""

from __future__ import annotations

import math
from dataclasses import dataclass

from hometeam.engine.fit.facts import RING_M

EARTH_M = 6_371_009
NEAR_BY_NAME = 0.25
"""What being in the same town counts for where only its name is known."""


@dataclass(frozen=True, slots=True)
class Where:
    """What a member shows of its place: degrees (None: not shown), the town and its region. `online`: nowhere."""

    lat: float | None = None
    lon: float | None = None
    city: str = ""
    region: str = ""
    online: bool = False


def nearness(one: Where | None, other: Where | None) -> float | None:
    """How near two members are, from 1 (next door) to 0.2 (in one town); None for those who are not near, or of whom
    that is not known.
    """
    if one is None or other is None or one.online or other.online:
        return None
    metres = _metres(one, other)
    if metres is not None:
        ring = next((number for number, limit in enumerate(RING_M) if metres <= limit), None)
        return None if ring is None else 1.0 - 0.8 * ring / max(1, len(RING_M) - 1)
    same_town = one.city and _plain(one.city, one.region) == _plain(other.city, other.region)
    return NEAR_BY_NAME if same_town else None


def _metres(one: Where, other: Where) -> float | None:
    """Over the ground, by the haversine formula."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    up, aside = math.radians(other.lat - one.lat) / 2, math.radians(other.lon - one.lon) / 2
    cosines = math.cos(math.radians(one.lat)) * math.cos(math.radians(other.lat))
    return 2 * EARTH_M * math.asin(min(1.0, math.sqrt(math.sin(up) ** 2 + cosines * math.sin(aside) ** 2)))


def _plain(*names: str) -> tuple[str, ...]:
    return tuple(" ".join(name.casefold().split()) for name in names)
