"""The people of a community on a map: each where it says that it is, as finely as it shows it, and those who would lie
on one another gathered into one circle.

There is no map under it that somebody else would have to send: the names are those that members give their own places.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians
from statistics import median
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hometeam.members.models import Community, Member, Place
from hometeam.members.queries.people import Sought, found_by
from hometeam.members.queries.rings import METRES_A_DEGREE
from hometeam.members.queries.viewer import Viewer

SIDE, CELL = 400, 25
"""The map is so many units wide and high, and members in one square of it so many wide are one circle."""
ALL = "all"
SPANS: dict[str, tuple[float, str | Promise]] = {
    "block": (600.0, _("Around the corner")),
    "neighbourhood": (3_000.0, _("Neighbourhood")),
    "town": (20_000.0, _("Town")),
    "region": (120_000.0, _("Region")),
    ALL: (0.0, _("Everybody")),
}
"""How many metres of the world are on the map from side to side; all: as many as it takes."""
FINE_M = 12_000.0
"""Up to so much of the world names are of neighbourhoods, beyond of towns."""
MILE_M, YARD_M = 1_609.344, 0.9144
IN_MILES = frozenset({"US", "GB", "LR", "MM"})
ROUNDS: dict[str, tuple[tuple[float, str], ...]] = {
    "block": ((100, "100 m"), (250, "250 m")),
    "neighbourhood": ((500, "500 m"), (1_000, "1 km")),
    "town": ((2_000, "2 km"), (7_000, "7 km")),
    "region": ((20_000, "20 km"), (50_000, "50 km")),
}
ROUNDS_IN_MILES: dict[str, tuple[tuple[float, str], ...]] = {
    "block": ((100 * YARD_M, "100 yd"), (250 * YARD_M, "250 yd")),
    "neighbourhood": ((MILE_M / 4, "¼ mi"), (MILE_M * 0.75, "¾ mi")),
    "town": ((MILE_M, "1 mi"), (4 * MILE_M, "4 mi")),
    "region": ((10 * MILE_M, "10 mi"), (30 * MILE_M, "30 mi")),
}
"""How far the circles around a member are from it, for communities where ways are told in kilometres or in miles."""
MOST_NAMES, LETTER, LINE = 9, 8, 16
BESIDE = (-22, 22, -38, 38)
"""So far above or below the middle of its people a name may stand, in the order in which it is tried."""
EDGE, TOGETHER = 14, 24
"""Circles keep so far from the edge, and those nearer to each other than this are one."""
LEAST_SIDE_M = 300.0


class Shown(NamedTuple):
    """A member, and what it shows of its place."""

    pk: int
    name: str
    lat: float
    lon: float
    shown_as: str
    neighbourhood: str
    city: str


@dataclass(frozen=True, slots=True)
class Spot:
    """One circle on the map, of those who are within one square of it; `key` names it in an address."""

    key: str
    x: int
    y: int
    members: tuple[Shown, ...]

    @property
    def size(self) -> int:
        return len(self.members)

    @property
    def radius(self) -> float:
        return 7.0 if self.size == 1 else min(12.0, 8.0 + self.size**0.5 / 2)


@dataclass(frozen=True, slots=True)
class Label:
    """Words on the map, in the middle of where they belong."""

    x: int
    y: int
    words: str


@dataclass(frozen=True, slots=True)
class Round:
    """A circle around the one who looks: so many units wide, so far away in words."""

    radius: int
    words: str


@dataclass(frozen=True, slots=True)
class PeopleMap:
    """The map, who is on it (near first), how many are farther away, and how many show no place or are online.
    `from_me`: near to the one who looks, who is at `me` if that is on the map; else near to the middle.
    """

    span: str
    spots: tuple[Spot, ...]
    names: tuple[Label, ...]
    rounds: tuple[Round, ...]
    me: tuple[int, int] | None
    on_it: tuple[int, ...]
    beyond: int
    nowhere: int
    from_me: bool
    side: int = SIDE

    def at(self, key: str) -> Spot | None:
        """The circle that an address names."""
        return next((spot for spot in self.spots if spot.key == key), None)


@dataclass(frozen=True, slots=True)
class _Frame:
    """The middle of the map, and how many metres it is from side to side."""

    lat: float
    lon: float
    metres: float

    def way(self, shown: Shown) -> float:
        """How far from the middle, in metres."""
        return hypot(*self._metres_to(shown.lat, shown.lon))

    def place(self, lat: float, lon: float) -> tuple[float, float]:
        """Where something is on the map, in units from its upper left."""
        east, north = self._metres_to(lat, lon)
        return SIDE / 2 + east / self.metres * SIDE, SIDE / 2 - north / self.metres * SIDE

    def holds(self, shown: Shown) -> bool:
        return self.covers(shown.lat, shown.lon)

    def covers(self, lat: float, lon: float) -> bool:
        return all(0 <= number < SIDE for number in self.place(lat, lon))

    def _metres_to(self, lat: float, lon: float) -> tuple[float, float]:
        aside = (lon - self.lon + 180) % 360 - 180
        return aside * cos(radians(self.lat)) * METRES_A_DEGREE, (lat - self.lat) * METRES_A_DEGREE


def people_map(viewer: Viewer, sought: Sought, span: str = "") -> PeopleMap:
    """Whoever is what is sought, on a map around the viewer's place, or around most members where it has none. Without
    a span it is the smallest that shows half of them.
    """
    found, mine = found_by(viewer, sought)
    total = found.count()
    shown = [Shown(*row) for row in _that_show_a_place(found)]
    middle = _middle(mine, viewer.community, shown)
    span = span if span in SPANS else _smallest(middle, shown)
    frame = _everybody(shown, middle) if span == ALL else _Frame(*middle, SPANS[span][0])
    near = _Frame(*middle, frame.metres)
    on_it = sorted((one for one in shown if frame.holds(one)), key=lambda one: (near.way(one), one.name, one.pk))
    spots = _spots(frame, on_it)
    me = _where_i_am(mine) if viewer.member else None
    return PeopleMap(
        span,
        spots,
        names=_names(frame, on_it, spots, fine=frame.metres <= FINE_M),
        rounds=_rounds(span, viewer.community) if me and span != ALL else (),
        me=_units(*frame.place(*me)) if me and frame.covers(*me) else None,
        from_me=me is not None,
        on_it=tuple(one.pk for one in on_it),
        beyond=len(shown) - len(on_it),
        nowhere=total - len(shown),
    )


def _that_show_a_place(found: QuerySet[Member]) -> Iterable[tuple[Any, ...]]:
    placed = found.filter(place__shown_lat__isnull=False, place__shown_lon__isnull=False)
    there = placed.exclude(place__kind=Place.Kind.ONLINE).exclude(place__shown_as=Place.ShownAs.HIDDEN)
    fields = ("shown_lat", "shown_lon", "shown_as", "neighbourhood", "city")
    return there.values_list("pk", "name", *(f"place__{field}" for field in fields))


def _middle(mine: Place | None, community: Community, shown: Sequence[Shown]) -> tuple[float, float]:
    """My own place, or the middle of everybody's, or the community's town."""
    if me := _where_i_am(mine):
        return me
    if shown:
        return median(one.lat for one in shown), median(one.lon for one in shown)
    return community.lat or 0.0, community.lon or 0.0


def _where_i_am(mine: Place | None) -> tuple[float, float] | None:
    if mine is None or mine.lat is None or mine.lon is None or mine.kind == Place.Kind.ONLINE:
        return None
    return mine.lat, mine.lon


def _units(x: float, y: float) -> tuple[int, int]:
    """In whole units, and not so near the edge that it would be cut off."""
    return min(max(round(x), EDGE), SIDE - EDGE), min(max(round(y), EDGE), SIDE - EDGE)


def _smallest(middle: tuple[float, float], shown: Sequence[Shown]) -> str:
    for span, (metres, _words) in SPANS.items():
        if span != ALL and 2 * sum(map(_Frame(*middle, metres).holds, shown)) >= len(shown) > 0:
            return span
    return ALL


def _everybody(shown: Sequence[Shown], middle: tuple[float, float]) -> _Frame:
    """As large as it takes, with a little room at the edges."""
    lats = [one.lat for one in shown] or [middle[0]]
    lons = [(one.lon - middle[1] + 180) % 360 - 180 for one in shown] or [0.0]
    lat, aside = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    wide = (max(lons) - min(lons)) * cos(radians(lat)) * METRES_A_DEGREE
    high = (max(lats) - min(lats)) * METRES_A_DEGREE
    return _Frame(lat, middle[1] + aside, max(wide, high, LEAST_SIDE_M) * 1.15)


def _spots(frame: _Frame, on_it: Sequence[Shown]) -> tuple[Spot, ...]:
    """Those of one square together; of squares whose circles would lie on one another, too, with the largest."""
    squares: dict[tuple[int, int], list[Shown]] = {}
    for one in on_it:
        x, y = frame.place(one.lat, one.lon)
        squares.setdefault((int(x // CELL), int(y // CELL)), []).append(one)
    circles: list[tuple[float, float, list[Shown]]] = []
    for _square, members in sorted(squares.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        x, y = _mean(frame, members)
        home = next((circle for circle in circles if hypot(circle[0] - x, circle[1] - y) < TOGETHER), None)
        if home is None:
            circles.append((x, y, members))
        else:
            home[2].extend(members)
    return tuple(_spot(frame, members) for _x, _y, members in circles)


def _mean(frame: _Frame, members: Sequence[Shown]) -> tuple[float, float]:
    places = [frame.place(one.lat, one.lon) for one in members]
    return sum(x for x, _y in places) / len(places), sum(y for _x, y in places) / len(places)


def _spot(frame: _Frame, members: list[Shown]) -> Spot:
    x, y = _units(*_mean(frame, members))
    return Spot(f"{x}-{y}", x, y, tuple(members))


def _names(frame: _Frame, on_it: Sequence[Shown], spots: Sequence[Spot], *, fine: bool) -> tuple[Label, ...]:
    """What most of them call where they are, each once, near the middle of those who do, where there is room."""
    said: dict[str, list[tuple[float, float]]] = {}
    for one in on_it:
        words = one.neighbourhood if fine and one.shown_as != Place.ShownAs.CITY else one.city
        if words:
            said.setdefault(words, []).append(frame.place(one.lat, one.lon))
    counts = Counter({words: len(places) for words, places in said.items()})
    labels: list[Label] = []
    for words, _times in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        x, y = (sum(side) / len(said[words]) for side in zip(*said[words], strict=True))
        tried = (_inside(words, x, y + beside) for beside in BESIDE)
        labels += [label for label in tried if not _is_taken(label, labels, spots)][:1]
    return tuple(labels[:MOST_NAMES])


def _inside(words: str, x: float, y: float) -> Label:
    half = min(len(words) * LETTER / 2 + 4, SIDE / 2)
    return Label(round(min(max(x, half), SIDE - half)), round(min(max(y, LINE), SIDE - LINE / 2)), words)


def _is_taken(label: Label, labels: Sequence[Label], spots: Sequence[Spot]) -> bool:
    """Whether it would lie over another name or a circle."""
    half = len(label.words) * LETTER / 2
    there = [(one.x, one.y, len(one.words) * LETTER / 2, float(LINE)) for one in labels]
    there += [(one.x, one.y, one.radius, LINE / 2 + one.radius) for one in spots]
    return any(abs(label.x - x) < half + wide and abs(label.y - y) < high for x, y, wide, high in there)


def _rounds(span: str, community: Community) -> tuple[Round, ...]:
    told = ROUNDS_IN_MILES if community.country in IN_MILES else ROUNDS
    return tuple(Round(round(metres / SPANS[span][0] * SIDE), words) for metres, words in told[span])
