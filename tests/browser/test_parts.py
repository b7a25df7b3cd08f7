"""Which pages the walk looks at, so that what it passes by has been seen elsewhere."""

from __future__ import annotations

import pytest

from tests.browser.flaws import BRIEF, LOOKS
from tests.browser.parts import Seen, parts_of, title_of

PAGE = "<!doctype html><html lang=en><head><title>Elm\n Street</title></head><body><main>{}</main></body></html>"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('<p class="quiet">Bread</p>', '<p class="quiet">Cakes</p>'),
        ('<a href="/ann">Ann</a>', '<a href="/bo">Bo</a>'),
        ("<ul><li>Bread</li></ul>", "<ul><li>Bread</li><li>Cakes</li></ul>"),
        ('<img src="a"><p>Bread</p>', '<p>Bread</p><img src="b">'),
        ("<p>Bread<br>Cakes</p>", "<p>Bread</p><p>Cakes<br></p>"),
    ],
)
def test_words_and_numbers_of_things_make_no_new_part(one: str, other: str) -> None:
    assert parts_of(PAGE.format(one)) == parts_of(PAGE.format(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('<p class="quiet">Bread</p>', '<p class="loud">Bread</p>'),
        ('<div class="card"><p>Bread</p></div>', '<div class="card"></div><p>Bread</p>'),
        ("<input type=text>", "<input type=date>"),
        ("<button>Go</button>", "<button disabled>Go</button>"),
        ("<svg><circle r=1 /><path d=m /></svg>", "<svg><circle r=1><path d=m></circle></svg>"),
    ],
)
def test_another_class_kind_state_or_place_is_a_new_part(one: str, other: str) -> None:
    assert parts_of(PAGE.format(one)) != parts_of(PAGE.format(other))


def test_a_page_is_passed_by_when_all_its_parts_were_seen() -> None:
    seen = Seen()
    looks = [
        seen.looks_at(door, PAGE.format(main))
        for door, main in (
            ("people", "<p>Ann</p>"),
            ("people", "<p>Bo</p>"),
            ("people", "<p>Bo</p><b>away</b>"),
            ("people", "<b>away</b>"),
            ("member", "<b>away</b>"),
        )
    ]
    assert looks == [LOOKS, (), BRIEF, (), LOOKS]


def test_who_wants_everything_passes_by_nothing() -> None:
    seen = Seen(everything=True)
    assert [seen.looks_at("people", PAGE.format("<p>Ann</p>")) for _again in range(3)] == [LOOKS] * 3


def test_a_title_is_read_across_its_lines() -> None:
    assert title_of(PAGE.format("")) == "Elm Street"
