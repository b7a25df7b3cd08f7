"""Where a town or a postcode is, from a small gazetteer that travels with the program.

One sorted text, searched by halving, so that it costs a few megabytes and no parsing. See NOTICE for whose data it is.
"""

import lzma
import re
from array import array
from functools import lru_cache
from pathlib import Path

from hometeam.foundation.places import names

BAKED = Path(__file__).with_name("gazetteer.xz")
_ZIP = re.compile(r"^(\d{5})(?:[- ]?\d{4})?$")
_SHORT_ZIP = re.compile(r"^\d{3,4}$")

Point = tuple[float, float]


class Gazetteer:
    """Lines "name⇥country⇥region⇥population⇥lat⇥lon" in order; a ZIP code is a name in "us" without a region."""

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._starts = array("I", [0])
        at = text.find(b"\n")
        while at != -1:
            self._starts.append(at + 1)
            at = text.find(b"\n", at + 1)

    def find(self, name: str) -> list[list[str]]:
        """The fields of every line with this name."""
        key = f"{name}\t".encode()
        index, found = self._first(key), []
        while (line := self._line(index)).startswith(key):
            found.append(line.decode().split("\t"))
            index += 1
        return found

    def _first(self, key: bytes) -> int:
        low, high = 0, len(self._starts) - 1
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self._line(middle) < key else (low, middle)
        return low

    def _line(self, index: int) -> bytes:
        if index >= len(self._starts) - 1:
            return b""
        return self._text[self._starts[index] : self._starts[index + 1] - 1]


@lru_cache(maxsize=1)
def load() -> Gazetteer:
    """The gazetteer, unpacked on first use."""
    return Gazetteer(lzma.decompress(BAKED.read_bytes()))


@lru_cache(maxsize=4096)
def place_of(where: str, region: str = "", country: str = "") -> Point | None:
    """The latitude and longitude of a town or a US ZIP code, as people write them; None when it is not known.

    A region that is given must fit. Without one the largest town of that name is meant, in the country if one is given.
    """
    letters = names.region(region)
    land = names.country(country, letters)
    code = _zip_of(where.strip(), land)
    if code:
        return _largest(load().find(code))
    name = names.town(where)
    if not name or any(c.isdigit() for c in name):
        return None
    return _best(name, letters, land) or _best(f"{name} city", letters, land)


def _best(name: str, region: str, country: str) -> Point | None:
    found = [line for line in load().find(name) if country in ("", line[1])]
    return _largest([line for line in found if region in ("", line[2])])


def _zip_of(where: str, country: str) -> str | None:
    """The five digits of a ZIP code, also where a spreadsheet has eaten its leading zeros."""
    if country not in ("", "us"):
        return None
    if whole := _ZIP.match(where):
        return whole.group(1)
    return where.zfill(5) if country == "us" and _SHORT_ZIP.match(where) else None


def _largest(lines: list[list[str]]) -> Point | None:
    if not lines:
        return None
    line = max(lines, key=lambda fields: int(fields[3] or 0))
    return float(line[4]), float(line[5])
