"""Words measured as each channel measures them, and made to fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hometeam.engine.lengths import LIMITS, Line, fit, graphemes, length, shortened

LINK = "https://home.example.org/to/bcdfghj"
DISCLOSED = "I was given a cake for this."


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        ("", 0),
        ("abc", 3),
        ("e\u0301", 1),
        ("👍🏽", 1),
        ("👩‍👩‍👧‍👦", 1),
        ("🇨🇦🇺🇸", 2),
        ("🇨🇦🇺", 2),
        ("❤️", 1),
        ("한국", 2),
        ("\u1112\u1161\u11ab", 1),
        ("\r\n", 1),
        ("🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", 1),
        ("1\ufe0f\u20e3", 1),
    ],
)
def test_a_reader_counts_what_a_reader_sees(words: str, seen: int) -> None:
    assert graphemes(words) == seen


def test_a_long_address_counts_as_23_on_mastodon() -> None:
    assert length(f"See {LINK * 3}", "mastodon") == 4 + 23


def test_a_mention_counts_without_its_server_on_mastodon() -> None:
    assert length("Meet @ann@photos.example.org today", "mastodon") == len("Meet @ann today")


def test_an_emoji_is_two_characters_on_instagram_and_one_on_bluesky() -> None:
    assert length("🥐", "instagram") == 2
    assert length("🥐", "bluesky") == 1


def test_words_that_fit_stay_as_they_are() -> None:
    assert fit([Line("Meet Ann."), Line("#shopsmall", "tags")], "bluesky") == "Meet Ann.\n#shopsmall"


def test_tags_go_first_and_one_by_one() -> None:
    post = fit([Line("x" * 285), Line("#one #twotwotwo", "tags")], "bluesky")
    assert post == "x" * 285 + "\n#one"


def test_the_longest_line_that_may_be_shorter_is_cut_between_words() -> None:
    post = fit([Line("Meet Ann."), Line("she sees what others miss " * 20, "shorter"), Line(LINK)], "bluesky")
    assert post.endswith(f"…\n{LINK}")
    assert length(post, "bluesky") <= 300
    assert post.startswith("Meet Ann.\nshe sees what others miss")


def test_lines_to_keep_are_cut_only_when_nothing_else_is_left_the_first_before_the_last() -> None:
    post = fit([Line("word " * 100), Line("why " * 100, "shorter"), Line(DISCLOSED)], "bluesky")
    assert post.endswith(DISCLOSED)
    assert "why" not in post


def test_a_line_of_which_nothing_would_be_left_is_left_out() -> None:
    assert shortened("unbreakable" * 4, 20, "bluesky") == ""


@given(
    st.lists(st.builds(Line, st.text(max_size=400), st.sampled_from(["always", "shorter", "tags"])), max_size=6),
    st.sampled_from(sorted(LIMITS)),
)
def test_no_post_is_longer_than_its_channel_takes(lines: list[Line], channel: str) -> None:
    assert length(fit(lines, channel), channel) <= LIMITS[channel]


@given(st.text(max_size=2000), st.text(max_size=2000), st.sampled_from(["bluesky", "mastodon"]))
def test_the_link_and_what_must_be_disclosed_are_never_lost(why: str, tags: str, channel: str) -> None:
    lines = [Line("Meet Ann."), Line(why, "shorter"), Line(LINK), Line(DISCLOSED), Line(tags, "tags")]
    post = fit(lines, channel)
    assert LINK in post
    assert DISCLOSED in post


@given(st.text(max_size=50), st.text(max_size=50))
def test_two_texts_together_are_never_longer_than_each_counted_alone(one: str, other: str) -> None:
    assert graphemes(one + other) <= graphemes(one) + graphemes(other)


@given(st.text(st.characters(max_codepoint=127), max_size=50))
def test_plain_words_count_the_same_beside_others(plain: str) -> None:
    assert graphemes(f"é{plain}") == 1 + graphemes(plain)
