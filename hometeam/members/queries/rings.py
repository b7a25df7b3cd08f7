"""How near others are to me: next door, on the block, in the neighbourhood, in town, online, elsewhere.

Reckoned in the database from what others show of their place, never from what they keep to themselves, so that nobody
can be
found by asking from many sides.
"""

from __future__ import annotations

import math
import re
from typing import Any, TypedDict, TypeGuard

from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hometeam.engine.fit.facts import RING_M, RINGS
from hometeam.members.models import Place

HIDDEN = Place.ShownAs.HIDDEN
NEXT_DOOR_M, BLOCK_M, NEIGHBOURHOOD_M, TOWN_M = RING_M
__all__ = ["RINGS", "Near", "case_of", "conditions", "near", "ring_case", "tests_of", "words_for"]

METRES_A_DEGREE = 111_320.0

WORDS: dict[str, str | Promise] = {
    "next_door": gettext_lazy("next door"),
    "block": gettext_lazy("on your block"),
    "neighbourhood": gettext_lazy("in your neighbourhood"),
    "town": gettext_lazy("in town"),
    "online": gettext_lazy("online"),
    "elsewhere": gettext_lazy("elsewhere"),
}

_HOUSE = re.compile(r"^\s*(?:#?\s*\w+\s*[-/]\s*)?(\d+)[a-zA-Z]?\s+(.+?)\s*$")


class Near(TypedDict):
    """What puts others near a place, as values of a query; None where nobody can be so near.

    Boxes are four numbers: from and to a latitude, from and to a longitude. The names are those of the town, its region
    and, for the quarter, the neighbourhood.
    """

    door: Any
    block: Any
    quarter: Any
    town: Any
    quarter_name: Any
    town_name: Any


def near(mine: Place | None) -> Near:
    """What is near a place: boxes, which an index can look up and which are near enough for words like these."""
    if mine is None:
        return Near(door=None, block=None, quarter=None, town=None, quarter_name=None, town_name=None)
    at_my_door = mine.kind == Place.Kind.DOOR and mine.lat is not None
    return Near(
        door=_box(mine, NEXT_DOOR_M) if at_my_door else None,
        block=_box(mine, BLOCK_M) if at_my_door else None,
        quarter=_box(mine, NEIGHBOURHOOD_M),
        town=_box(mine, TOWN_M),
        quarter_name=[mine.city, mine.region, mine.neighbourhood] if mine.city and mine.neighbourhood else None,
        town_name=[mine.city, mine.region] if mine.city else None,
    )


def ring_case(mine: Place | None, of: str = "place__") -> Case:
    """The number of the ring that each member is in (its index in `RINGS`), as an expression over `Member`.

    With `of` empty it is one over `Place`.
    """
    return case_of(near(mine), of)


def case_of(around: Near, of: str = "place__") -> Case:
    """The same of what is near, which may be placeholders."""
    tests = [(number, test) for number, test in enumerate(tests_of(around, of)) if test is not None]
    whens = [When(test, then=Value(number)) for number, test in tests]
    return Case(*whens, default=Value(len(RINGS) - 1), output_field=IntegerField())


def conditions(mine: Place | None, of: str = "place__") -> list[Q | None]:
    """What puts a member into each ring but the last, unless a nearer one has it already; None for an empty ring."""
    return tests_of(near(mine), of)


def tests_of(around: Near, of: str = "place__") -> list[Q | None]:
    """The same of what is near, which may be placeholders."""
    online = Q(**{f"{of}kind": Place.Kind.ONLINE})
    door = Q(**{f"{of}kind": Place.Kind.DOOR, f"{of}shown_as": Place.ShownAs.STREET, f"{of}lat__isnull": False})
    fine = Q(**{f"{of}shown_as__in": [Place.ShownAs.STREET, Place.ShownAs.NEIGHBOURHOOD]})
    shown = ~online & ~Q(**{f"{of}shown_as": Place.ShownAs.HIDDEN})
    return [
        _within(around["door"], door, of),
        _within(around["block"], door, of),
        _any(_within(around["quarter"], fine, of), _named(around["quarter_name"], fine, of)),
        _any(_within(around["town"], shown, of), _named(around["town_name"], shown, of)),
        online,
    ]


def _any(*parts: Q | None) -> Q | None:
    there = [part for part in parts if part is not None]
    return None if not there else there[0] if len(there) == 1 else there[0] | there[1]


def _box(mine: Place, metres: float) -> list[float] | None:
    lat, lon = (mine.lat, mine.lon) if mine.lat is not None else (mine.shown_lat, mine.shown_lon)
    if lat is None or lon is None or mine.kind == Place.Kind.ONLINE:
        return None
    up = metres / METRES_A_DEGREE
    aside = up / max(0.05, math.cos(math.radians(lat)))
    return [lat - up, lat + up, lon - aside, lon + aside]


def _within(box: Any, also: Q, of: str) -> Q | None:
    """Inside a box."""
    if box is None:
        return None
    return also & Q(**{f"{of}shown_lat__range": (box[0], box[1]), f"{of}shown_lon__range": (box[2], box[3])})


def _named(names: Any, also: Q, of: str) -> Q | None:
    """In the town, or the neighbourhood, of the same name."""
    if names is None:
        return None
    columns = ("city", "region", "neighbourhood")
    return also & Q(**{f"{of}{column}": name for column, name in zip(columns, names, strict=False)})


def words_for(ring: str, mine: Place | None, theirs: Place | None) -> str:
    """How near somebody is, in words: "two doors down" where both have a number in one street, the ring's name
    otherwise,
    nothing where they show no place, or one of you has said none that could be compared.
    """
    if ring == "elsewhere" and not (_is_somewhere(mine) and _is_somewhere(theirs) and theirs.shown_as != HIDDEN):
        return ""
    doors = _doors_between(mine, theirs) if ring in ("next_door", "block") else None
    if doors is None:
        return str(WORDS[ring])
    if doors <= 1:
        return _("next door") if doors == 1 else _("at the same address")
    return ngettext("%(n)s door down", "%(n)s doors down", doors) % {"n": _small_number(doors)}


def _is_somewhere(place: Place | None) -> TypeGuard[Place]:
    return place is not None and bool(place.city or place.shown_lat is not None or place.lat is not None)


def _small_number(n: int) -> str:
    return {2: _("two"), 3: _("three"), 4: _("four"), 5: _("five"), 6: _("six")}.get(n, str(n))


def _doors_between(mine: Place | None, theirs: Place | None) -> int | None:
    """How many doors along the same side of one street; None when that cannot be said."""
    if mine is None or theirs is None or theirs.shown_as != Place.ShownAs.STREET:
        return None
    here, there = _HOUSE.match(mine.street), _HOUSE.match(theirs.street)
    if not here or not there or here[2].casefold() != there[2].casefold() or mine.city != theirs.city:
        return None
    apart = abs(int(here[1]) - int(there[1]))
    return apart // 2 if apart % 2 == 0 and apart <= 12 else None
