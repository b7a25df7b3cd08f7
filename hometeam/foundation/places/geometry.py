"""Distance on the globe, and cells in which a place is shown instead of its door."""

from collections.abc import Mapping
from math import asin, cos, radians, sin, sqrt
from types import MappingProxyType

import h3

EARTH_RADIUS_M = 6_371_008.8
"""The mean radius of the Earth (IUGG)."""

PRECISIONS: Mapping[str, int] = MappingProxyType({"street": 11, "neighbourhood": 8, "city": 5})
"""H3 resolutions: cells about 50 m, 1 km and 17 km across."""

Point = tuple[float, float]
"""Latitude and longitude in degrees (WGS 84)."""


def haversine_m(a: Point, b: Point) -> float:
    """The great-circle distance in metres between two points, within 0.5 % (haversine formula, R. W. Sinnott 1984)."""
    lat_a, lon_a, lat_b, lon_b = map(radians, (*a, *b))
    h = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(h)))


def cell(lat: float, lon: float, precision: int | str) -> str:
    """The H3 cell around a point; `precision` is a resolution from 0 to 15 or a name of PRECISIONS."""
    return str(h3.latlng_to_cell(lat, lon, _resolution(precision)))


def cell_centre(lat: float, lon: float, precision: int | str) -> Point:
    """The middle of the cell around a point: the same for all points in it, so that no door can be told from it."""
    middle_lat, middle_lon = h3.cell_to_latlng(cell(lat, lon, precision))
    return round(middle_lat, 5), round(middle_lon, 5)


def blur(lat: float, lon: float, shown_as: str) -> Point | None:
    """Where a place is shown: itself for "street", its cell's middle for "neighbourhood" and "city", else nowhere."""
    if shown_as == "street":
        return lat, lon
    return cell_centre(lat, lon, shown_as) if shown_as in PRECISIONS else None


def _resolution(precision: int | str) -> int:
    return PRECISIONS[precision] if isinstance(precision, str) else precision
