"""Pages as somebody reads them who sees little: at four times their size, a small piece at a time, or in large type."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import PHONE, Opens
from tests.browser.flaws import TOO_WIDE
from tests.browser.test_nothing_is_lost import sits_down
from tests.browser.test_the_market import comes_in
from tests.cast import Cast

pytestmark = pytest.mark.browser

COVERS = """() => {
  const over = document.elementFromPoint(innerWidth / 2, innerHeight - 5);
  return over.closest(".bar") !== null;
}"""


def test_the_bar_does_not_lie_over_what_is_read(cast: Cast, opens: Opens) -> None:
    ann = sits_down(opens, cast.ann, width=PHONE)
    ann.goes_to("/c/elm-street/people")
    assert ann.page.evaluate(COVERS)
    ann.page.set_viewport_size({"width": 320, "height": 256})
    ann.page.evaluate("scrollTo(0, 400)")
    assert not ann.page.evaluate(COVERS)
    expect(ann.page.get_by_role("link", name="Together")).not_to_be_in_viewport()


# A phone that is 360 pixels wide shows letters of twice the size as this window shows those of the usual size.
IN_LETTERS_OF_TWICE_THE_SIZE = {"width": 180, "height": 370}
CUT_OFF = """() => [...document.querySelectorAll(".bar__place span")]
  .filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent)"""


@pytest.mark.parametrize("path", ["people", "swap", "together", "organise/members", "organise"])
def test_a_phone_with_large_letters_names_its_places_and_does_not_scroll_sideways(
    cast: Cast, opens: Opens, path: str
) -> None:
    gus = comes_in(opens, cast.gus, PHONE)
    gus.page.set_viewport_size(IN_LETTERS_OF_TWICE_THE_SIZE)  # type: ignore[arg-type]
    gus.goes_to(f"/c/elm-street/{path}")
    assert gus.page.evaluate(CUT_OFF) == []
    assert gus.page.evaluate(TOO_WIDE) == []


def test_icons_grow_with_the_letters_beside_them(cast: Cast, opens: Opens) -> None:
    ann = sits_down(opens, cast.ann, width=PHONE)
    ann.goes_to("/c/elm-street/people")
    icon = ann.page.locator("main .button svg").first
    usual = icon.bounding_box()
    ann.page.evaluate("document.documentElement.style.fontSize = '200%'")
    large = icon.bounding_box()
    assert usual and large and large["width"] == pytest.approx(2 * usual["width"])
