"""What people write is shortened between words and shown without harm."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from hometeam.foundation import text


def test_it_is_cut_between_words() -> None:
    assert text.shorten("We bake bread every morning", 16) == "We bake bread…"
    assert text.shorten("We bake", 16) == "We bake"


@pytest.mark.parametrize(("language", "said"), [("en", "1,204,000"), ("de", "1.204.000"), ("fr", "1\xa0204\xa0000")])
def test_a_count_is_written_as_the_readers_language_writes_it(language: str, said: str) -> None:
    with translation.override(language):
        assert text.grouped(1_204_000) == said


@given(st.text(), st.integers(2, 60))
def test_it_is_never_longer_than_asked(words: str, limit: int) -> None:
    assert len(text.shorten(words, limit)) <= limit


@given(st.text())
def test_one_line_is_one_line(words: str) -> None:
    assert len(text.one_line(words).splitlines()) <= 1


@pytest.mark.parametrize(
    "nasty",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](http://example.org/track.gif)",
        '<img src=x onerror="alert(1)">',
        "[x](data:text/html;base64,PHN)",
        "<iframe src=//example.org></iframe>",
    ],
)
def test_markdown_can_do_no_harm(nasty: str) -> None:
    html = text.to_html(nasty)
    for tag in ("<script", "<img", "<iframe", 'href="javascript', 'href="data'):
        assert tag not in html


def test_markdown_keeps_what_letters_need() -> None:
    html = text.to_html("**Hello**, see [my site](https://example.org)\n\n- one\n- two")
    assert "<strong>Hello</strong>" in html
    assert 'href="https://example.org"' in html
    assert "nofollow" in html
    assert html.count("<li>") == 2


def test_html_becomes_plain_words() -> None:
    assert text.plain("<p>Bread &amp; cake</p><p>today</p><script>x()</script>") == "Bread & cake today"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("See https://example.org/a.", ["https://example.org/a"]),
        ("(https://example.org/wiki/Elm_(street))", ["https://example.org/wiki/Elm_(street)"]),
        ("http://a.example, http://b.example; http://a.example!", ["http://a.example", "http://b.example"]),
        ("write to ann@example.org", []),
    ],
)
def test_links_are_found_without_the_sentences_punctuation(words: str, found: list[str]) -> None:
    assert text.links(words) == found


@given(st.text(max_size=30) | st.integers(-(10**20), 10**20).map(str) | st.just("9" * 5000))
def test_a_whole_number_is_read_as_it_is_or_not_at_all(said: str) -> None:
    number = text.whole(said)
    assert number is None or (0 <= number <= text.MOST_WHOLE and str(number) == said.lstrip("0").rjust(1, "0"))


@pytest.mark.parametrize(("said", "number"), [("0", 0), ("12", 12), ("007", 7), (str(2**53), 2**53)])
def test_digits_are_a_whole_number(said: str, number: int) -> None:
    assert text.whole(said) == number


@pytest.mark.parametrize("said", ["", "-1", "1.5", "²", "١٢", " 1", str(2**53 + 1), "9" * 5000])
def test_anything_else_is_none(said: str) -> None:
    assert text.whole(said) is None
