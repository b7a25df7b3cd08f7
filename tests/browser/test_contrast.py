"""Pages as they are seen by whoever asks for more contrast, or has colours of their own for everything."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.chromium import DESK, Opens
from tests.browser.test_the_market import comes_in
from tests.cast import Cast

pytestmark = pytest.mark.browser

# How far the words stand out from what is behind them, both drawn as they come out: 21 is black on white.
STANDS_OUT = """(thing) => {
  const light = (colour) => {
    const pen = new OffscreenCanvas(1, 1).getContext("2d");
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [red, green, blue] = [...pen.getImageData(0, 0, 1, 1).data].map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
  };
  let behind = thing;
  while (getComputedStyle(behind).backgroundColor === "rgba(0, 0, 0, 0)") behind = behind.parentElement;
  const both = [light(getComputedStyle(thing).color), light(getComputedStyle(behind).backgroundColor)];
  return Math.max(...both) / Math.min(...both);
}"""
LOOKS = """([selector, what]) => new Set(
  [...document.querySelectorAll(selector)].map((one) => getComputedStyle(one)[what])).size"""

FILLS = """(one, part) => {
  const {backgroundColor, backgroundImage} = getComputedStyle(one, part);
  return backgroundColor + backgroundImage;
}"""


@pytest.fixture
def style(cast: Cast, opens: Opens) -> Page:
    """The style guide, with every component in every state."""
    cast.gus.person.is_operator = True
    cast.gus.person.save()
    gus = comes_in(opens, cast.gus, DESK)
    gus.goes_to("/style")
    return gus.page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("words", [".quiet", ".button--action", ".card__label", ".chip--done", ".field__help"])
def test_with_more_contrast_words_stand_out_seven_to_one(style: Page, words: str, scheme: str) -> None:
    style.emulate_media(contrast="more")
    thing = style.locator(f"[data-theme={scheme}] {words}:visible").first
    assert thing.evaluate(STANDS_OUT) >= 7


@pytest.mark.parametrize("mark", [".tracks__track--done", ".level--measured", ".level--partner-confirmed"])
def test_in_colours_of_ones_own_a_mark_is_still_seen(style: Page, mark: str) -> None:
    style.emulate_media(forced_colors="active")
    page = style.locator("html").evaluate(FILLS)
    assert style.locator(mark).first.evaluate(FILLS, "::before") not in (page, "rgba(0, 0, 0, 0)none")


@pytest.mark.parametrize(
    ("chosen", "other", "edge"),
    [
        (".steps__step--done", ".steps__step:not(.steps__step--done, [aria-current])", "borderTopColor"),
        (".switch :checked + span", ".switch :not(:checked) + span", "borderBottomColor"),
    ],
)
def test_in_colours_of_ones_own_what_is_done_or_chosen_still_differs(
    style: Page, chosen: str, other: str, edge: str
) -> None:
    style.emulate_media(forced_colors="active")
    assert style.evaluate(LOOKS, [chosen, edge]) == 1
    assert style.evaluate(LOOKS, [f"{chosen}, {other}", edge]) == 2


def test_in_colours_of_ones_own_the_reach_of_a_map_that_is_shown_differs(cast: Cast, opens: Opens) -> None:
    gus = comes_in(opens, cast.gus, DESK)
    gus.goes_to("/c/elm-street/people/map")
    gus.page.emulate_media(forced_colors="active")
    assert gus.page.evaluate(LOOKS, [".map__spans .chip", "backgroundColor"]) == 2
