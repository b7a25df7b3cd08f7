"""Small pictures of numbers: where the marks of a chart stand. Pure; `ui/columns.html` draws it as SVG.

A chart says nothing that the table beside it does not say; its marks differ in pattern, not in colour alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 420.0, 190.0
LEFT, TOP, BOTTOM = 40.0, 14.0, 28.0
WIDEST = 44.0
SIGN = 9.4
"""How wide one sign of the words is at most: on a phone they are larger, so that they stay readable."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One filled piece of a column; `style` is a pattern's name, such as "measured"."""

    style: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Column:
    """One column with what stands under it."""

    label: str
    x: float
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across the picture and the number at its side."""

    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """All that is drawn, in the units of a view box of `width` by `height`."""

    columns: tuple[Column, ...]
    ticks: tuple[Tick, ...]
    styles: tuple[str, ...]
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    ground: float = HEIGHT - BOTTOM

    @property
    def label_y(self) -> float:
        """Where the labels under the columns stand."""
        return self.height - 8


def _plain(number: float) -> str:
    return f"{number:,g}"


def columns(
    rows: Sequence[tuple[str, Mapping[str, float]]], styles: Sequence[str], say: Callable[[float], str] = _plain
) -> Chart:
    """Columns side by side, one group for each row: its label, and a number for each style that has one.

    Numbers of different styles stand beside each other, never on top of each other, for they are not a sum.
    `say` writes the numbers at the side.
    """
    used = [style for style in styles if any(values.get(style) for _label, values in rows)]
    top = nice_top(max((value for _label, values in rows for value in values.values()), default=0.0))
    said = {part: say(top * part) for part in (0.5, 1.0)}
    left = _at(max(LEFT, 10 + SIGN * max(map(len, said.values()))))
    ground, room = HEIGHT - BOTTOM, (WIDTH - left) / max(1, len(rows))
    wide = min(WIDEST, room * 0.72 / max(1, len(used)))

    def mark(style: str, value: float, centre: float, nth: int) -> Mark:
        height = (ground - TOP) * value / top
        return Mark(
            style, _at(centre + (nth - len(used) / 2) * wide), _at(ground - height), _at(wide - 1.5), _at(height)
        )

    drawn = []
    for number, (label, values) in enumerate(rows):
        centre = left + room * (number + 0.5)
        marks = [mark(style, values[style], centre, nth) for nth, style in enumerate(used) if values.get(style)]
        drawn.append(Column(label, _at(centre), tuple(marks)))
    ticks = tuple(Tick(_at(ground - (ground - TOP) * part), words) for part, words in said.items())
    return Chart(tuple(drawn), ticks, tuple(used), left=left)


def nice_top(most: float) -> float:
    """The round number that a scale ends with: 2, 4, 10, 20, 40, 100 and so on, never below the most."""
    if most <= 2:
        return 2.0
    size = 10.0 ** math.floor(math.log10(most))
    return next(step * size for step in (1, 2, 4, 6, 8, 10) if step * size >= most * 0.999999)


def _at(number: float) -> float:
    return round(number, 1)
