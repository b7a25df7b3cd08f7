"""Coverage as a picture: one bar a week, as high as the share of members featured by then."""

from __future__ import annotations

from dataclasses import dataclass

from hometeam.engine.challenge import Step
from hometeam.gather.queries.challenge import Coverage

WIDTH, HEIGHT, GAP, WEEKS = 280, 96, 4, 14


@dataclass(frozen=True, slots=True)
class Bar:
    """One week's bar, in the picture's own units from the top left."""

    x: float
    y: float
    width: float
    height: float
    step: Step


@dataclass(frozen=True, slots=True)
class Picture:
    """All of it. The upper edge stands for every member who is here."""

    width: int
    height: int
    bars: tuple[Bar, ...]


def picture_of(coverage: Coverage) -> Picture:
    """The picture of a quarter, with room for the weeks still to come."""
    wide = WIDTH / WEEKS
    share = HEIGHT / max(coverage.of, 1)
    bars = [
        Bar(round(number * wide + GAP / 2, 1), round(HEIGHT - high, 1), round(wide - GAP, 1), round(high, 1), step)
        for number, step in enumerate(coverage.steps)
        for high in (min(step.count * share, HEIGHT),)
    ]
    return Picture(WIDTH, HEIGHT, tuple(bars))
