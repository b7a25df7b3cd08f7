"""One browser for a file of tests, a window for each person, and a mailbox for their letters."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.browser.chromium import Opens, running_chromium, until_all_have_hung_up, window
from tests.browser.mailbox import Mailbox, open_post_office


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One Chromium; it ends with the file, for while it runs other tests would find an event loop in their thread."""
    with running_chromium() as browser:
        yield browser


@pytest.fixture
def opens(chromium: Browser, live_server: LiveServer) -> Iterator[Opens]:
    """Opens a fresh window on the running Hometeam: `opens(width=360, dark=True, javascript=False)`."""
    cache.clear()
    with ExitStack() as windows:
        yield lambda **how: windows.enter_context(window(chromium, live_server.url, **how))
    until_all_have_hung_up()


@pytest.fixture
def mailbox(live_server: LiveServer, settings: Any) -> Iterator[Mailbox]:
    """Letters leave by a real mail server on this machine, with links that lead to the running Hometeam."""
    office = open_post_office()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.PUBLIC_URL = live_server.url
    assert isinstance(office.handler, Mailbox)
    yield office.handler
    office.stop()
