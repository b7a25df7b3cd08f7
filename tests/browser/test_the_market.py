"""A market in a meeting: the screen and three phones, one a guest’s, from arriving to a loop that all three accept."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from hometeam.swap.models import Loop, Market, MarketCard, MarketLoop
from tests.browser.chromium import DESK, PHONE, Opens
from tests.browser.flaws import BRIEF, flaws_of
from tests.browser.visitors import ByHand, ByKeyboard
from tests.cast import Cast, Host, Player, client_of
from tests.swap.market_room import card, led_to, ring_of_three, seated
from tests.swap.market_room import opened as room_opened

pytestmark = pytest.mark.browser


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
    expect(who.page.locator(".mine__card:not([data-waiting])", has_text=words)).to_be_visible()


def flawless(*pages: Page) -> None:
    """Nothing for axe to find on any of these."""
    for page in pages:
        found = flaws_of(page, BRIEF)
        assert found == [], f"{page.url}: {found}"


@dataclass(frozen=True)
class Meeting:
    """Everybody in the room: the organiser at the desk, the screen on the wall, two members and a guest."""

    market: Market
    gus: ByHand
    wall: ByHand
    ann: ByHand
    bo: ByHand
    mia: ByHand

    @property
    def phones(self) -> tuple[ByHand, ...]:
        """The three with a seat."""
        return self.ann, self.bo, self.mia

    def goes_on_to(self, stage: str) -> None:
        """The organiser leads the room on, and the others' pages ask at once what is new."""
        self.gus.presses(f"On to: {stage}")
        self.gus.sees(stage)
        self.asks_anew()

    def asks_anew(self) -> None:
        """What each page does by itself every three seconds, and when its signal comes back: now."""
        for one in (self.wall, *self.phones):
            one.page.evaluate("dispatchEvent(new Event('online'))")


def opened(gus: ByHand) -> Market:
    """A market that the organiser has opened; the desk stands on their screen."""
    gus.goes_to("/c/elm-street/swap/markets/new")
    gus.writes("What is the meeting called?", "Autumn market")
    gus.presses("Open it")
    return Market.objects.get()


def guest_sits_down(mia: ByHand, market: Market) -> None:
    """By the code on the screen, typed as people type."""
    mia.goes_to("/market")
    mia.writes("The code on the screen", market.code.lower())
    mia.presses("Go in")
    mia.writes("Your name", "Mia")
    mia.presses("Take a seat")


def gathered(cast: Cast, opens: Opens) -> Meeting:
    """Three have sat down, and the screen says so."""
    gus = comes_in(opens, cast.gus, DESK)
    market = opened(gus)
    wall = comes_in(opens, cast.gus, DESK)
    wall.page.set_viewport_size({"width": 1920, "height": 1080})
    wall.goes_to(f"/c/elm-street/swap/market/{market.pk}/screen")
    ann, bo, mia = (comes_in(opens, who, PHONE) for who in (cast.ann, cast.bo, None))
    for member, name in ((ann, "Ann Photographs"), (bo, "Bo’s Bakery")):
        member.goes_to(f"/market/{market.code}")
        member.presses(f"Take a seat as {name}")
    guest_sits_down(mia, market)
    expect(wall.page.locator("body")).to_contain_text("3 are in the room")
    pictured(wall.page, "screen-arriving")
    return Meeting(market, gus, wall, ann, bo, mia)


def all_write(room: Meeting, side: str, *words: str) -> None:
    """A card each, on this side."""
    for who, said in zip(room.phones, words, strict=True):
        expect(who.page.locator(f"#words-{side}")).to_be_visible()
        writes_card(who, side, said)
    pictured(room.ann.page, f"phone-{side}")
    pictured(room.wall.page, f"screen-{side}")
    flawless(room.ann.page)


def mia_gives_a_heart(room: Meeting, words: str) -> None:
    """It shows on her phone at once, and as warmth on the screen."""
    heart = room.mia.page.locator("li", has_text=words).locator(".heart")
    expect(heart).to_be_visible()
    heart.click()
    expect(room.mia.page.locator(".heart[aria-pressed=true]")).to_be_visible()
    expect(room.wall.page.locator(".screen__warm")).to_be_visible()
    pictured(room.mia.page, "phone-reading")
    pictured(room.wall.page, "screen-reading")
    pictured(room.gus.page, "desk")
    flawless(room.mia.page, room.gus.page)


def all_say_yes(room: Meeting) -> None:
    """Only now do they read who else is in it, and does the screen."""
    for who in room.phones:
        yes = who.page.get_by_role("button", name="Yes", exact=True)
        expect(yes).to_be_visible()
        pictured(who.page, "phone-loop")
        yes.click()
        expect(who.page.locator("[data-part=loop]")).to_contain_text("yes")
    room.asks_anew()
    expect(room.wall.page.locator(".screen__loops")).to_contain_text("Bo’s Bakery")
    expect(room.ann.page.locator("[data-part=loop]")).to_contain_text("Who is in it")
    pictured(room.wall.page, "screen-loops")
    pictured(room.ann.page, "phone-agreed")
    flawless(room.ann.page)


def ann_keeps_her_cards(room: Meeting) -> None:
    """What is not in her loop goes on the community's board by one tap."""
    button = room.ann.page.get_by_role("button", name="Put all of them on the board")
    expect(button).to_be_visible()
    button.click()
    expect(room.ann.page.locator("[data-part=keep] li", has_text="A cup of tea")).to_contain_text("Kept")
    expect(room.ann.page.locator("[data-part=keep] li", has_text="In your loop")).to_have_count(2)
    pictured(room.ann.page, "phone-closing")


def test_three_phones_come_from_arriving_to_a_loop_that_all_accept(cast: Cast, opens: Opens) -> None:
    room = gathered(cast, opens)
    room.goes_on_to("What I give")
    all_write(room, "give", "An hour of photographs", "A birthday cake", "Bookkeeping")
    room.goes_on_to("What I need")
    all_write(room, "need", "My books kept", "Photographs", "A cake")
    writes_card(room.ann, "give", "A cup of tea")
    room.goes_on_to("Reading and hearts")
    mia_gives_a_heart(room, "A birthday cake")

    room.goes_on_to("Loops")
    all_say_yes(room)
    assert MarketLoop.objects.get().state == MarketLoop.State.AGREED

    room.goes_on_to("Closing")
    ann_keeps_her_cards(room)
    room.gus.unfolds("End the market")
    room.gus.presses("End it now")
    room.asks_anew()
    expect(room.mia.page.locator("body")).to_contain_text("This market is over")
    expect(room.mia.page.locator("body")).to_contain_text("You give to Ann")
    assert not Loop.objects.exists()  # a guest is in it: it stays in the record


def test_a_card_written_without_a_signal_arrives_when_there_is_one(cast: Cast, opens: Opens) -> None:
    gus, mia = comes_in(opens, cast.gus, DESK), comes_in(opens, None, PHONE)
    market = opened(gus)
    gus.presses("On to: What I give")
    mia.goes_to(f"/market/{market.code}")
    mia.writes("Your name", "Mia")
    mia.presses("Take a seat")

    mia.page.evaluate(NO_SIGNAL)
    mia.page.locator("#words-give").fill("A birthday cake")
    mia.page.locator("[data-draft=give] button").click()
    expect(mia.page.locator("[data-said]")).to_contain_text("No signal")
    expect(mia.page.locator("[data-waiting]")).to_contain_text("A birthday cake")
    assert not MarketCard.objects.exists()

    mia.page.evaluate("window.hasSignal()")
    expect(mia.page.locator(".mine__card:not([data-waiting])")).to_contain_text("A birthday cake")
    assert MarketCard.objects.count() == 1

    mia.page.evaluate(NO_SIGNAL)
    mia.page.locator("#words-give").fill("A second cake")
    mia.page.locator("[data-draft=give] button").click()
    led_to(cast, market, "reading")
    mia.page.evaluate("window.hasSignal()")
    expect(mia.page.locator("[data-said]")).to_contain_text("came too late: A second cake")
    expect(mia.page.locator("[data-part=cards]")).to_be_visible()
    mia.page.evaluate("look()")
    mia.page.wait_for_timeout(300)
    expect(mia.page.locator("[data-said]")).to_contain_text("came too late: A second cake")


def test_a_yes_without_a_signal_is_seen_to_be_on_its_way_and_arrives(cast: Cast, opens: Opens) -> None:
    market, seats = ring_of_three(cast, [cast.ann, cast.bo, cast.cy])
    ann = comes_in(opens, cast.ann, PHONE)
    ann.goes_to(f"/market/{market.code}")
    ann.presses("Take a seat as Ann Photographs")

    ann.page.evaluate(NO_SIGNAL)
    ann.page.get_by_role("button", name="Yes").click()
    expect(ann.page.get_by_role("button", name="Yes")).to_contain_text("On its way")
    expect(ann.page.get_by_role("button", name="I would not take that")).not_to_contain_text("On its way")

    ann.page.evaluate("window.hasSignal()")
    expect(ann.page.locator("[data-part=loop]")).to_contain_text("You said yes")
    assert seats[0].legs_given.get().answer == "yes"


def test_words_half_written_stay_while_the_page_learns_of_more_time(cast: Cast, opens: Opens) -> None:
    gus, mia = comes_in(opens, cast.gus, DESK), comes_in(opens, None, PHONE)
    market = opened(gus)
    gus.presses("On to: What I give")
    mia.goes_to(f"/market/{market.code}")
    mia.writes("Your name", "Mia")
    mia.presses("Take a seat")
    mia.page.locator("#words-give").fill("A birthday ca")
    before = mia.page.locator("[data-left]").get_attribute("data-left")

    gus.presses("Two minutes more")

    expect(mia.page.locator("[data-left]")).not_to_have_attribute("data-left", str(before))
    expect(mia.page.locator("#words-give")).to_have_value("A birthday ca")
    expect(mia.page.locator("#words-give")).to_be_focused()


def at_the_keys(opens: Opens, who: Player, market: Market) -> ByKeyboard:
    """A member in the room who has only a keyboard."""
    keys = ByKeyboard(comes_in(opens, who, PHONE).page)
    keys.goes_to(f"/market/{market.code}")
    keys.presses("Take a seat as")
    return keys


def test_by_keyboard_alone_a_heart_keeps_its_place_when_the_room_learns_of_it(cast: Cast, opens: Opens) -> None:
    market = room_opened(cast, "needs")
    card(seated(market, cast.bo), "give", "A birthday cake")
    ann = at_the_keys(opens, cast.ann, led_to(cast, market, "reading"))
    cards = ann.page.locator("[data-part=cards]")
    before = str(cards.get_attribute("data-v"))

    ann.pushes("I would take this: A birthday cake")

    expect(cards).not_to_have_attribute("data-v", before)
    expect(ann.page.locator(".heart[aria-pressed=true]")).to_be_focused()


def test_in_colours_of_ones_own_a_heart_and_the_open_tab_are_still_told_from_the_others(
    cast: Cast, opens: Opens
) -> None:
    market = room_opened(cast, "needs")
    bo = seated(market, cast.bo)
    for words in ("A birthday cake", "A loaf a week"):
        card(bo, "give", words)
    ann = at_the_keys(opens, cast.ann, led_to(cast, market, "reading"))
    ann.page.emulate_media(forced_colors="active")

    ann.pushes("I would take this: A birthday cake")

    expect(ann.page.locator(".heart[aria-pressed=true]")).to_have_count(1)
    looks = "(all, what) => new Set(all.map((one) => getComputedStyle(one)[what])).size"
    assert ann.page.locator(".heart").evaluate_all(looks, "backgroundColor") == 2
    assert ann.page.locator(".segments a").evaluate_all(looks, "borderBottomColor") == 2


def test_by_keyboard_alone_one_says_yes_and_stays_at_the_loop_which_is_told(cast: Cast, opens: Opens) -> None:
    market, _seats = ring_of_three(cast, [cast.ann, cast.bo, cast.cy])
    phones = [at_the_keys(opens, who, market) for who in (cast.ann, cast.bo, cast.cy)]
    for who in phones:
        who.pushes("Yes")
        expect(who.page.locator("[data-part=loop]")).to_contain_text("yes")
        expect(who.page.locator("[data-part=loop]")).to_be_focused()
    for who in phones:
        expect(who.page.locator("[data-tells]")).to_have_text("Agreed")


def test_by_keyboard_alone_a_late_first_card_is_told_and_no_other_field_takes_its_place(
    cast: Cast, opens: Opens
) -> None:
    market = room_opened(cast, "needs")
    card(seated(market, cast.bo), "give", "A birthday cake")
    ann = at_the_keys(opens, cast.ann, led_to(cast, market, "reading"))

    ann.writes("I give…", "Cupcakes")
    ann.page.keyboard.press("Enter")

    expect(ann.page.locator("[data-tells]")).to_have_text("Cupcakes")
    expect(ann.page.locator("[data-draft=give]")).to_have_count(0)
    expect(ann.page.locator("[data-parts]")).to_be_focused()


def test_the_desk_leaves_the_keyboard_where_it_is_while_the_room_fills(cast: Cast, opens: Opens) -> None:
    gus = ByKeyboard(comes_in(opens, cast.gus, DESK).page)
    market = opened(gus)
    button = gus.reaches("Two minutes more")

    seated(market, cast.ann)

    expect(gus.page.locator("#seats")).to_have_text("1 seat")
    expect(button).to_be_focused()


def test_without_javascript_a_guest_writes_and_reads(cast: Cast, opens: Opens) -> None:
    gus, mia = comes_in(opens, cast.gus, DESK), comes_in(opens, None, PHONE, javascript=False)
    market = opened(gus)
    gus.presses("On to: What I give")
    mia.goes_to(f"/market/{market.code}")
    mia.writes("Your name", "Mia")
    mia.presses("Take a seat")
    mia.writes("I give…", "A birthday cake")
    mia.presses("Write the card")
    mia.sees("A birthday cake", "We take it for: ")
    gus.presses("On to: What I need")
    mia.follows("Look for what is new")
    mia.sees("I need…")
