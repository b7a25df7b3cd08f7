"""What somebody wrote waits for them: they left the page, looked how it reads, or were signed out meanwhile."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from hometeam.members.models import Member
from hometeam.together.models import Collaboration
from tests.browser.chromium import DESK, PHONE, Opens
from tests.browser.visitors import ByHand
from tests.cast import Cast, Player, client_of

pytestmark = pytest.mark.browser

WORDS = "Hello Bo, your rye bread and my camera should meet."


def sits_down(opens: Opens, player: Player, *, width: int = PHONE) -> ByHand:
    """Somebody signed in."""
    page = opens(width=width)
    signs_in(ByHand(page), player)
    return ByHand(page)


def signs_in(who: ByHand, player: Player) -> None:
    seat = client_of(player.person).cookies["sessionid"].value
    who.page.context.add_cookies([{"name": "sessionid", "value": seat, "domain": "localhost", "path": "/"}])


def form_to(other: Player) -> str:
    return f"/c/elm-street/together/propose?to={other.member.pk}&kind=coffee"


def test_a_proposal_half_written_waits_for_whoever_left_it(cast: Cast, opens: Opens) -> None:
    ann = sits_down(opens, cast.ann)
    ann.goes_to(form_to(cast.bo))
    ann.writes("Your note", WORDS)
    ann.page.get_by_role("radio").nth(1).check()
    ann.goes_to("/c/elm-street/today")
    ann.goes_to(form_to(cast.cy))
    expect(ann.page.get_by_label("Your note")).not_to_have_value(WORDS)
    ann.goes_to(form_to(cast.bo))
    expect(ann.page.get_by_label("Your note")).to_have_value(WORDS)
    expect(ann.page.get_by_role("radio").nth(1)).to_be_checked()
    ann.presses("See how it reads")
    ann.sees(WORDS)
    ann.goes_to("/c/elm-street/today")
    ann.goes_to(form_to(cast.bo))
    expect(ann.page.get_by_label("Your note")).to_have_value(WORDS)
    ann.presses("Propose")
    ann.sees("Sent.")
    ann.goes_to(form_to(cast.bo))
    expect(ann.page.get_by_label("Your note")).not_to_have_value(WORDS)


def test_a_proposal_sent_after_the_session_ended_is_there_again_after_signing_in(cast: Cast, opens: Opens) -> None:
    ann = sits_down(opens, cast.ann)
    ann.goes_to(form_to(cast.bo))
    ann.writes("Your note", WORDS)
    Session.objects.all().delete()
    ann.presses("Propose")
    ann.sees("Good to see you")
    assert not Collaboration.objects.exists()
    signs_in(ann, cast.ann)
    ann.goes_to(form_to(cast.bo))
    expect(ann.page.get_by_label("Your note")).to_have_value(WORDS)


def test_without_a_line_the_form_stays_and_after_a_failed_sending_the_words_are_there_again(
    cast: Cast, opens: Opens
) -> None:
    ann = sits_down(opens, cast.ann)
    ann.goes_to(form_to(cast.bo))
    ann.writes("Your note", WORDS)
    ann.page.context.set_offline(True)
    ann.pushes("Propose")
    ann.sees("You seem to be offline. What you wrote stays here")
    expect(ann.page.get_by_label("Your note")).to_have_value(WORDS)
    ann.pushes("Propose")
    ann.page.wait_for_url("chrome-error://**")
    ann.page.context.set_offline(False)
    ann.goes_to("/c/elm-street/today")
    ann.goes_to(form_to(cast.bo))
    expect(ann.page.get_by_label("Your note")).to_have_value(WORDS)
    ann.sees("You wrote this before. It is not sent yet.")
    ann.presses("Propose")
    ann.sees("Sent.")
    assert Collaboration.objects.count() == 1


def test_a_profile_half_written_waits_too_but_what_was_saved_elsewhere_is_newer(cast: Cast, opens: Opens) -> None:
    ann = sits_down(opens, cast.ann)
    basics, story = f"/me/{cast.ann.member.pk}/basics", ann.page.locator("[name=story]")
    ann.goes_to(basics)
    story.fill(WORDS)
    ann.goes_to("/c/elm-street/today")
    ann.goes_to(basics)
    expect(story).to_have_value(WORDS)
    Member.objects.filter(pk=cast.ann.member.pk).update(story="Saved on the phone.")
    ann.goes_to(basics)
    expect(story).to_have_value("Saved on the phone.")


def test_a_client_half_described_is_not_mixed_up_with_one_for_somebody_else(cast: Cast, opens: Opens) -> None:
    ann = sits_down(opens, cast.ann)
    form = "/c/elm-street/referrals/new?to={}"
    ann.goes_to(form.format(cast.bo.member.pk))
    ann.page.locator("[name=need]").fill(WORDS)
    ann.goes_to(form.format(cast.dee.member.pk))
    expect(ann.page.locator("[name=need]")).to_have_value("")
    ann.goes_to(form.format(cast.bo.member.pk))
    expect(ann.page.locator("[name=need]")).to_have_value(WORDS)


def test_a_day_that_is_no_longer_offered_leaves_the_choice_as_it_is(cast: Cast, opens: Opens) -> None:
    ann = sits_down(opens, cast.ann)
    ann.goes_to(form_to(cast.bo))
    ann.page.get_by_role("radio").nth(1).check()
    ann.page.evaluate(
        "() => Object.keys(sessionStorage).forEach((key) => sessionStorage[key] = "
        "JSON.stringify({ ...JSON.parse(sessionStorage[key]), moment: ['2020-01-01T10:00'] }))"
    )
    ann.goes_to(form_to(cast.bo))
    expect(ann.page.get_by_role("radio").first).to_be_checked()


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_whoever_searches_goes_on_at_how_many_were_found(cast: Cast, opens: Opens, width: int) -> None:
    ann = sits_down(opens, cast.ann, width=width)
    ann.goes_to("/c/elm-street/people")
    ann.page.locator("[name=q]").fill("bakery")
    ann.page.keyboard.press("Enter")
    found = ann.page.locator("#found")
    expect(found).to_be_focused()
    expect(found).to_contain_text("One member")
    ann.page.keyboard.press("Tab")
    expect(ann.page.get_by_role("link", name="Show everybody")).to_be_focused()


def test_the_guided_start_goes_on_at_what_was_just_said(cast: Cast, opens: Opens) -> None:
    """What a page brings along as it opens is read aloud only where the focus is."""
    ann = sits_down(opens, cast.ann)
    ann.goes_to("/start/you?another")
    ann.writes("The name people know your work by", "Ann's Albums")
    ann.writes("Your own name", "Ann")
    ann.presses("Save and go on")
    ann.writes("What do you do?", "photo albums")
    ann.presses("Add")
    expect(ann.page.locator("#messages")).to_be_focused()
    expect(ann.page.locator("#messages")).to_contain_text("Added.")
