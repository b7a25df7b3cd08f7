"""What the walk past all pages complains of, so that its silence says something."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.flaws import flaws_of

pytestmark = pytest.mark.browser

SOUND = """<!doctype html><html lang="en"><head><title>Elm Street</title><style>
  :root { color-scheme: light dark; background: light-dark(#fff, #111); color: light-dark(#111, #fff); }
  button { width: 60px; height: 60px; }
  @media (prefers-color-scheme: dark) { .dim { color: #333; } }
  @media (min-width: 1000px) { .wide { width: 3000px; } }
</style></head><body><main><h1>Elm Street</h1>%s</main></body></html>"""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    yield page
    page.close()


def test_a_sound_page_has_none(page: Page) -> None:
    page.set_content(SOUND % "<p>Who lives here</p>")
    assert flaws_of(page) == []


@pytest.mark.parametrize(
    ("thing", "flaws"),
    [
        ('<p class="dim">Words</p>', ["360 px, dark: color-contrast", "1280 px, dark: color-contrast"]),
        (
            '<p style="color: #aaa; background: #fff">Words</p>',
            [
                f"{look}: color-contrast"
                for look in ("360 px, light", "360 px, dark", "1280 px, dark", "1280 px, light")
            ],
        ),
        ('<p class="wide">Words</p>', ["1280 px, dark: scrolls sideways"]),
        ("<img src='data:,'>", ["360 px, light: image-alt", "1280 px, dark: image-alt"]),
        ('<button style="height: 20px">Go</button>', ["360 px, light: 60 × 20 px", "1280 px, dark: 60 × 20 px"]),
    ],
)
def test_a_flaw_is_seen_where_it_shows(page: Page, thing: str, flaws: list[str]) -> None:
    page.set_content(SOUND % thing)
    found = flaws_of(page)
    assert [flaw[: len(wanted)] for flaw, wanted in zip(found, flaws, strict=True)] == flaws


def test_a_page_without_language_or_title_says_so(page: Page) -> None:
    page.set_content("<!doctype html><html><body><main><h1>Elm Street</h1></main></body></html>")
    assert {"the page does not say its language", "the page has no title of its own"} <= set(flaws_of(page))
