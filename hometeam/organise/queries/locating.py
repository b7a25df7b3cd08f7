"""Where a community lies and which time its clocks show, told from its town or from its members' places."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from statistics import median
from typing import Any

from hometeam.foundation import places
from hometeam.foundation.text import shorten

Point = tuple[float, float]
NEAR_ENOUGH_M = 1_500_000
COUNTIES = ("America/Indiana/", "America/Kentucky/", "America/North_Dakota/")
"""Zones of a few counties each, which would draw in whole states around them."""

_ZONES = {
    "America/New_York": "us:ct us:de us:dc us:fl us:ga us:in us:ky us:me us:md us:ma us:mi us:nh us:nj us:ny us:nc"
    " us:oh us:pa us:ri us:sc us:vt us:va us:wv",
    "America/Chicago": "us:al us:ar us:il us:ia us:ks us:la us:mn us:ms us:mo us:ne us:nd us:ok us:sd us:tn"
    " us:tx us:wi",
    "America/Denver": "us:co us:mt us:nm us:ut us:wy",
    "America/Boise": "us:id",
    "America/Phoenix": "us:az",
    "America/Los_Angeles": "us:ca us:nv us:or us:wa",
    "America/Anchorage": "us:ak",
    "Pacific/Honolulu": "us:hi",
    "America/Puerto_Rico": "us:pr",
    "America/Vancouver": "ca:bc",
    "America/Edmonton": "ca:ab ca:nt",
    "America/Regina": "ca:sk",
    "America/Winnipeg": "ca:mb",
    "America/Toronto": "ca:on ca:qc ca:nu",
    "America/Halifax": "ca:nb ca:ns ca:pe",
    "America/St_Johns": "ca:nl",
    "America/Whitehorse": "ca:yt",
}
ZONE_OF_REGION = {region: zone for zone, regions in _ZONES.items() for region in regions.split()}
"""Where most people of a state or province live, its clocks show this (IANA names)."""


def name_of(slug: str) -> str:
    """A name that a slug may have been made from: "elm-street" → "Elm Street"."""
    return slug.replace("-", " ").title()


def around(city: str, region: str, country: str) -> dict[str, Any]:
    """Centre and time zone of a town, as far as they are known."""
    spot = places.place_of(city, region, country)
    return _spot_and_zone(spot, region, country)


def location_of(member_places: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Where a community of these places lies: its commonest town, its members' middle, its time zone and country."""
    here = list(member_places)
    city, region, country = _commonest(here)
    spots = [(place["lat"], place["lon"]) for place in here if place["lat"] is not None]
    middle = (median(lat for lat, _lon in spots), median(lon for _lat, lon in spots)) if spots else None
    middle = middle or (places.place_of(city, region, country) if city else None)
    found = {"city": shorten(city, 120), "region": shorten(region, 80), "country": country}
    found |= {key: value for key, value in _spot_and_zone(middle, region, country).items() if value}
    return found


def _commonest(here: list[dict[str, Any]]) -> tuple[str, str, str]:
    """The commonest town with its region and country; without towns the commonest region and country."""
    named = Counter((place["city"], place["region"], place["country"]) for place in here if place["city"])
    if not named:
        named = Counter(("", place["region"], place["country"]) for place in here)
    return named.most_common(1)[0][0] if named else ("", "", "")


def _spot_and_zone(spot: Point | None, region: str, country: str) -> dict[str, Any]:
    nearest = _nearest_zone(spot, country)
    zone = ZONE_OF_REGION.get(f"{country}:{region}".lower()) or (nearest[1] if nearest else "")
    found: dict[str, Any] = {"country": country or (nearest[0] if nearest else "")}
    if spot:
        found |= {"lat": spot[0], "lon": spot[1]}
    return found | ({"timezone": zone} if zone else {})


def _nearest_zone(spot: Point | None, country: str) -> tuple[str, str] | None:
    """Country and time zone of the nearest place that the time zone database names, unless that is very far."""
    if spot is None:
        return None
    near = [zone for zone in _zones() if not country or zone[0] == country.upper()]
    if not near:
        return None
    best = min(near, key=lambda zone: places.haversine_m(spot, (zone[2], zone[3])))
    return (best[0], best[1]) if places.haversine_m(spot, (best[2], best[3])) < NEAR_ENOUGH_M else None


@lru_cache(maxsize=1)
def _zones() -> list[tuple[str, str, float, float]]:
    """Country, name, latitude and longitude of each zone in the time zone database's zone.tab."""
    lines = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    rows = (row for row in rows if not row[2].startswith(COUNTIES))
    return [(row[0], row[2], *_degrees(row[1])) for row in rows]


def _degrees(iso: str) -> tuple[float, float]:
    """Degrees of an ISO 6709 pair such as +4916-12307 or +340308-1181434."""
    lat, lon = re.findall(r"[+-]\d+", iso)
    return _angle(lat, 2), _angle(lon, 3)


def _angle(digits: str, whole: int) -> float:
    sign = -1 if digits[0] == "-" else 1
    degrees, rest = digits[1 : 1 + whole], digits[1 + whole :].ljust(4, "0")
    return sign * (int(degrees) + int(rest[:2]) / 60 + int(rest[2:]) / 3600)
