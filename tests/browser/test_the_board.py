"""The board on a phone: put something up, find something, suggest a swap, and it is agreed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from hometeam.foundation.clock import now
from hometeam.swap import jobs
from hometeam.swap.models import Listing
from hometeam.together.models import Collaboration
from tests.browser.chromium import PHONE, Opens
from tests.browser.visitors import ByHand, ByKeyboard
from tests.cast import Cast, Player, client_of
from tests.swap.boards import fresh, gives
from tests.together.moments import agreed, soon

pytestmark = pytest.mark.browser

# Once more when the first is at the server and the next page is not here yet.
PRESSED_TWICE = "button => { button.click(); setTimeout(() => button.click(), 350); }"


def sits_down(opens: Opens, player: Player, *, javascript: bool = True) -> ByHand:
    """Somebody signed in, on a phone."""
    page = opens(width=PHONE, javascript=javascript)
    session = client_of(player.person).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "domain": "localhost", "path": "/"}])
    return ByHand(page)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_two_members_find_each_other_and_agree_on_a_swap(cast: Cast, opens: Opens, javascript: bool) -> None:
    cakes = gives(cast.bo, "Cakes for your event", "bakery", amount=2, unit="pieces", no_extra_work=True)
    ann = sits_down(opens, cast.ann, javascript=javascript)
    ann.goes_to("/c/elm-street/together")
    ann.follows("Swap")
    ann.follows("I give something")
    ann.writes("What do you give?", "Photos of your shop")
    ann.writes("How much", "1")
    ann.page.get_by_label("Of what").select_option("sessions")
    ann.presses("Put it on the board")
    ann.sees("We took it as: Photographer", "1 session · once")

    ann.follows("Others give")
    ann.writes("Find on the board", "bread")
    ann.presses("Find")
    ann.sees("No extra work for them", "Bo’s Bakery")
    ann.follows("Cakes for your event")
    ann.sees("They look for this")
    ann.presses("Suggest a swap")
    expect(ann.page.get_by_label("What Bo’s Bakery gives for it")).to_have_value("Cakes for your event (2 pieces)")
    expect(ann.page.get_by_label("What Ann Photographs gives")).to_have_value("Photos of your shop (1 session)")
    ann.presses("Propose")
    ann.sees("Sent.")

    bo = sits_down(opens, cast.bo, javascript=javascript)
    bo.goes_to("/c/elm-street/together")
    bo.follows("Barter ·")
    bo.sees("Photos of your shop (1 session)", "Ann Photographs gives this: Photos of your shop")
    bo.presses("Yes")
    bo.sees("a small first part")
    jobs.follow(now())
    assert Collaboration.objects.get().state == "agreed"
    assert fresh(cakes).state == "done" and Listing.objects.get(side="give", member=cast.ann.member).state == "done"


def test_two_who_change_a_swap_at_once_keep_both_changes(cast: Cast, opens: Opens) -> None:
    said = {"i_give": "Ten pictures", "i_get": "A cake"}
    swap = agreed(cast.ann, cast.bo, kind_id="barter", place="", answers=said)
    ann, bo = sits_down(opens, cast.ann), sits_down(opens, cast.bo)
    for who in (ann, bo):
        who.goes_to(f"/c/elm-street/together/{swap.pk}/but")
    ann.writes("What Ann Photographs gives", "Nine pictures")
    ann.page.locator("[name=day]").fill(str(soon(9).date()))
    ann.presses("Suggest this")

    bo.writes("What Bo’s Bakery gives for it", "A small cake")
    bo.presses("Suggest this")

    bo.sees("Ann Photographs asked to change what was agreed.")
    expect(bo.page.get_by_label("What Ann Photographs gives")).to_have_value("Nine pictures")
    expect(bo.page.locator("[name=day]")).to_have_value(str(soon(9).date()))
    bo.presses("Suggest this")
    bo.sees("Sent.")
    body = swap.terms.latest("number").body
    assert body["answers"] == {"i_give": "Nine pictures", "i_get": "A small cake"}


def test_a_need_is_put_up_found_and_put_back_with_one_tap_each(cast: Cast, opens: Opens) -> None:
    ann = sits_down(opens, cast.ann)
    ann.goes_to("/c/elm-street/swap?side=mine")
    ann.follows("Put up what my profile says")
    ann.presses("Put these on the board")
    ann.sees("2 things are on the board now.")
    ann.presses("I have found it")
    ann.sees("Good. It is off the board.")
    ann.presses("Undo")
    ann.sees("It is on the board again.")
    assert Listing.objects.filter(state="on").count() == 2


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_by_keyboard_the_page_begins_at_what_was_done_with_undo_one_step_away(
    cast: Cast, opens: Opens, javascript: bool
) -> None:
    gives(cast.ann, "Photos of your shop", "photographer")
    ann = ByKeyboard(sits_down(opens, cast.ann, javascript=javascript).page)
    ann.goes_to("/c/elm-street/swap?side=mine")

    ann.presses("Take away")

    expect(ann.page.locator("#messages")).to_be_focused()
    ann.page.keyboard.press("Tab")
    expect(ann.page.get_by_role("button", name="Undo")).to_be_focused()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_by_keyboard_one_goes_on_at_what_was_found(cast: Cast, opens: Opens, javascript: bool) -> None:
    gives(cast.bo, "Cakes for your event", "bakery")
    ann = ByKeyboard(sits_down(opens, cast.ann, javascript=javascript).page)
    ann.goes_to("/c/elm-street/swap")

    ann.writes("Find on the board", "cakes")
    ann.presses("Find")
    expect(ann.page.get_by_role("link", name="Show everything")).to_be_visible()
    ann.page.wait_for_load_state()

    ann.page.keyboard.press("Tab")
    expect(ann.page.get_by_role("link", name="Show everything")).to_be_focused()
    ann.page.keyboard.press("Tab")
    expect(ann.page.get_by_role("link", name="Cakes for your event")).to_be_focused()


def test_by_keyboard_the_corner_closes_behind_whoever_goes_on_and_hides_nothing(cast: Cast, opens: Opens) -> None:
    ann = ByKeyboard(sits_down(opens, cast.ann).page)
    ann.goes_to("/c/elm-street/swap")
    corner = ann.page.locator("details", has_text="Your corner")
    ann.unfolds("Your corner")
    expect(corner).to_have_attribute("open", "")

    ann.page.get_by_role("link", name="I give something").focus()

    expect(corner).not_to_have_attribute("open", "")


def test_pressed_twice_on_a_slow_line_it_is_put_up_once_and_said_so(cast: Cast, opens: Opens) -> None:
    ann = sits_down(opens, cast.ann)
    ann.goes_to("/c/elm-street/swap/new/give")
    ann.writes("What do you give?", "Photos of your shop")
    slowly = ann.page.context.new_cdp_session(ann.page)
    slow_line = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
    slowly.send("Network.emulateNetworkConditions", slow_line)
    with ann.page.expect_navigation():
        ann.page.get_by_role("button", name="Put it on the board").evaluate(PRESSED_TWICE)
    ann.sees("It is on the board.")
    assert Listing.objects.count() == 1


def test_all_places_of_the_bar_fit_a_phone(cast: Cast, opens: Opens) -> None:
    gus = sits_down(opens, Player(cast.gus.person, cast.ann.member, cast.community))
    gus.goes_to("/c/elm-street/swap")
    places = gus.page.locator(".bar__place")
    expect(places).to_have_count(6)
    for place in places.all():
        box, words = place.bounding_box(), place.locator("span").bounding_box()
        assert box is not None and words is not None
        assert min(box["width"], box["height"]) >= 44 and words["width"] <= box["width"]
