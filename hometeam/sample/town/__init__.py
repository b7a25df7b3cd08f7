"""The sample town, read from its data files."""

from __future__ import annotations

import math
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from hometeam.engine.haunts import Named, same

GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
METRES_PER_DEGREE = 111_320.0
STEP_M = 62.0
DOOR_STEP_M = 24.0
LISTS = ("offers", "wants", "sends_away", "audiences", "likes")
MAY_SAY = ("haunts", "values")


@dataclass(frozen=True)
class Channel:
    """Where a sample member reaches its audience, in the words of the members' models."""

    medium: str
    handle: str
    band: str
    cadence: str


@dataclass(frozen=True)
class SampleMember:
    """One invented person with their business or nonprofit, placed on a real street."""

    name: str
    person: str
    kind: str
    code: str
    trade: str
    one_line: str
    neighbourhood: str
    place: str
    street: str
    lat: float
    lon: float
    offers: tuple[str, ...]
    wants: tuple[str, ...]
    sends_away: tuple[str, ...]
    audiences: tuple[str, ...]
    channels: tuple[Channel, ...]
    likes: tuple[str, ...]
    size: str
    haunts: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    partnering: str = ""
    is_claimed: bool = True
    is_here: bool = True

    @property
    def address(self) -> str:
        """An e-mail address that no mail server in the world will ever deliver to (RFC 2606)."""
        first = self.person.removeprefix("Dr ").split()[0].lower()
        return f"{first}.{self.person.split()[-1].lower()}@sample.invalid"


@dataclass(frozen=True)
class Haunt:
    """A place of the town where members are regulars; each calls it as they like."""

    name: str
    kind: str
    street: str


@dataclass(frozen=True)
class Town:
    """The sample community and everyone in it."""

    name: str
    slug: str
    about: str
    city: str
    region: str
    country: str
    lat: float
    lon: float
    timezone: str
    haunts: tuple[Haunt, ...]
    members: tuple[SampleMember, ...]

    def haunt(self, words: str) -> Haunt:
        """The place that somebody calls so."""
        return next(one for one in self.haunts if same(Named(one.name), Named(words)))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files(__package__) / name).read_text("utf-8"))


def _placed(hood: dict[str, Any], nth: int, place: str) -> tuple[str, float, float]:
    """The nth street address of its kind in a neighbourhood, and where it is.

    Doors stand side by side along the neighbourhood's first street, so that there are neighbours to find; homes lie on
    a spiral around its centre. House numbers are invented.
    """
    scale = math.cos(math.radians(hood["lat"]))
    if place == "door":
        along = nth * DOOR_STEP_M
        lat, lon = hood["lat"] + along * 0.7 / METRES_PER_DEGREE, hood["lon"] - along * 0.7 / METRES_PER_DEGREE / scale
        return f"{2210 + 4 * nth} {hood['streets'][0]}", lat, lon
    radius, angle = STEP_M * math.sqrt(nth + 4), (nth + 1) * GOLDEN_ANGLE
    lat = hood["lat"] + radius * math.sin(angle) / METRES_PER_DEGREE
    lon = hood["lon"] + radius * math.cos(angle) / METRES_PER_DEGREE / scale
    street = hood["streets"][1 + nth % (len(hood["streets"]) - 1)]
    return f"{1104 + 22 * nth} {street}", lat, lon


@dataclass(frozen=True)
class History:
    """What has happened in the town: scenes as the data file tells them, and partners who may name each other."""

    scenes: tuple[dict[str, Any], ...]
    named: tuple[tuple[str, str], ...]


@cache
def history() -> History:
    """The sample town's past."""
    told = _read("history.toml")
    return History(tuple(told["scenes"]), tuple((one, other) for one, other in told["named"]))


@dataclass(frozen=True)
class Year:
    """What comes round: the community's own dates, what was done in last year's shop-small week, who featured whom."""

    seasons: tuple[dict[str, Any], ...]
    last_season: tuple[dict[str, Any], ...]
    features: tuple[dict[str, Any], ...]


@cache
def year() -> Year:
    """The sample town's year."""
    told = _read("year.toml")
    return Year(*(tuple(told[part]) for part in ("seasons", "last_season", "features")))


@cache
def swap_board() -> tuple[dict[str, Any], ...]:
    """What the sample town's members have on the board."""
    return tuple(_read("board.toml")["listings"])


@cache
def town() -> Town:
    """The sample town. Pure reading: the same every time."""
    here = _read("town.toml")
    hoods = {hood["name"]: hood for hood in here.pop("neighbourhoods")}
    taken: defaultdict[tuple[str, str], int] = defaultdict(int)
    members = []
    for row in _read("members.toml")["members"]:
        kind_of_place = "door" if row["place"] == "door" else "home"
        spot = (row["neighbourhood"], kind_of_place)
        street, lat, lon = _placed(hoods[row["neighbourhood"]], taken[spot], kind_of_place)
        taken[spot] += 1
        lists: dict[str, Any] = {key: tuple(row.pop(key)) for key in LISTS}
        lists |= {key: tuple(row.pop(key, ())) for key in MAY_SAY}
        channels = tuple(_channel(words) for words in row.pop("channels"))
        members.append(SampleMember(street=street, lat=lat, lon=lon, channels=channels, **lists, **row))
    haunts = tuple(Haunt(**row) for row in here.pop("haunts"))
    return Town(members=tuple(members), haunts=haunts, **here)


def _channel(words: str) -> Channel:
    """Read "medium:handle:band:cadence"; the handle may be a web address with colons of its own."""
    medium, rest = words.split(":", 1)
    handle, band, cadence = rest.rsplit(":", 2)
    return Channel(medium, handle, band, cadence)
