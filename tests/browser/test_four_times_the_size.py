"""A page at four times its size, as somebody reads it who sees little: a small piece of it at a time."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import PHONE, Opens
from tests.browser.test_nothing_is_lost import sits_down
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
