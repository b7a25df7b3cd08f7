"""A market on a bad evening: lines that hang, a page that is loaded anew, and more loops than a wall has room for."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from hometeam.engine.market import Step
from hometeam.swap.actions import market as actions
from hometeam.swap.models import Market, MarketCard, MarketLeg, MarketLoop
from tests.browser.chromium import DESK, PHONE, Opens
from tests.browser.test_the_market import comes_in
from tests.browser.visitors import ByHand
from tests.cast import Cast, client_of
from tests.swap.market_room import card, led_to, opened, seated

pytestmark = pytest.mark.browser

LONG = "An afternoon in your shop, with everything that I bring along for it, and coffee"


def sits_down(opens: Opens, market: Market) -> Page:
    """Mia, a guest, on a phone in the room."""
    mia = ByHand(opens(width=PHONE))
    mia.goes_to(f"/market/{market.code}")
    mia.writes("Your name", "Mia")
    mia.presses("Take a seat")
    return mia.page


def writes(page: Page, words: str) -> None:
    """A card of what one gives, written and sent."""
    page.locator("#words-give").fill(words)
    page.locator("[data-draft=give] button").click()


def test_a_line_that_hangs_is_given_up_and_the_card_arrives_by_the_next(cast: Cast, opens: Opens) -> None:
    market = opened(cast, "offers")
    page = sits_down(opens, market)
    held: list[Route] = []
    page.clock.install()
    page.reload()
    page.route("**/cards", lambda route: route.continue_() if held else held.append(route))

    writes(page, "A birthday cake")
    expect(page.locator("[data-waiting]")).to_contain_text("A birthday cake")
    page.clock.run_for(60_000)

    expect(page.locator(".mine__card:not([data-waiting])")).to_contain_text("A birthday cake")
    assert MarketCard.objects.count() == 1


def test_whoever_has_signed_in_elsewhere_meanwhile_loses_no_card(cast: Cast, opens: Opens) -> None:
    market = opened(cast, "offers")
    page = sits_down(opens, market)
    cookies = [{"name": "csrftoken", "value": "a" * 32, "domain": "localhost", "path": "/"}]
    page.context.add_cookies(cookies)  # type: ignore[arg-type]  # what signing in does to it

    writes(page, "A birthday cake")

    expect(page.locator(".mine__card:not([data-waiting])")).to_contain_text("A birthday cake")
    assert MarketCard.objects.count() == 1


def test_half_a_card_is_there_still_when_the_page_was_loaded_anew(cast: Cast, opens: Opens) -> None:
    market = opened(cast, "offers")
    page = sits_down(opens, market)
    page.locator("#words-give").press_sequentially("A birthday ca")

    page.reload()

    expect(page.locator("#words-give")).to_have_value("A birthday ca")
    writes(page, "A birthday cake")
    expect(page.locator(".mine__card:not([data-waiting])")).to_contain_text("A birthday cake")
    page.reload()
    expect(page.locator("#words-give")).to_have_value("")


def agreed_loops(market: Market, sizes: list[int]) -> None:
    """Loops of so many guests each, to which all have said yes."""
    for at, size in enumerate(sizes):
        loop = MarketLoop.objects.create(market=market, state=MarketLoop.State.AGREED)
        seats = [seated(market, f"Guest {at} {place}") for place in range(size)]
        for place, seat in enumerate(seats):
            receiver = seats[(place + 1) % size]
            MarketLeg.objects.create(loop=loop, place=place, giver=seat, receiver=receiver, words=LONG, answer="yes")


def on_the_wall(cast: Cast, opens: Opens, market: Market, width: int, height: int) -> Page:
    """The screen, on a projector of this size."""
    page = opens(width=DESK)
    session = client_of(cast.gus.person).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "domain": "localhost", "path": "/"}])
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"/c/elm-street/swap/market/{market.pk}/screen")
    return page


def read_by_turns(page: Page, what: str, turns: int) -> set[str]:
    """What is read on the screen turn by turn, none of it below its edge."""
    page.evaluate("document.fonts.ready")
    seen: set[str] = set()
    for _turn in range(turns):
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
        seen |= {one.inner_text() for one in page.locator(f"{what} > li:not([data-out])").all()}
        page.evaluate("turnPages(true)")
    return seen


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1280, 720), (1024, 768)])
def test_every_loop_and_every_card_is_read_on_the_wall_and_nothing_lies_below_its_edge(
    cast: Cast, opens: Opens, width: int, height: int
) -> None:
    market = opened(cast, "needs")
    writers = [seated(market, f"Writer {number}") for number in range(3)]
    for number, seat in enumerate(writers):
        for more in range(5):
            card(seat, "give", f"{number} {more} {LONG[:60]}")
            card(seat, "need", f"{number} {more} {LONG[:60]}")
    page = on_the_wall(cast, opens, led_to(cast, market, "reading"), width, height)
    assert len(read_by_turns(page, ".screen__cards ul", 20)) == 30

    agreed_loops(market, [3, 2, 4, 3, 2])
    MarketLoop.objects.create(market=market)
    page = on_the_wall(cast, opens, led_to(cast, market, "loops"), width, height)
    assert len(read_by_turns(page, ".screen__loops", 6)) == 5


def test_the_screen_shows_no_way_in_once_the_market_is_over(cast: Cast, opens: Opens) -> None:
    market = opened(cast, "closing")
    gus = comes_in(opens, cast.gus, DESK)
    gus.goes_to(f"/c/elm-street/swap/market/{market.pk}/screen")
    expect(gus.page.locator(".screen__code")).to_be_visible()

    actions.move(viewer=cast.gus.viewer, market=market, wanted=Step.END)

    expect(gus.page.locator("h1")).to_have_text("This market is over")
    expect(gus.page.locator(".screen__code")).to_be_hidden()
