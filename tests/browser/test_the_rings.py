"""A photographer, a bookkeeper and a baker, of whom no two match, close a loop of three on their phones."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from hometeam.foundation.clock import now
from hometeam.members.models import Person
from hometeam.swap.models import Loop
from tests.browser.chromium import PHONE, Opens
from tests.browser.mailbox import Mailbox, link_in, words_of
from tests.browser.visitors import ByHand
from tests.cast import Cast, Player, client_of
from tests.swap.rings import also_dee, fresh, the_loop

pytestmark = pytest.mark.browser

TODAY = "/c/elm-street/today"


def sits_down(opens: Opens, player: Player, **how: bool) -> ByHand:
    """Somebody signed in, on a phone of their own."""
    page = opens(width=PHONE, **how)
    session = client_of(player.person).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "domain": "localhost", "path": "/"}])
    return ByHand(page)


def by_day_for_all() -> None:
    """Everybody lives where it is noon, for letters of loops wait for the morning."""
    east = 12 - now().hour
    Person.objects.update(timezone=f"Etc/GMT{-east:+d}" if east else "UTC")


def test_three_of_whom_no_two_match_close_a_loop_on_three_phones(cast: Cast, opens: Opens) -> None:
    loop = the_loop(cast)
    ann, bo, cy = (sits_down(opens, player) for player in (cast.ann, cast.bo, cast.cy))
    ann.goes_to(TODAY)
    ann.follows("A loop of barter: you give Bo’s Bakery “Photographs of your shop")
    ann.sees("You give Bo’s Bakery", "You get from Cy Keeps Books", "Both answers are fine")
    expect(ann.page.locator("svg.loop")).to_be_visible()
    ann.presses("Yes")
    ann.sees("Now it is with the others")
    for one in (bo, cy):
        one.goes_to(f"/c/elm-street/swap/loops/{loop.pk}")
        one.presses("Yes")
    cy.sees("All have said yes. Here is who gives what to whom.", "Give Bo’s Bakery: Photographs of your shop")
    assert fresh(loop).state == Loop.State.AGREED

    ann.goes_to(TODAY)
    ann.sees("What you promised", "Give Bo’s Bakery: Photographs of your shop (1 hour)")
    ann.follows("Give Bo’s Bakery")
    ann.follows("It is done")
    ann.presses("It is done")
    bo.goes_to(TODAY)
    bo.follows("Give Cy Keeps Books")
    bo.presses("Yes, it happened")
    bo.sees("done")


def test_one_refuses_and_the_loop_that_was_repaired_closes(cast: Cast, opens: Opens) -> None:
    loop = the_loop(cast)
    also_dee(cast)
    ann, bo, cy, dee = (sits_down(opens, player) for player in (cast.ann, cast.bo, cast.cy, cast.dee))
    for one in (ann, bo):
        one.goes_to(f"/c/elm-street/swap/loops/{loop.pk}")
        one.presses("Yes")
    cy.goes_to(f"/c/elm-street/swap/loops/{loop.pk}")
    cy.follows("Not this, because…")
    cy.page.get_by_label("What I would give").check()
    cy.presses("Not this")
    cy.sees("Nobody is told that it was you")
    for one in (ann, bo, dee):
        one.goes_to(TODAY)
        assert "Cy Keeps Books" not in one.page.get_by_role("region", name="Somebody asks you").inner_text()
        one.follows("A loop of barter: you give")
        one.presses("Yes")
    dee.sees("All have said yes.", "Give Ann Photographs: Books, by the hour (1 hour)")
    (new,) = Loop.objects.filter(repaired_from=loop)
    assert fresh(new).state == Loop.State.AGREED


def test_they_come_from_their_letters_which_name_their_two_neighbours_alone(
    cast: Cast, opens: Opens, mailbox: Mailbox
) -> None:
    by_day_for_all()
    loop = the_loop(cast)
    also_dee(cast)
    players = (cast.ann, cast.bo, cast.cy)
    asked = {player.person.name: mailbox.latest(player.person.email, "A loop of barter for you") for player in players}
    ann, bo, cy = (sits_down(opens, player) for player in players)
    for one, name in ((ann, "Ann"), (bo, "Bo")):
        one.goes_to(link_in(asked[name], f"/c/elm-street/swap/loops/{loop.pk}"))
        one.presses("Yes")
    cy.goes_to(link_in(asked["Cy"], f"/c/elm-street/swap/loops/{loop.pk}"))
    cy.follows("Not this, because…")
    cy.page.get_by_label("What I would give").check()
    cy.presses("Not this")

    anew = words_of(mailbox.latest(cast.bo.person.email, "Another loop of barter for you"))
    instead = mailbox.latest(cast.dee.person.email, "loop of barter for you")
    assert "This one keeps what could be kept." in anew
    assert "Cy" not in anew + words_of(instead)
    dee = sits_down(opens, cast.dee)
    dee.goes_to(link_in(instead, "/c/elm-street/swap/loops/"))
    dee.sees("You give Ann Photographs")
    assert len([one for one in mailbox.letters if "loop of barter" in str(one["Subject"]).lower()]) == 6


def test_a_loop_is_answered_without_javascript(cast: Cast, opens: Opens) -> None:
    loop = the_loop(cast)
    bo = sits_down(opens, cast.bo, javascript=False)
    bo.goes_to(TODAY)
    bo.follows("A loop of barter: you give")
    bo.presses("Yes")
    bo.sees("Now it is with the others")
    bo.presses("Take my yes back")
    bo.sees("Taken back. Take your time.")
    assert fresh(loop).state == Loop.State.PROPOSED
