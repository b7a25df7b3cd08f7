"""Names that are read from right to left stand where they belong: asked where each is drawn."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator

from hometeam.swap.models import Market, MarketLeg, MarketLoop
from tests.browser.chromium import DESK, PHONE, Opens
from tests.browser.test_nothing_is_lost import sits_down
from tests.browser.test_the_market import comes_in
from tests.cast import Cast, Player
from tests.swap.market_room import ring_of_three

pytestmark = pytest.mark.browser

# How far from the left some words of a thing are drawn.
DRAWN_AT = """(thing, words) => {
  const all = document.createTreeWalker(thing, NodeFilter.SHOW_TEXT);
  for (let node = all.nextNode(); node; node = all.nextNode()) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + words.length);
    return range.getBoundingClientRect().left;
  }
  throw new Error(`${words} is not there`);
}"""


def is_called(who: Player, name: str) -> None:
    """The member has another name."""
    who.member.name = name
    who.member.save()


def in_this_order(thing: Locator, *words: str) -> None:
    """These are drawn one after the other, from left to right."""
    places = [thing.evaluate(DRAWN_AT, each) for each in words]
    assert places == sorted(places), dict(zip(words, places, strict=True))


def agreed(cast: Cast) -> Market:
    """A loop of three to which all have said yes; two of them are called in Hebrew, and one offers in Hebrew."""
    is_called(cast.ann, "נועה")
    is_called(cast.bo, "משה")
    market, seats = ring_of_three(cast, [cast.ann, cast.bo, cast.cy])
    MarketLeg.objects.filter(giver=seats[0]).update(words="צילום")
    MarketLoop.objects.update(state=MarketLoop.State.AGREED)
    return market


def test_the_screen_says_who_gives_what_to_whom_in_this_order(cast: Cast, opens: Opens) -> None:
    market = agreed(cast)
    gus = comes_in(opens, cast.gus, DESK)
    gus.goes_to(f"/c/elm-street/swap/market/{market.pk}/screen")
    in_this_order(gus.page.locator(".screen__loops li li", has_text="צילום"), "נועה", "צילום", "→", "משה")


def test_a_sentence_on_a_phone_keeps_its_order(cast: Cast, opens: Opens) -> None:
    market = agreed(cast)
    ann = sits_down(opens, cast.ann)
    ann.goes_to(f"/market/{market.code}")
    ann.presses("Take a seat as")
    in_this_order(ann.page.locator(".lines li", has_text="צילום"), "נועה", "צילום", ", for", "משה")


def test_what_a_name_ends_with_stands_at_its_end(cast: Cast, opens: Opens) -> None:
    is_called(cast.bo, "פרחי בר!")
    ann = sits_down(opens, cast.ann, width=PHONE)
    ann.goes_to(f"/c/elm-street/people/{cast.bo.member.pk}")
    in_this_order(ann.page.locator("h1"), "!", "פרחי")


def test_what_is_typed_from_the_right_begins_at_the_right(cast: Cast, opens: Opens) -> None:
    ann = sits_down(opens, cast.ann, width=PHONE)
    ann.goes_to("/c/elm-street/people")
    field = ann.page.get_by_label("Look for")
    field.fill("בנק המזון")
    assert field.evaluate("one => getComputedStyle(one).unicodeBidi") == "plaintext"
