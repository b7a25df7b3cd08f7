"""Words can be read and edges seen, in light and in dark (WCAG 2.2, 1.4.3 and 1.4.11), computed from the tokens."""

import math
import re
from pathlib import Path

import pytest

import hometeam.ui

STATIC = Path(hometeam.ui.__file__).parent / "static" / "ui"
PAIR = re.compile(r"--([a-z-]+): light-dark\(oklch\(([\d. ]+)\), oklch\(([\d. ]+)\)\)")
SPINES = ("spread", "make", "cheer", "trade", "help")
PAPERS = ("paper", "card", "sunk")

Colour = tuple[float, float, float]


def tokens() -> dict[str, tuple[Colour, Colour]]:
    """Each colour token as its light and its dark (lightness, chroma, hue in degrees)."""

    def colour(words: str) -> Colour:
        lightness, chroma, hue = map(float, words.split())
        return lightness, chroma, hue

    css = (STATIC / "tokens.css").read_text()
    return {name: (colour(light), colour(dark)) for name, light, dark in PAIR.findall(css)}


def linear_srgb(colour: Colour) -> Colour:
    """OKLCH to linear sRGB (B. Ottosson, "A perceptual color space for image processing", 2020)."""
    lightness, chroma, hue = colour
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def luminance(colour: Colour) -> float:
    """Relative luminance as WCAG defines it, colours outside sRGB cut to it."""
    red, green, blue = (min(1.0, max(0.0, part)) for part in linear_srgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


WORDS = [
    *((words, paper) for words in ("ink", "soft", "teal", "plum") for paper in PAPERS),
    *((spine, paper) for spine in SPINES for paper in ("paper", "card")),
    *(("on-spine", spine) for spine in SPINES),
    *(("ink", wash) for wash in ("teal-wash", "marigold-wash", "plum-wash")),
    ("soft", "marigold-wash"),
    ("teal", "teal-wash"),
    ("plum", "plum-wash"),
    ("on-tomato", "tomato"),
    ("on-tomato", "tomato-deep"),
    ("on-teal", "teal"),
    ("on-marigold", "marigold"),
    ("paper", "ink"),
]
EDGES = [
    *((edge, paper) for edge in ("edge", "ink", "tomato", "teal", "marigold-edge", "plum") for paper in PAPERS),
    *((spine, paper) for spine in SPINES for paper in PAPERS),
    ("marigold-edge", "marigold-wash"),
    ("teal", "teal-wash"),
    ("edge", "plum-wash"),
    ("edge", "teal-wash"),
    ("tomato", "plum-wash"),
]


@pytest.mark.parametrize("side", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("words", "behind"), WORDS)
def test_words_stand_out_from_what_is_behind_them(words: str, behind: str, side: int) -> None:
    """Text has a contrast of at least 4.5 to 1."""
    assert contrast(tokens()[words][side], tokens()[behind][side]) >= 4.5


@pytest.mark.parametrize("side", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "behind"), EDGES)
def test_edges_of_what_can_be_used_are_seen(edge: str, behind: str, side: int) -> None:
    """Edges and marks that mean something have a contrast of at least 3 to 1."""
    assert contrast(tokens()[edge][side], tokens()[behind][side]) >= 3


def test_the_measure_of_contrast_is_the_standard_one() -> None:
    """Black on white is 21 to 1, and the sRGB primaries come out of OKLCH as they should."""
    assert contrast((0, 0, 0), (1, 0, 0)) == pytest.approx(21, abs=0.01)
    assert linear_srgb((0.627955, 0.257683, 29.2339)) == pytest.approx((1, 0, 0), abs=1e-3)


def test_the_five_spines_can_be_told_apart() -> None:
    """Hues of two groups of kinds are at least 30 degrees apart, also from that of the one action."""
    for side in (0, 1):
        hues = sorted(tokens()[name][side][2] for name in (*SPINES, "tomato"))
        gaps = [later - earlier for earlier, later in zip(hues, [*hues[1:], hues[0] + 360], strict=True)]
        assert min(gaps) >= 30


def test_the_letter_uses_colours_that_can_be_read() -> None:
    """Mail has no tokens; its text colours keep the same contrast on its paper."""

    def contrast_of(one: str, other: str) -> float:
        low, high = sorted(hex_luminance(value) for value in (one, other))
        return (high + 0.05) / (low + 0.05)

    assert contrast_of("#2c231c", "#faf6ef") >= 4.5
    assert contrast_of("#5f5347", "#faf6ef") >= 4.5
    assert contrast_of("#ffffff", "#b93a24") >= 4.5
    letter = (STATIC.parent.parent / "templates" / "ui" / "letter.html").read_text()
    assert set(re.findall(r"#[0-9a-f]{6}", letter)) <= {
        *("#faf6ef", "#2c231c", "#6b2b66", "#f8ecf6", "#b93a24", "#ffffff", "#d9cfc0", "#5f5347"),
    }


def hex_luminance(value: str) -> float:
    parts = [int(value[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
