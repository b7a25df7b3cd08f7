"""A market as somebody hears it: what the room says by itself to whoever does not see it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from hometeam.engine.market import Step
from hometeam.foundation.clock import now
from hometeam.swap.actions import market as actions
from hometeam.swap.models import Market, MarketLoop
from tests.browser.chromium import DESK, Opens
from tests.browser.test_the_market import at_the_keys, comes_in
from tests.cast import Cast
from tests.swap.market_room import card, led_to, opened, ring_of_three, seated

pytestmark = pytest.mark.browser

NOTES_WHAT_IS_TOLD = """() => {
  window.heard = [];
  const box = document.querySelector("[data-tells]");
  new MutationObserver(() => window.heard.push(box.textContent)).observe(box, {childList: true});
}"""


def listens(page: Page) -> None:
    """From now on all that is told is noted."""
    page.evaluate(NOTES_WHAT_IS_TOLD)


def hears(page: Page, words: str) -> None:
    """The room says this, and nothing else at that moment."""
    expect(page.locator("[data-tells]")).to_have_text(words)


def test_a_stage_says_what_to_do_in_it_and_how_long_it_takes(cast: Cast, opens: Opens) -> None:
    market = opened(cast)
    ann = at_the_keys(opens, cast.ann, market)

    led_to(cast, market, "offers")

    hears(
        ann.page,
        "What I give. In silence: what could you do for somebody? Best is what you are doing anyway. 6 minutes left",
    )


def test_more_time_is_told_and_nothing_else(cast: Cast, opens: Opens) -> None:
    market = opened(cast, "offers")
    ann = at_the_keys(opens, cast.ann, market)
    listens(ann.page)

    actions.move(viewer=cast.gus.viewer, market=market, wanted=Step.MORE)

    expect(ann.page.locator("[data-tells]")).to_contain_text("minutes left")
    assert len(ann.page.evaluate("heard")) == 1


def test_the_clock_is_told_twice_in_six_minutes(cast: Cast, opens: Opens) -> None:
    ann = at_the_keys(opens, cast.ann, opened(cast, "offers"))
    ann.page.clock.install()
    ann.page.reload()
    listens(ann.page)

    for _half_minute in range(14):
        ann.page.clock.fast_forward(30_000)

    assert ann.page.evaluate("heard") == ["1 minute left", "Time is up"]


def test_a_loop_is_told_with_a_pause_between_who_and_what_and_so_is_ones_own_yes(cast: Cast, opens: Opens) -> None:
    market, _seats = ring_of_three(cast, [cast.ann, cast.bo, cast.cy])
    ann = at_the_keys(opens, cast.ann, led_to(cast, market, "loops"))
    assert ann.page.evaluate("telling(document.querySelector('[data-parts]'))")[-2:] == [
        "You give to Bo’s Bakery: An hour of photographs",
        "You get from Cy Keeps Books: My books kept",
    ]

    ann.pushes("Yes")

    hears(ann.page, "You said yes: We wait for the others.")


def test_the_desk_says_that_a_stage_is_over_and_how_many_loops_are_agreed(cast: Cast, opens: Opens) -> None:
    market, seats = ring_of_three(cast, [cast.ann, cast.bo, cast.cy])
    gus = comes_in(opens, cast.gus, DESK)
    gus.goes_to(f"/c/elm-street/swap/market/{market.pk}")
    says = gus.page.get_by_role("status")
    expect(says.filter(has_text="Agreed: 0.")).to_be_visible()

    for seat in seats:
        actions.answer(seat=seat, loop=MarketLoop.objects.get(), says="yes")
    Market.objects.update(ends_at=now())

    expect(says.filter(has_text="Agreed: 1.")).to_be_visible()
    expect(says.filter(has_text="Its time is up")).to_be_visible()


def test_each_button_for_a_card_says_which_card(cast: Cast, opens: Opens) -> None:
    market = opened(cast, "offers")
    card(seated(market, cast.ann), "give", "Cupcakes")
    ann = at_the_keys(opens, cast.ann, market)
    ann.unfolds("We take it for")

    for does in ("Take the card away", "It is this"):
        expect(ann.page.get_by_role("button", name=re.compile(f"{does} ?: Cupcakes"))).to_be_visible()
