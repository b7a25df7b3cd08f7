"""The picture of how a community hangs together: circles and lines with places, ready to be drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import sqrt
from typing import Any

import numpy as np
from django.urls import reverse
from django.utils.translation import ngettext

from hometeam.engine import network
from hometeam.engine.network import Web
from hometeam.foundation.text import grouped
from hometeam.members.models import Community
from hometeam.organise.queries.hanging import Group, Hanging

WIDTH, HEIGHT, MARGIN = 760, 520, 44
MOST_DRAWN, MOST_CLOSE = 300, 3_000
"""Up to so many members are drawn one by one; beyond, their circles, and up to so many can be looked at closely."""
HUES = 5
LETTER, LONGEST = 7, 22
"""About how wide a letter of a name is, and so many are written."""
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Dot:
    """One circle: a member, or a whole group. `number` is its group's, written into it."""

    x: int
    y: int
    radius: int
    hue: int
    number: int
    title: str
    label: str

    @property
    def below(self) -> int:
        """How far under its middle its name stands."""
        return self.radius + 13


@dataclass(frozen=True, slots=True)
class Line:
    """A tie between two circles."""

    x1: int
    y1: int
    x2: int
    y2: int
    width: float


@dataclass(frozen=True, slots=True)
class Picture:
    """Circles, the lines under them, and whether a circle is a whole group."""

    dots: Sequence[Dot]
    lines: Sequence[Line]
    of_groups: bool
    width: int = WIDTH
    height: int = HEIGHT


def picture(found: Hanging) -> Picture | None:
    """Members up to 300 of them, else groups; None where nobody is tied to anybody."""
    tied = int(np.count_nonzero(found.reckoned.web.degrees))
    if not tied:
        return None
    return _of_groups(found) if tied > MOST_DRAWN else _of_members(found)


def _of_members(found: Hanging) -> Picture:
    web, group = found.reckoned.web, found.reckoned.group
    numbers = _numbers(found)
    degrees = dict(zip(web.ids.tolist(), web.degrees.tolist(), strict=True))
    best = sorted((pk for pk in degrees if degrees[pk]), key=lambda pk: (-degrees[pk], pk))
    places = _places(web, group)
    dots = [
        Dot(*places[pk], _radius(degrees[pk]), numbers[group[pk]] % HUES, numbers[group[pk]], found.names[pk], "")
        for pk in best
    ]
    return Picture(_with_names(dots), _lines(web, places), of_groups=False)


def _of_groups(found: Hanging) -> Picture:
    web, group = found.reckoned.web, found.reckoned.group
    shown = dict(zip(sorted(_numbers(found)), found.groups, strict=False))
    between: Counter[tuple[int, int]] = Counter()
    arcs = web.given.tocoo()
    for one, other, times in zip(*(side.tolist() for side in arcs.coords), arcs.data.tolist(), strict=True):
        pair = group[int(web.ids[one])], group[int(web.ids[other])]
        if pair[0] != pair[1] and set(pair) <= shown.keys():
            between[pair] += times
    whole = Web.of(sorted(shown), [(*pair, times) for pair, times in sorted(between.items())])
    places = _group_places(whole)
    most = max(one.size for one in found.groups)
    dots = [_group_dot(one, places[number], most) for number, one in shown.items()]
    return Picture(_with_names(dots), _lines(whole, places), of_groups=True)


def _group_dot(group: Group, place: tuple[int, int], most: int) -> Dot:
    words = ngettext("%(name)s and %(count)s other", "%(name)s and %(count)s others", group.size - 1)
    title = words % {"name": group.around, "count": grouped(group.size - 1)}
    return Dot(*place, round(14 + 26 * sqrt(group.size / most)), group.number % HUES, group.number, title, group.around)


def _with_names(dots: Sequence[Dot]) -> list[Dot]:
    """The same with names wherever one has room; that of the best known of a group may stand over smaller circles."""
    circles = {dot: (dot.x - dot.radius, dot.y - dot.radius, dot.x + dot.radius, dot.y + dot.radius) for dot in dots}
    written: list[Box] = []
    groups: set[int] = set()
    named: list[Dot] = []
    for dot in dots:
        name = dot.label or dot.title
        half = LETTER * min(len(name), LONGEST) / 2
        box = (dot.x - half, dot.y + dot.below - 9, dot.x + half, dot.y + dot.below + 4)
        least = 0 if dot.number in groups else dot.radius
        taken = [*written, *(circle for other, circle in circles.items() if other.radius >= least)]
        fits = box[0] >= 0 and box[2] <= WIDTH and box[3] <= HEIGHT and not any(_overlap(box, other) for other in taken)
        groups.add(dot.number)
        written += [box] if fits else []
        named.append(replace(dot, label=name if fits else ""))
    return named


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _radius(degree: int) -> int:
    return round(min(9 + 2.6 * sqrt(degree), 22))


def _numbers(found: Hanging) -> dict[int, int]:
    """The number that the tables give each group in which anybody is tied."""
    web, group = found.reckoned.web, found.reckoned.group
    tied = sorted({group[int(pk)] for pk in web.ids[web.degrees > 0]})
    return {number: at for at, number in enumerate(tied, start=1)}


def _places(web: Web, group: Mapping[int, int]) -> dict[int, tuple[int, int]]:
    """Pixels by id of all who are tied."""
    ids = web.ids.tolist()
    found = _laid_out(tuple(ids), _ties(web), tuple(group[pk] for pk in ids))
    return {pk: _pixels(x, y) for pk, (x, y) in zip(ids, found, strict=True) if not np.isnan(x)}


def _group_places(web: Web) -> dict[int, tuple[int, int]]:
    """The same for groups; those that have nothing to do with another stand at the lower edge."""
    tied = _places(web, dict.fromkeys(web.ids.tolist(), 0))
    single = [pk for pk in web.ids.tolist() if pk not in tied]
    if not single:
        return tied
    above = {pk: (x, round(MARGIN + (y - MARGIN) * 0.8)) for pk, (x, y) in tied.items()}
    return above | {pk: _pixels((at + 0.5) / len(single), 1.0) for at, pk in enumerate(single)}


def _pixels(x: float, y: float) -> tuple[int, int]:
    return round(MARGIN + x * (WIDTH - 2 * MARGIN)), round(MARGIN + y * (HEIGHT - 2 * MARGIN))


def _ties(web: Web) -> tuple[tuple[int, int, float], ...]:
    arcs = web.ties.tocoo()
    sides = (web.ids[side].tolist() for side in arcs.coords)
    return tuple(one for one in zip(*sides, arcs.data.tolist(), strict=True) if one[0] < one[1])


@lru_cache(maxsize=8)
def _laid_out(
    ids: tuple[int, ...], ties: tuple[tuple[int, int, float], ...], group: tuple[int, ...]
) -> list[tuple[float, float]]:
    """Laying out takes a while, so the same ties are laid out once."""
    return [(x, y) for x, y in network.layout(Web.of(ids, ties), np.array(group, np.int64)).tolist()]


def _lines(web: Web, places: Mapping[int, tuple[int, int]]) -> list[Line]:
    ties = _ties(web)
    most = max((times for *_pair, times in ties), default=1.0)
    return [Line(*places[one], *places[other], round(1 + 3 * sqrt(times / most), 1)) for one, other, times in ties]


# -- Looked at closely, by cytoscape ---------------------------------------------------------------------------------


def can_be_looked_at_closely(found: Hanging) -> bool:
    """Whether there is a picture to move about in: not where they are few enough, or far too many."""
    return MOST_DRAWN < int(np.count_nonzero(found.reckoned.web.degrees)) <= MOST_CLOSE


def closely(found: Hanging, community: Community) -> dict[str, Any]:
    """Members and ties for the picture to move about in; none where there is none."""
    if not can_be_looked_at_closely(found):
        return {"members": [], "ties": []}
    web, numbers = found.reckoned.web, _numbers(found)
    tied = web.ids[web.degrees > 0].tolist()
    places = network.layout_of_groups(web, np.array([found.reckoned.group[pk] for pk in web.ids.tolist()], np.int64))
    place = dict(zip(web.ids.tolist(), places.tolist(), strict=True))
    return {
        "address": reverse("front:member", args=[community.slug, 0]),
        "members": [
            [pk, found.names[pk], numbers[found.reckoned.group[pk]], *(round(at, 1) for at in place[pk])] for pk in tied
        ],
        "ties": [[one, other] for one, other, _times in _ties(web)],
    }
