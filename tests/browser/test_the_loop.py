"""The whole loop between two members, as two people would go through it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from hometeam.members.models import Community, Member
from tests.browser.chromium import DESK, PHONE, Opens
from tests.browser.mailbox import Mailbox, calendar_in, link_in
from tests.browser.visitors import ByHand, ByKeyboard
from tests.cast import Cast, Player

pytestmark = pytest.mark.browser

HAL = "hal@example.org"
HALS = "Hal’s Flowers"


@pytest.fixture
def street(cast: Cast) -> Cast:
    """The cast, on a street whose door stands open."""
    Community.objects.filter(pk=cast.community.pk).update(joining=Community.Joining.OPEN)
    return cast


def signs_up(visitor: ByHand, mailbox: Mailbox) -> None:
    """From the door, through the community's own, with a code from the mail."""
    visitor.goes_to("/")
    visitor.follows("Elm Street")
    visitor.follows("I am new here")
    visitor.writes("Your e-mail address", HAL)
    visitor.presses("Send me a code")
    visitor.writes("Code", mailbox.code_for(HAL))
    visitor.presses("Confirm my address")


def tells_who_he_is(visitor: ByHand) -> None:
    """The guided start's six questions."""
    visitor.presses("Tell us who you are")
    visitor.chooses("Business")
    visitor.writes("The name people know your work by", HALS)
    visitor.writes("Your own name", "Hal Moss")
    visitor.presses("Save and go on")
    visitor.writes("What do you do?", "florist")
    visitor.presses("Add")
    visitor.sees("florist")
    visitor.presses("Save and go on")
    visitor.writes("What?", "photographer")
    visitor.presses("Add")
    visitor.presses("Save and go on")
    visitor.chooses("Engaged couples")
    visitor.chooses("Families")
    visitor.presses("Save and go on")
    visitor.writes("Street", "14 Elm Street")
    visitor.writes("Town", "Langley")
    visitor.writes("Postcode", "V1M 2R6")
    visitor.presses("Save and go on")
    visitor.unfolds("Or choose one by one")
    visitor.chooses("Coffee together")
    visitor.presses("Show me who fits")


def proposes_a_coffee(visitor: ByHand, cast: Cast) -> Player:
    """What the first suggestion fills in, sent as it is; returns to whom."""
    visitor.sees("Somebody you should meet", "Why for you")
    shown = visitor.page.locator("article.suggestion").first.locator("h3").inner_text()
    partner = next(player for player in cast.street if player.member.name == shown)
    visitor.presses(f"Propose to {partner.member.name}")
    visitor.presses("Propose")
    visitor.sees("Sent.", f"It is with {partner.member.name} now.")
    return partner


def says_yes_from_the_letter(visitor: ByHand, mailbox: Mailbox, partner: Player) -> None:
    """The link in the letter is enough; nobody signs in. Looking at it answers nothing."""
    letter = mailbox.latest(partner.person.email, "has an idea for the two of you")
    visitor.goes_to(link_in(letter, "/answer/"))
    visitor.sees("Coffee together with", HALS, "All three are fine")
    visitor.presses("Yes")
    visitor.sees("It is agreed.", "Sign in to see all of it")


def both_have_it_in_their_calendar(mailbox: Mailbox, *addresses: str) -> None:
    """The same entry, in a letter to each."""
    entries = [calendar_in(mailbox.latest(address, "Coffee together")) for address in addresses]
    (one, other) = [re.findall(r"(?m)^(?:UID|DTSTART)[:;].*$", entry) for entry in entries]
    assert one == other and len(one) >= 2


def ticks_it_off(visitor: ByHand, partner: Player) -> None:
    """From the promise on Today, naming the partner."""
    visitor.goes_to("/")
    visitor.sees("Have coffee together")
    visitor.follows("Have coffee together")
    visitor.follows("It is done")
    visitor.chooses("Name us as partners on my page")
    visitor.presses("It is done")
    visitor.sees(f"Done. {partner.member.name} can see it now.")


def signs_in(visitor: ByHand, mailbox: Mailbox, email: str) -> None:
    """By a code from the mail."""
    visitor.writes("Your e-mail address", email)
    visitor.presses("Send me a code")
    visitor.writes("Code", mailbox.code_for(email))
    visitor.presses("Sign in")


def confirms_and_thanks(visitor: ByHand, mailbox: Mailbox, partner: Player) -> None:
    """Back to the page of the coffee, this time signed in, and from there on."""
    visitor.follows("Sign in to see all of it")
    signs_in(visitor, mailbox, partner.person.email)
    visitor.sees(f"{HALS} says it is done. Was it so?")
    visitor.chooses("Name us as partners on my page. It shows only where both of us say so.")
    visitor.presses("Yes, it happened")
    visitor.writes("Your thanks", "I came away with three ideas.")
    visitor.presses("Say thank you")
    visitor.sees("Your thanks are on the way.")


def thanks_too(visitor: ByHand) -> None:
    """The other thank-you, which ends it."""
    visitor.page.reload()
    visitor.sees("I came away with three ideas.")
    visitor.writes("Your thanks", "So did I.")
    visitor.presses("Say thank you")
    visitor.sees("So did I.", "Closed")


def sees_it_everywhere(visitor: ByHand, own: Member, other: Member) -> None:
    """On Today, under Giving back, and on both pages, each of which names the other."""
    visitor.goes_to("/c/elm-street/today")
    visitor.sees(f"{other.name} took the time for a coffee")
    visitor.goes_to("/c/elm-street/giving-back")
    visitor.sees(other.name)
    for whose, named in ((own, other), (other, own)):
        visitor.goes_to(f"/c/elm-street/people/{whose.pk}")
        partners = visitor.page.get_by_role("region", name="Who are you partnering with?")
        expect(partners).to_contain_text(named.name)


def the_whole_loop(hal: ByHand, partner_at: ByHand, mailbox: Mailbox, street: Cast) -> None:
    """From two people who do not know each other to two pages that name both."""
    signs_up(hal, mailbox)
    tells_who_he_is(hal)
    partner = proposes_a_coffee(hal, street)
    says_yes_from_the_letter(partner_at, mailbox, partner)
    both_have_it_in_their_calendar(mailbox, HAL, partner.person.email)
    ticks_it_off(hal, partner)
    confirms_and_thanks(partner_at, mailbox, partner)
    thanks_too(hal)
    sees_it_everywhere(hal, Member.objects.get(name=HALS), partner.member)
    sees_it_everywhere(partner_at, partner.member, Member.objects.get(name=HALS))


@pytest.mark.parametrize("width", [PHONE, pytest.param(DESK, marks=pytest.mark.soak)])
def test_two_members_have_a_coffee(street: Cast, opens: Opens, mailbox: Mailbox, width: int) -> None:
    the_whole_loop(ByHand(opens(width=width)), ByHand(opens(width=width)), mailbox, street)


def test_two_members_have_a_coffee_by_keyboard_only(street: Cast, opens: Opens, mailbox: Mailbox) -> None:
    the_whole_loop(ByKeyboard(opens()), ByKeyboard(opens(width=PHONE)), mailbox, street)


def test_two_members_have_a_coffee_without_javascript(street: Cast, opens: Opens, mailbox: Mailbox) -> None:
    windows = opens(javascript=False), opens(width=PHONE, javascript=False)
    the_whole_loop(ByHand(windows[0]), ByHand(windows[1]), mailbox, street)
