"""A passkey is another way in: added, used, renamed, taken away, and never asked for on top of the code."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import Opens
from tests.browser.mailbox import Mailbox
from tests.browser.visitors import ByHand
from tests.cast import Cast

pytestmark = pytest.mark.browser

PHONE_WITH_A_FINGER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def give_device(page: Page) -> None:
    """Let this window's device keep passkeys, and answer for its owner's finger."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE_WITH_A_FINGER})


def signs_in_by_code(visitor: ByHand, mailbox: Mailbox, email: str) -> None:
    visitor.goes_to("/accounts/login/")
    visitor.writes("Your e-mail address", email)
    visitor.presses("Send me a code")
    visitor.writes("Code", mailbox.code_for(email))
    visitor.presses("Sign in")


def signs_out(visitor: ByHand) -> None:
    visitor.page.locator("details.corner summary").click()
    visitor.presses("Sign out")


def is_in(visitor: ByHand) -> None:
    expect(visitor.page.locator("details.corner")).to_be_visible()


def signs_in_by_passkey(visitor: ByHand) -> None:
    visitor.goes_to("/accounts/login/")
    visitor.presses("Sign in with a passkey")


def test_ann_adds_a_passkey_and_signs_in_with_it(cast: Cast, opens: Opens, mailbox: Mailbox) -> None:
    ann = ByHand(opens())
    give_device(ann.page)
    signs_in_by_code(ann, mailbox, cast.ann.person.email)
    ann.goes_to("/accounts/2fa/webauthn/add/")
    ann.presses("Add a passkey")
    ann.sees("Your passkey is ready.")
    signs_out(ann)
    signs_in_by_passkey(ann)
    is_in(ann)
    ann.goes_to("/accounts/2fa/webauthn/")
    ann.follows("Rename")
    ann.writes("Name", "My phone")
    ann.presses("Save")
    ann.sees("My phone")
    signs_out(ann)
    signs_in_by_code(ann, mailbox, cast.ann.person.email)
    is_in(ann)
    ann.goes_to("/accounts/2fa/webauthn/")
    ann.follows("Remove")
    ann.presses("Remove it")
    ann.sees("No passkey yet")
    signs_out(ann)
    signs_in_by_passkey(ann)
    ann.sees("We do not know this passkey.")
