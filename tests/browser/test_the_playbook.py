"""Kinds of the playbook, from a suggestion to the thank-you, at two windows; one of them in a group of four.

All kinds go the same way through the same pages in `tests/together/test_every_kind.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from hometeam.engine.agreements import State
from hometeam.ledger.models import Act
from hometeam.together.models import Collaboration
from hometeam.together.playbook import kinds
from tests.browser.chromium import DESK, PHONE, Opens
from tests.browser.visitors import ByHand
from tests.cast import Cast, Player, client_of

pytestmark = pytest.mark.browser

ALIKE = ("newsletter-mention", "pass-on-a-post", "cause-partnership", "testimonial")
IN_FULL = ("barter", "circle", *(pytest.param(kind_id, marks=pytest.mark.soak) for kind_id in ALIKE))
"""One where both promise something, and the circle, which is one of four members: of one more than it needs."""


def sits(page: Page, player: Player) -> ByHand:
    """Somebody sits down at this window, signed in."""
    if page.url == "about:blank":
        page.goto("/")
    page.context.clear_cookies()
    value, here = client_of(player.person).cookies["sessionid"].value, urlsplit(page.url)
    page.context.add_cookies([{"name": "sessionid", "value": value, "url": f"{here.scheme}://{here.netloc}"}])
    return ByHand(page)


def with_whom(cast: Cast, kind_id: str) -> list[Player]:
    """Three for what is a group's, the food bank where a nonprofit is needed, else the baker."""
    if kinds()[kind_id].least > 2:
        return [cast.bo, cast.cy, cast.dee]
    return [cast.flo if any("nonprofit" in role.member_kinds for role in kinds()[kind_id].roles) else cast.bo]


def proposes(visitor: ByHand, kind_id: str, others: Sequence[Player]) -> None:
    """What it is, to whom, and what only the sender knows; the rest is filled in."""
    page = visitor.page
    if kinds()[kind_id].is_group:
        from_the_shelf(visitor, kind_id, others)
    else:
        from_a_suggestion(visitor, kind_id, others[0])
    for question in page.locator("[name^=ask_]").all():
        question.fill("An afternoon in spring, as we said.")
    visitor.presses("Propose")
    visitor.sees("Sent.")


def from_the_shelf(visitor: ByHand, kind_id: str, others: Sequence[Player]) -> None:
    """What it is, and those whom it is proposed to."""
    visitor.goes_to("/c/elm-street/together")
    visitor.follows(kinds()[kind_id].title)
    visitor.follows("Propose it to somebody")
    for other in others:
        visitor.page.locator("label.choice", has_text=other.member.name).get_by_role("checkbox").check()
    visitor.presses("Go on")


def from_a_suggestion(visitor: ByHand, kind_id: str, other: Player) -> None:
    """Whoever fits, and something else than what was suggested."""
    visitor.goes_to("/c/elm-street/fits")
    visitor.follows(other.member.name)
    visitor.follows(f"Propose something to {other.member.name}")
    visitor.follows("Something else")
    visitor.follows(kinds()[kind_id].title)


def says_yes(visitor: ByHand, kind_id: str) -> None:
    """From Together, with one tap."""
    opens_it(visitor, kind_id)
    visitor.presses("Yes")
    visitor.sees("Ann Photographs")


def opens_it(visitor: ByHand, kind_id: str) -> None:
    """The collaboration's page, reached from Together."""
    visitor.goes_to("/c/elm-street/together")
    visitor.follows(f"{kinds()[kind_id].title} ·")


def ticks_off_all(visitor: ByHand, kind_id: str) -> None:
    """Each promised step that is this visitor's, with a word for it."""
    opens_it(visitor, kind_id)
    while visitor.page.get_by_role("link", name=re.compile("^It is done")).count():
        visitor.follows("It is done")
        visitor.presses("It is done")


def confirms_and_thanks(visitor: ByHand, kind_id: str) -> None:
    """Was it so? Yes; and thank you."""
    opens_it(visitor, kind_id)
    if visitor.page.get_by_role("button", name="Yes, it happened").count():
        visitor.presses("Yes, it happened")


def thanks(visitor: ByHand, kind_id: str) -> None:
    """A word of thanks."""
    opens_it(visitor, kind_id)
    visitor.writes("Your thanks", "It was a pleasure.")
    visitor.presses("Say thank you")


def goes_through(cast: Cast, opens: Opens, kind_id: str, width: int) -> Collaboration:
    """All of it; the first window is the starter's, at the second the others sit down one after the other."""
    others = with_whom(cast, kind_id)
    first, second = opens(width=width), opens(width=width)
    proposes(sits(first, cast.ann), kind_id, others)
    for other in others:
        says_yes(sits(second, other), kind_id)
    everybody = [(first, cast.ann), *((second, other) for other in others)]
    for does in (ticks_off_all, confirms_and_thanks, thanks):
        for window, player in everybody:
            does(sits(window, player), kind_id)
    return Collaboration.objects.get(kind_id=kind_id)


@pytest.mark.parametrize("kind_id", IN_FULL)
def test_from_a_suggestion_to_the_thank_you_at_two_windows(cast: Cast, opens: Opens, kind_id: str) -> None:
    done = goes_through(cast, opens, kind_id, DESK if kinds()[kind_id].is_group else PHONE)
    assert done.state == State.CLOSED
    assert not Act.objects.filter(confirmed_at=None).exists()
    assert {part.thanks for part in done.parts.all()} == {"It was a pleasure."}
