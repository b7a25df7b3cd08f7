"""A market in a meeting: the screen and three phones, one a guest’s, from arriving to a loop that all three accept."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from hometeam.swap.models import Loop, Market, MarketCard, MarketLoop
from tests.browser.chromium import DESK, PHONE, Opens
from tests.browser.flaws import flaws_of
from tests.browser.visitors import ByHand
from tests.cast import Cast, Host, Player, client_of

pytestmark = pytest.mark.browser

SOON_MS = 15_000

# A request that the browser itself sees fail is an error in its console, where every test of this house looks.
NO_SIGNAL = """() => {
  const real = window.fetch;
  window.hasSignal = () => { window.fetch = real; };
  window.fetch = () => Promise.reject(new TypeError("no signal"));
}"""


def comes_in(opens: Opens, who: Player | Host | None, width: int, **how: bool) -> ByHand:
    """Somebody with a window of this width; None is a guest."""
    page = opens(width=width, **how)
    if who is not None:
        session = client_of(who.person).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "domain": "localhost", "path": "/"}])
    return ByHand(page)


def pictured(page: Page, name: str) -> None:
    """Keep a picture in the folder that HOMETEAM_PICTURES names, for whoever wants to look."""
    folder = os.environ.get("HOMETEAM_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def writes_card(who: ByHand, side: str, words: str) -> None:
    """Write a card as the script sends it, and see that it has come back from the server."""
    who.page.locator(f"#words-{side}").fill(words)
    who.page.locator(f"[data-draft={side}] button").click()
    expect(who.page.locator(".mine__card:not([data-waiting])", has_text=words)).to_be_visible(timeout=SOON_MS)


def flawless(*pages: Page) -> None:
    """Nothing for axe to find on any of these."""
    for page in pages:
        found = flaws_of(page, like_another=True)
        assert found == [], f"{page.url}: {found}"


def test_three_phones_come_from_arriving_to_a_loop_that_all_accept(cast: Cast, opens: Opens) -> None:
    gus = comes_in(opens, cast.gus, DESK)
    gus.goes_to("/c/elm-street/swap/markets")
    gus.follows("Open a market")
    gus.writes("What is the meeting called?", "Autumn market")
    gus.presses("Open it")
    market = Market.objects.get()
    wall = comes_in(opens, cast.gus, DESK)
    wall.page.set_viewport_size({"width": 1920, "height": 1080})
    wall.goes_to(f"/c/elm-street/swap/market/{market.pk}/screen")
    pictured(wall.page, "screen-arriving")

    ann, bo = (comes_in(opens, who, PHONE) for who in (cast.ann, cast.bo))
    for member, name in ((ann, "Ann Photographs"), (bo, "Bo’s Bakery")):
        member.goes_to(f"/market/{market.code}")
        member.presses(f"Take a seat as {name}")
    mia = comes_in(opens, None, PHONE)
    mia.goes_to("/market")
    mia.writes("The code on the screen", market.code.lower())
    mia.presses("Go in")
    pictured(mia.page, "phone-sit")
    flawless(mia.page)
    mia.writes("Your name", "Mia")
    mia.presses("Take a seat")
    expect(wall.page.locator("body")).to_contain_text("3 are in the room", timeout=SOON_MS)

    gus.presses("On to: What I give")
    for who, words in ((ann, "An hour of photographs"), (bo, "A birthday cake"), (mia, "Bookkeeping")):
        expect(who.page.locator("#words-give")).to_be_visible(timeout=SOON_MS)
        writes_card(who, "give", words)
    pictured(mia.page, "phone-offers")
    pictured(wall.page, "screen-offers")
    gus.presses("On to: What I need")
    for who, words in ((ann, "My books kept"), (bo, "Photographs"), (mia, "A cake")):
        expect(who.page.locator("#words-need")).to_be_visible(timeout=SOON_MS)
        writes_card(who, "need", words)
    pictured(ann.page, "phone-needs")
    flawless(ann.page)

    gus.presses("On to: Reading and hearts")
    heart = mia.page.locator("li", has_text="A birthday cake").locator(".heart")
    expect(heart).to_be_visible(timeout=SOON_MS)
    heart.click()
    expect(mia.page.locator(".heart[aria-pressed=true]")).to_be_visible()
    expect(wall.page.locator(".screen__warm")).to_be_visible(timeout=SOON_MS)
    pictured(mia.page, "phone-reading")
    pictured(wall.page, "screen-reading")
    pictured(gus.page, "desk")
    flawless(mia.page, gus.page)

    gus.presses("On to: Loops")
    for who in (ann, bo, mia):
        yes = who.page.get_by_role("button", name="Yes", exact=True)
        expect(yes).to_be_visible(timeout=SOON_MS)
        pictured(who.page, "phone-loop")
        yes.click()
        expect(who.page.locator("[data-part=loop]")).to_contain_text("yes", timeout=SOON_MS)
    expect(wall.page.locator(".screen__loops")).to_contain_text("Bo’s Bakery", timeout=SOON_MS)
    expect(ann.page.locator("[data-part=loop]")).to_contain_text("Who is in it", timeout=SOON_MS)
    pictured(wall.page, "screen-loops")
    pictured(ann.page, "phone-agreed")
    flawless(ann.page)
    assert MarketLoop.objects.get().state == MarketLoop.State.AGREED

    gus.presses("On to: Closing")
    expect(ann.page.get_by_role("button", name="Put all of them on the board")).to_be_visible(timeout=SOON_MS)
    ann.page.get_by_role("button", name="Put all of them on the board").click()
    expect(ann.page.locator("[data-part=keep]")).to_contain_text("Kept", timeout=SOON_MS)
    pictured(ann.page, "phone-closing")
    gus.unfolds("End the market")
    gus.presses("End it now")
    expect(mia.page.locator("body")).to_contain_text("This market is over", timeout=SOON_MS)
    assert not Loop.objects.exists()  # a guest is in it: it stays in the record


def test_a_card_written_without_a_signal_arrives_when_there_is_one(cast: Cast, opens: Opens) -> None:
    gus, mia = comes_in(opens, cast.gus, DESK), comes_in(opens, None, PHONE)
    gus.goes_to("/c/elm-street/swap/markets/new")
    gus.writes("What is the meeting called?", "Autumn market")
    gus.presses("Open it")
    market = Market.objects.get()
    gus.presses("On to: What I give")
    mia.goes_to(f"/market/{market.code}")
    mia.writes("Your name", "Mia")
    mia.presses("Take a seat")

    mia.page.evaluate(NO_SIGNAL)
    mia.page.locator("#words-give").fill("A birthday cake")
    mia.page.locator("[data-draft=give] button").click()
    expect(mia.page.locator("[data-said]")).to_contain_text("No signal", timeout=SOON_MS)
    expect(mia.page.locator("[data-waiting]")).to_contain_text("A birthday cake")
    assert not MarketCard.objects.exists()

    mia.page.evaluate("window.hasSignal()")
    expect(mia.page.locator(".mine__card:not([data-waiting])")).to_contain_text("A birthday cake", timeout=30_000)
    assert MarketCard.objects.count() == 1


def test_words_half_written_stay_while_the_page_learns_of_more_time(cast: Cast, opens: Opens) -> None:
    gus, mia = comes_in(opens, cast.gus, DESK), comes_in(opens, None, PHONE)
    gus.goes_to("/c/elm-street/swap/markets/new")
    gus.writes("What is the meeting called?", "Autumn market")
    gus.presses("Open it")
    gus.presses("On to: What I give")
    mia.goes_to(f"/market/{Market.objects.get().code}")
    mia.writes("Your name", "Mia")
    mia.presses("Take a seat")
    mia.page.locator("#words-give").fill("A birthday ca")
    before = mia.page.locator("[data-left]").get_attribute("data-left")

    gus.presses("Two minutes more")

    expect(mia.page.locator("[data-left]")).not_to_have_attribute("data-left", str(before), timeout=SOON_MS)
    expect(mia.page.locator("#words-give")).to_have_value("A birthday ca")
    expect(mia.page.locator("#words-give")).to_be_focused()


def test_without_javascript_a_guest_writes_and_reads(cast: Cast, opens: Opens) -> None:
    gus, mia = comes_in(opens, cast.gus, DESK), comes_in(opens, None, PHONE, javascript=False)
    gus.goes_to("/c/elm-street/swap/markets/new")
    gus.writes("What is the meeting called?", "Autumn market")
    gus.presses("Open it")
    gus.presses("On to: What I give")
    mia.goes_to(f"/market/{Market.objects.get().code}")
    mia.writes("Your name", "Mia")
    mia.presses("Take a seat")
    mia.writes("I give…", "A birthday cake")
    mia.presses("Write the card")
    mia.sees("A birthday cake", "We take it for: ")
    gus.presses("On to: What I need")
    mia.follows("Look for what is new")
    mia.sees("I need…")
