"""Praise as two people give it: one speaks into the (false) microphone, the other hears it; and every page of it looks
right.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from hometeam.praise import actions
from hometeam.praise.access import key_of
from hometeam.praise.models import Testimonial, VoiceNote
from tests.browser.chromium import DESK, Opens, running_chromium, window
from tests.browser.flaws import LOOKS, carry_axe, flaws_of
from tests.browser.visitors import ByHand
from tests.cast import Cast, Player, client_of
from tests.praise.given import WORDS, approved, photo, praised, said, tone

pytestmark = pytest.mark.browser

MICROPHONE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


@pytest.fixture(scope="module")
def talking() -> Iterator[Browser]:
    """A Chromium whose microphone hears a steady beep."""
    with running_chromium(*MICROPHONE) as browser:
        yield browser


@pytest.fixture
def opens(talking: Browser, live_server: LiveServer, settings: Any) -> Iterator[Opens]:
    """Opens a fresh window of that browser; what it complains of fails the test."""
    settings.PUBLIC_URL = live_server.url
    with ExitStack() as windows:
        yield lambda **how: windows.enter_context(window(talking, live_server.url, **how))


def sits(page: Page, player: Player) -> ByHand:
    """Somebody at this window."""
    page.goto("/")
    page.context.clear_cookies()
    value = client_of(player.person).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": value, "url": page.url}])
    return ByHand(page)


def becomes_so(page: Page, question: str) -> None:
    """Wait until the page answers yes; its policy lets nothing wait inside it."""
    for _round in range(600):
        if page.evaluate(question):
            return
        page.wait_for_timeout(100)
    raise AssertionError(question)


def test_a_voice_note_is_recorded_heard_again_sent_and_played(cast: Cast, opens: Opens) -> None:
    page = opens(width=DESK)
    ann = sits(page, cast.ann)
    ann.goes_to(f"/c/elm-street/people/{cast.bo.member.pk}/praise")
    ann.follows("Send a voice note")
    page.get_by_role("button", name="Record").click()
    ann.sees("Recording.")
    page.wait_for_timeout(2000)
    page.get_by_role("button", name="Stop").click()
    ann.sees("Recorded. Listen to it, or record it anew.")
    becomes_so(page, "document.querySelector('[data-listen]').readyState >= 1")
    ann.presses("Send it")
    ann.sees("Bo’s Bakery can hear it now.")
    note = VoiceNote.objects.get()
    assert note.recording is not None
    assert note.recording.seconds in (1, 2, 3)
    bo = sits(page, cast.bo)
    bo.goes_to(f"/c/elm-street/praise/notes/{note.pk}")
    becomes_so(page, "document.querySelector('audio').duration > 1")
    page.evaluate("document.querySelector('audio').play()")
    becomes_so(page, "document.querySelector('audio').currentTime > 0.3")
    bo.presses("Delete for both")
    bo.presses("Undo")
    expect(page.locator("audio")).to_be_visible()


def test_a_testimonial_goes_from_its_author_to_a_website_without_any_script(cast: Cast, opens: Opens) -> None:
    page = opens(width=DESK, javascript=False)
    ann = sits(page, cast.ann)
    ann.goes_to(f"/c/elm-street/people/{cast.bo.member.pk}/praise/write")
    ann.writes("What you say", WORDS)
    page.get_by_role("checkbox").check()
    ann.presses("Give it to Bo’s Bakery")
    bo = sits(page, cast.bo)
    bo.goes_to("/c/elm-street/praise")
    bo.follows("Ann Photographs wrote a testimonial for you")
    bo.presses("Show it, and say thank you")
    bo.goes_to("/c/elm-street/praise/shown")
    bo.presses("Open the public page")
    code = page.get_by_label("Paste this where they should stand").input_value()
    assert code.startswith("<iframe src=")
    page.context.clear_cookies()
    page.route("**/elsewhere", lambda route: route.fulfill(content_type="text/html", body=f"<title>x</title>{code}"))
    page.goto("/elsewhere")
    expect(page.frame_locator("iframe").get_by_text(WORDS)).to_be_visible()
    assert Testimonial.objects.get().state == Testimonial.State.APPROVED
    assert page.context.cookies() == []


def test_every_page_of_praise_is_without_flaws(cast: Cast, opens: Opens) -> None:
    one = approved(cast.ann, cast.bo, photo=photo(), alt="A loaf", shown="nobody")
    waits = praised(cast.cy, cast.bo, sound=tone())
    note = actions.send_note(viewer=cast.ann.viewer, to=cast.bo.member, sound=tone(), about="thanks", words="The loaf")
    about = {"alt": "A loaf", "shown": "nobody", "people": "", "words": "Breakfast"}
    shot = actions.give_photo(viewer=cast.ann.viewer, to=cast.bo.member, photo=photo(), about=about)
    values = {"google_url": "https://g.page/r/x12/review", "is_public": True, "asks_customers": True}
    corner = actions.change_corner(viewer=cast.bo.viewer, values=values)
    review = actions.wrote_review(viewer=cast.ann.viewer, of=cast.bo.member, site="google")
    customer = actions.give_as_customer(corner=corner, said=said(signed="Zoë"))
    here, bo = "/c/elm-street/praise", f"/c/elm-street/people/{cast.bo.member.pk}/praise"
    ours = [here, f"{here}/shown", f"{here}/testimonials/{one.pk}", f"{here}/testimonials/{waits.pk}"]
    ours += [f"{here}/notes/{note.pk}", f"{here}/photos/{shot.pk}", f"{here}/reviews/{review.pk}"]
    anns = [f"{here}/given", bo, f"{bo}/write", f"{bo}/voice", f"{bo}/photo", f"{bo}/review?customer=yes"]
    anns += [f"{bo}/review", f"{bo}/review?customer=no", f"{here}/notes/{note.pk}", f"{here}/photos/{shot.pk}"]
    public = [f"/praise/{corner.code}", f"/praise/for/{corner.ask_code}", f"/praise/mine/{key_of(customer)}"]
    page, flaws, passed = opens(), [], set[int]()
    carry_axe(page)
    for player, paths in ((cast.bo, ours), (cast.ann, [*anns, *public])):
        visitor = sits(page, player)
        for path in paths:
            visitor.goes_to(path)
            flaws += [f"{path}: {flaw}" for flaw in flaws_of(page, LOOKS, passed, stays=True)]
    assert flaws == []
