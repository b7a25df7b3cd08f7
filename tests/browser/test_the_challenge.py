"""The weekly challenge on a phone, from Together to the thank-you, in few taps."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from hometeam.gather.models import Feature
from hometeam.ledger.models import Act
from tests.browser.chromium import PHONE, Opens
from tests.browser.visitors import ByHand
from tests.cast import Cast, Player, client_of

pytestmark = pytest.mark.browser

WHY = "Every loaf tastes as if somebody had been up all night for it."
HELP = "Order the day before, and it is still warm at eight."
TAPS = 6


class Tapping(ByHand):
    """Somebody with a thumb, whose taps are counted."""

    taps = 0

    def _press(self, thing: Locator) -> None:
        self.taps += 1
        super()._press(thing)

    def copies(self) -> str:
        """Take the words of the first post along; returns them."""
        self.taps += 1
        button = self.page.get_by_role("button", name="Copy").first
        words = button.get_attribute("data-copy") or ""
        button.click()
        return words


def sits_down(opens: Opens, player: Player) -> Tapping:
    """Somebody signed in, on a phone."""
    page = opens(width=PHONE)
    session = client_of(player.person).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "domain": "localhost", "path": "/"}])
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return Tapping(page)


def test_a_member_is_featured_on_a_phone_in_six_taps_and_says_thanks(cast: Cast, opens: Opens) -> None:
    cast.dee.member.blocks.create(other=cast.cy.member)
    ann = sits_down(opens, cast.ann)
    ann.goes_to("/c/elm-street/together")
    ann.follows("This week: feature one fellow member")
    ann.sees("Who is it this week?", "Nobody has featured them yet")
    ann.follows("Somebody else")
    ann.follows("Bo’s Bakery")
    ann.writes("Why do you love them?", WHY)
    ann.writes("How might they help whoever reads it?", HELP)
    ann.presses("Make the post")
    copied = ann.copies()
    assert WHY in copied and HELP in copied
    ann.presses("I posted it")
    ann.sees("Bo’s Bakery is told.", "If you feel like more")
    assert ann.taps <= TAPS

    bo = sits_down(opens, cast.bo)
    bo.goes_to("/c/elm-street/challenge")
    bo.follows("Ann Photographs wrote about you")
    bo.sees(WHY)
    bo.writes("Your thanks", "You made my morning.")
    bo.presses("Say thanks")
    bo.presses("I shared it")
    bo.sees("Ann Photographs is told.")
    assert Act.objects.filter(confirmed_at__isnull=False, giver=cast.ann.member).count() == 1
    assert Feature.objects.get().thanks == "You made my morning."

    ann.goes_to("/c/elm-street/challenge")
    ann.sees("You featured Bo’s Bakery this week.", "of 5 members were featured this quarter.")
    expect(ann.page.locator("svg.coverage")).to_be_visible()


def test_a_proposed_member_is_featured_in_one_tap_less_without_javascript(cast: Cast, opens: Opens) -> None:
    page = opens(width=PHONE, javascript=False)
    session = client_of(cast.bo.person).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "domain": "localhost", "path": "/"}])
    bo = Tapping(page)
    bo.goes_to("/c/elm-street/challenge")
    bo.follows("Feature ")
    bo.writes("Why do you love them?", WHY)
    bo.writes("How might they help whoever reads it?", HELP)
    bo.presses("Make the post")
    bo.sees(WHY, HELP)
    bo.presses("I posted it")
    bo.sees("is told.")
    assert bo.taps == 3
