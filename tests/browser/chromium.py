"""Chromium as these tests drive it: found on the machine, silent on the network, and watched."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

# The first is Chromium without what only a screen needs: it takes a third less of the processor.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Axe comes anew with every page and is gone before it pays to improve it: a tenth less when translated at once.
    "--js-flags=--always-sparkplug --no-opt",
)
PHONE, TABLET, DESK = 360, 768, 1280
HEIGHTS = {PHONE: 740, TABLET: 1024, DESK: 900}
PATIENCE_MS = 60_000  # on a busy machine; on an idle one nothing takes a tenth of it

# Opens a fresh window on a running Hometeam, with the choices of `window`.
Opens = Callable[..., Page]


expect.set_options(timeout=PATIENCE_MS)


def find_chromium() -> str | None:
    """The path of the machine's Chromium; `./test` names the one that it found or installed."""
    named = os.environ.get("HOMETEAM_CHROMIUM")
    return named or next((found for found in map(shutil.which, NAMES) if found), None)


@contextmanager
def running_chromium(*more: str) -> Iterator[Browser]:
    """A browser, started with `more` flags than the usual; skips, visibly, where there is none.

    Playwright's synchronous side keeps an event loop in this thread, at which Django would refuse to ask the database.
    """
    path = find_chromium()
    if path is None:
        pytest.skip("there is no Chromium on this machine, so nothing was tried in a browser")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=path, args=[*QUIET, *more])
        yield browser
        browser.close()


@dataclass
class Watch:
    """What a browser had to complain about while somebody used it."""

    home: str
    complaints: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Listen to every page of this browser window."""
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(f"script error: {error.error}"))
        context.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        """Errors and warnings; a page that is refused on purpose is refused aloud in the console, too, and what is
        preloaded is called late by a machine that has other things to do.
        """
        refused_on_purpose = "Failed to load resource: the server responded with a status of 4" in message.text
        busy = "was preloaded using link preload but not used within a few seconds" in message.text
        if message.type in ("error", "warning") and not refused_on_purpose and not busy:
            self.complaints.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _request(self, request: Request) -> None:
        """Nothing a page loads comes from elsewhere."""
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.complaints.append(f"asked another host: {request.url}")


@contextmanager
def window(
    browser: Browser, home: str, *, width: int = DESK, dark: bool = False, javascript: bool = True
) -> Iterator[Page]:
    """A fresh window at `home`, of somebody who asks for less motion; whatever it complained of fails the test."""
    watch = Watch(home)
    context = browser.new_context(
        base_url=home,
        viewport={"width": width, "height": HEIGHTS[width]},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        java_script_enabled=javascript,
        locale="en-US",
    )
    context.set_default_timeout(PATIENCE_MS)
    watch.over(context)
    yield context.new_page()
    context.close()
    assert not watch.complaints, "\n".join(watch.complaints)


def until_all_have_hung_up() -> None:
    """Wait for the visits that the house still answers, once their windows are closed.

    All threads share one connection to a database in memory. A page that asks by itself what is new may be in the
    middle of a question when its window closes; emptying the database under it has stopped both for good.
    """
    for visit in threading.enumerate():
        if "process_request_thread" in visit.name:
            visit.join(60)
