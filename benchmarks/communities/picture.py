"""Whether what is foreseen comes true: in tenths, as a number and as a picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from benchmarks.table import PAGE

Floats = NDArray[np.float64]
PICTURE = PAGE.parent / "reliability.svg"
TENTHS, SIDE, EDGE = 10, 320, 48


def calibration(chance: Floats, came: Floats) -> float:
    """The expected calibration error in tenths: how far apart what was foreseen and what came are, on average."""
    tenth = _tenth(chance)
    apart = [
        abs(chance[tenth == at].mean() - came[tenth == at].mean()) * (tenth == at).mean() for at in np.unique(tenth)
    ]
    return float(np.sum(apart))


def draw(chance: Floats, came: Floats) -> None:
    """The picture for the manual: a dot for each tenth, as large as it has answers, beside the line of the ideal."""
    tenth = _tenth(chance)
    dots = [_dot(chance[tenth == at], came[tenth == at], len(chance)) for at in np.unique(tenth)]
    low, high = EDGE, EDGE + SIDE
    ticks = "".join(_tick(share) for share in (0.0, 0.5, 1.0))
    lines = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE + 2 * EDGE} {SIDE + 2 * EDGE}" role="img" '
        'aria-label="What was foreseen and what came" font-family="sans-serif" font-size="13">',
        f'<rect width="{SIDE + 2 * EDGE}" height="{SIDE + 2 * EDGE}" fill="#fff"/>',
        f'<path d="M{low} {low}V{high}H{high}" fill="none" stroke="#444"/>',
        f'<path d="M{low} {high}L{high} {low}" stroke="#999" stroke-dasharray="4 4"/>',
        ticks,
        f'<text x="{(low + high) / 2}" y="{high + 36}" text-anchor="middle">foreseen chance of a yes</text>',
        f'<text transform="translate(14 {(low + high) / 2}) rotate(-90)" text-anchor="middle">',
        "share that said yes</text>",
        *dots,
        "</svg>",
    )
    PICTURE.write_text("\n".join(lines) + "\n", "utf-8")


def _tenth(chance: Floats) -> NDArray[np.int64]:
    return np.minimum((chance * TENTHS).astype(np.int64), TENTHS - 1)


def _dot(chance: Floats, came: Floats, of: int) -> str:
    x, y = EDGE + SIDE * chance.mean(), EDGE + SIDE * (1 - came.mean())
    size = 3 + 14 * (len(chance) / of) ** 0.5
    title = f"foreseen {chance.mean():.2f}, came {came.mean():.2f}, {len(chance):,} answers"
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" fill="#c8553d" opacity="0.8"><title>{title}</title></circle>'
    )


def _tick(share: float) -> str:
    at = SIDE * share
    return (
        f'<text x="{EDGE + at}" y="{EDGE + SIDE + 18}" text-anchor="middle">{share:.1f}</text>'
        f'<text x="{EDGE - 8}" y="{EDGE + SIDE - at + 4}" text-anchor="end">{share:.1f}</text>'
    )
