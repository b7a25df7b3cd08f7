"""The picture of how all hang together, looked at closely: what it is drawn from comes after the page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from hometeam.organise.queries import hanging_picture
from tests.browser.chromium import DESK, Opens
from tests.cast import Cast, client_of
from tests.organise.test_hanging import PAGE, did

pytestmark = pytest.mark.browser


def test_the_close_look_is_drawn_once_its_data_is_here(
    cast: Cast, opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    did(cast, cast.ann.member, cast.bo.member)
    monkeypatch.setattr(hanging_picture, "MOST_DRAWN", 1)
    page = opens(width=DESK)
    session = client_of(cast.gus.person).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "domain": "localhost", "path": "/"}])

    page.goto(PAGE)

    expect(page.get_by_role("heading", name="Look closer")).to_be_visible()
    expect(page.locator("[data-picture] canvas").first).to_be_attached()
