"""What the walk past all pages complains of, so that its silence says something."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as PlaywrightError

from tests.browser.chromium import HEIGHTS, PHONE
from tests.browser.flaws import BRIEF, flaws_of, of_names

pytestmark = pytest.mark.browser

SOUND = """<!doctype html><html lang="en"><head><title>Elm Street</title><style>
  :root { color-scheme: light dark; background: light-dark(#fff, #111); color: light-dark(#111, #fff); }
  button { width: 60px; height: 60px; }
  @media (prefers-color-scheme: dark) { .dim { color: #333; } }
  .desk { display: none; }
  @media (min-width: 1000px) { .wide { width: 3000px; } .desk { display: block; } }
</style></head><body><main><h1>Elm Street</h1>%s</main></body></html>"""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page(viewport={"width": PHONE, "height": HEIGHTS[PHONE]})
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
        ("<img src='data:,'>", ["360 px, light: image-alt"]),
        ("<img class='desk' src='data:,'>", ["1280 px, dark: image-alt"]),
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


def test_things_with_the_same_name_or_an_empty_one_are_seen() -> None:
    page = SOUND % '<p id="one">a<p id="two">b<p id="one">c<p id="">d<p>e<p data-id="two">f'
    assert of_names(page) == ['2 things are named id="one"', 'something has an empty id=""']
    assert of_names(SOUND % '<p id="one">a<p id="two">b') == []


def test_words_that_passed_on_one_ground_are_looked_at_on_another(page: Page) -> None:
    passed = set[int]()
    words = '<div style="background: {}"><p style="color: #666">Words</p></div>'

    page.set_content(SOUND % words.format("#fff"))
    assert flaws_of(page, BRIEF, passed) == []
    page.set_content(SOUND % words.format("#888"))
    assert [flaw[:28] for flaw in flaws_of(page, BRIEF, passed)] == [
        "360 px, light: color-contras",
        "1280 px, dark: color-contras",
    ]


def test_only_what_passed_before_is_not_worked_out_again(page: Page) -> None:
    passed = set[int]()
    page.set_content(SOUND % "<p>Who lives here</p>")
    assert flaws_of(page, BRIEF, passed) == []

    page.evaluate("() => { axe.run = () => { throw new Error('worked out'); }; }")
    colours = [(width, dark, ["color-contrast"]) for width, dark, _rules in BRIEF]
    assert flaws_of(page, colours, passed) == []
    with pytest.raises(PlaywrightError, match="worked out"):
        flaws_of(page, colours, set())
