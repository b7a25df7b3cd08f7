"""A ring of members, each giving to the next: where its marks stand; `ui/loop.html` draws it as SVG.

The picture says nothing that the words beside it do not say.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from hometeam.ui.avatars import initials

SIZE, RADIUS, DOT, GAP = 220.0, 78.0, 24.0, 7.0
HEAD = 11.0
BOTTOM = 90.0
"""Degrees, clockwise from the right: where the one who looks stands."""
NEIGHBOUR = 105.0
"""How far a neighbour stands from the one who looks, where the rest of the ring is not shown."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One member: initials in a circle; `is_me` is whoever looks."""

    x: float
    y: float
    letters: str
    is_me: bool


@dataclass(frozen=True, slots=True)
class Arc:
    """An arrow along the ring from a giver to its receiver; `is_hidden`: the part of which nothing is known yet."""

    path: str
    head: str
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class RingShape:
    """All that is drawn, in the units of a square of `size`."""

    dots: tuple[Dot, ...]
    arcs: tuple[Arc, ...]
    size: float = SIZE
    dot: float = DOT


def whole_ring(names: Sequence[str], me: int = 0) -> RingShape:
    """All of a ring: `names` in order of giving, of which number `me` stands at the bottom."""
    count = len(names)
    at = [BOTTOM + 360.0 * ((number - me) % count) / count for number in range(count)]
    order = sorted(range(count), key=lambda number: (number - me) % count)
    arcs = [_arc(at[one], at[one] + 360.0 / count) for one in order]
    return RingShape(tuple(_dot(at[one], names[one], one == me) for one in order), tuple(arcs))


def my_part(me: str, to: str, by: str) -> RingShape:
    """The one who looks with its two neighbours, the rest of the ring hidden; the three names, of which `to` and `by`
    may be the same.
    """
    if to == by:
        return whole_ring([me, to])
    there, back = BOTTOM + NEIGHBOUR, BOTTOM - NEIGHBOUR + 360.0
    dots = (_dot(BOTTOM, me, True), _dot(there, to, False), _dot(back, by, False))
    return RingShape(dots, (_arc(BOTTOM, there), _arc(there, back, is_hidden=True), _arc(back, BOTTOM + 360.0)))


def _dot(angle: float, name: str, is_me: bool) -> Dot:
    x, y = _at(angle)
    return Dot(x, y, initials(name), is_me)


def _arc(start: float, end: float, *, is_hidden: bool = False) -> Arc:
    """From one dot to the next, clockwise, without touching either."""
    room = math.degrees((DOT + GAP) / RADIUS)
    tip = end - room
    last = tip - math.degrees(HEAD / RADIUS) * 0.8
    (x, y), (to_x, to_y) = _at(start + room), _at(last)
    large = int(last - start - room > 180)
    return Arc(f"M{x} {y}A{RADIUS} {RADIUS} 0 {large} 1 {to_x} {to_y}", _head(tip), is_hidden)


def _head(angle: float) -> str:
    """A triangle whose tip lies on the ring and points along it."""
    back = angle - math.degrees(HEAD / RADIUS)
    points = (_at(angle), _at(back, RADIUS - HEAD / 2), _at(back, RADIUS + HEAD / 2))
    return " ".join(f"{x},{y}" for x, y in points)


def _at(angle: float, radius: float = RADIUS) -> tuple[float, float]:
    turn = math.radians(angle)
    return round(SIZE / 2 + radius * math.cos(turn), 1), round(SIZE / 2 + radius * math.sin(turn), 1)
