"""An introduction by three people at three browsers: giver, the person introduced, receiver; without an account for
her, and without JavaScript.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.browser.chromium import DESK, PHONE, Opens
from tests.browser.mailbox import Mailbox, link_in, words_of
from tests.browser.visitors import ByHand
from tests.cast import Cast, Player, client_of

pytestmark = pytest.mark.browser

MARIA = "maria@example.net"
HERE = "/c/elm-street/referrals"


@pytest.fixture
def sits_down(opens: Opens, live_server: LiveServer) -> Callable[[Player, int], ByHand]:
    """Lets somebody who has signed in sit down at a window so wide."""

    def sit(player: Player, width: int) -> ByHand:
        page = opens(width=width)
        seat = client_of(player.person).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": seat, "url": live_server.url}])
        return ByHand(page)

    return sit


def introduces_maria(ann: ByHand, cast: Cast) -> None:
    """From the member's page; the words are there but for her own."""
    ann.goes_to(f"/c/elm-street/people/{cast.cy.member.pk}")
    ann.follows("Introduce somebody to them")
    ann.writes("Their name", "Maria Lopez")
    ann.writes("Their e-mail address", MARIA)
    ann.writes("What do they need?", "Somebody for the books of her café")
    ann.chooses("Put in a good word: a call is expected")
    ann.writes("Why them? In your own words", "Cy answers the same day.")
    ann.presses("Introduce them")
    ann.sees("The letter is with them.", "Cy Keeps Books learns of it when they say yes.")


def says_yes_by_the_link(maria: ByHand, mailbox: Mailbox) -> str:
    """Changes what is passed on first. Returns the link."""
    letter = mailbox.latest(MARIA, "would like to introduce you to Cy Keeps Books")
    assert "Cy answers the same day." in words_of(letter)
    link = link_in(letter, "/introduced/")
    maria.goes_to(link)
    maria.sees("Cy Keeps Books knows nothing of you yet.")
    maria.follows("Change what is passed on")
    maria.writes("Your phone number", "604 555 0134")
    maria.presses("Yes, pass this on")
    maria.sees("You said yes. Cy Keeps Books will be in touch with you.")
    return link


def carries_it_to_the_end(cy: ByHand, mailbox: Mailbox, cast: Cast) -> None:
    """From the letter's link, one tap each, and thanks."""
    cy.goes_to(link_in(mailbox.latest(cast.cy.person.email, "introduces somebody to you"), HERE))
    cy.sees("Maria Lopez", "604 555 0134", "Somebody for the books of her café")
    for button, then in (
        ("Gladly, I take it on", "You have taken it on."),
        ("I am in touch", "You are in touch."),
        ("We have met", "You have met."),
        ("It came to something", "Say thank you to Ann Photographs"),
    ):
        cy.presses(button)
        cy.sees(then)
    cy.writes("Your thanks", "She is a joy to work for.")
    cy.writes("What was it worth?", "640")
    cy.presses("Say thank you")
    cy.sees("It was worth $640")


def test_the_whole_way(cast: Cast, opens: Opens, mailbox: Mailbox, sits_down: Callable[[Player, int], ByHand]) -> None:
    ann, cy = sits_down(cast.ann, DESK), sits_down(cast.cy, PHONE)
    maria = ByHand(opens(width=PHONE, javascript=False))
    introduces_maria(ann, cast)
    link = says_yes_by_the_link(maria, mailbox)
    carries_it_to_the_end(cy, mailbox, cast)
    ann.goes_to(link_in(mailbox.latest(cast.ann.person.email, "It came to something"), HERE))
    ann.sees("It came to something. That was your doing.", "She is a joy to work for.", "It was worth $640")
    ann.goes_to("/c/elm-street/giving-back")
    ann.sees("Cy Keeps Books")
    maria.goes_to(link)
    maria.presses("Erase my details")
    maria.sees("Nothing of yours is kept")
    ann.goes_to(HERE)
    ann.sees("Somebody → Cy Keeps Books", "It came to something")
