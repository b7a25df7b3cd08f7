"""Kinds are data: read, checked, and refused by file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from hometeam.together import playbook
from hometeam.together.playbook import PlaybookError, kinds, read_kind, words
from hometeam.together.playbook.kind import DRAFTS

HOUSE = Path(playbook.__file__).parents[2]
COFFEE = (Path(playbook.__file__).parent / "coffee.toml").read_text(encoding="utf-8")


def wrong(tmp_path: Path, text: str) -> str:
    path = tmp_path / "coffee.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PlaybookError) as no:
        read_kind(path)
    return str(no.value)


def test_the_shelf_holds_the_whole_playbook() -> None:
    assert set(kinds()) == {
        *("spotlight-post", "newsletter-mention", "blog-mention", "client-resource-mention", "pass-on-a-post"),
        *("photo-in-use", "voice-note", "podcast-swap", "guest-blog-swap", "newsletter-takeover", "live-together"),
        *("co-hosted-event", "joint-giveaway", "paired-offer", "gift-guide", "coffee", "coworking", "coworking-remote"),
        *("circle", "public-review", "testimonial", "visit-the-shop", "show-up", "referral", "referral-partnership"),
        *("barter", "barter-loop", "cause-partnership", "hand-over", "internship", "pro-bono-session"),
    }


def test_a_public_review_is_never_a_step_that_is_owed() -> None:
    review = kinds()["public-review"]
    assert not any("review" in step.what.casefold() for step in review.steps)
    assert any("not traded" in clause for clause in review.agreement.lines)


def test_a_public_review_is_never_an_idea_for_giving_back() -> None:
    assert kinds()["public-review"].giving_back is None
    assert len([kind for kind in kinds().values() if kind.giving_back]) >= 9


def test_a_partnership_with_a_cause_cannot_be_proposed_without_what_each_side_gains() -> None:
    needed = {ask.id for ask in kinds()["cause-partnership"].asked_at("proposal") if ask.needed}
    assert {"business_gains", "cause_gains"} <= needed


def test_every_kind_says_all_that_its_pages_show() -> None:
    for kind in kinds().values():
        assert set(kind.drafts) == set(DRAFTS)
        assert kind.agreement.lines
        assert kind.tips
        assert kind.fit.kind == kind.id


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('group = "cheer"', 'group = "fun"', 'line 6: "group" must be one of spread, make'),
        ("minutes = 45", 'minutes = "long"', 'line 9: "minutes" must be a whole number'),
        ("minutes = 45", "minutes = -1", 'line 9: "minutes" must be at least 0'),
        ('title = "Coffee together"', 'titel = "Coffee"', '"title" is missing'),
        ('icon = "coffee"', 'icon = "coffee"\ncolour = "red"', 'line 8: "colour" is not a key of the playbook'),
        ('due = "0d"', 'due = "tomorrow"', '"tomorrow" is not like "-2d"'),
        ('due = "0d"', 'due = "+1d after:dinner"', 'there is no step "dinner"'),
        ('who = "together"', 'who = "waiter"', '"who" must be one of guest, together'),
        ("Would you have coffee with me?", "Would you {__class__}?", '"invitation" may not use {__class__}'),
        ("Would you have coffee with me?", "On {day}?", '"invitation" may not use {day}'),
        ("Would you have coffee with me?", "Would {you?", "invitation"),
        ('proof = ["word", "photo"]', 'proof = ["oath"]', "\"proof\" may not hold 'oath'"),
        ("counts = true", "counts = false", "no step counts"),
        ("many = 2", "many = 1", "takes two members or more"),
        ('id = "coffee"', 'id = "tea"', '"id" must be "coffee"'),
        ("near_each_other = 0.30", "near_each_other = true", '"near_each_other" must be a number with a point'),
        ("near_each_other = 0.30", "charm = 0.3", '"charm" is not something that a fit rests on'),
        ("Ask {other} for a coffee", "Ask {you} for a coffee", '"words" may not use {you}'),
        ('words = "Have a coffee with {other}."', 'theirs = ["cake"]', '"words" is missing'),
        ("[bonus]", '[bonus]\ntheirs = ["cake"]', "\"theirs\" may not hold 'cake'"),
        ("[bonus]", "[bonus]\nsweet = true", '"sweet" is not a key of the playbook'),
        ("version = 1", "version = ", "Invalid value (at line 2"),
    ],
)
def test_a_wrong_file_is_refused_by_name_and_line(tmp_path: Path, before: str, after: str, says: str) -> None:
    said = wrong(tmp_path, COFFEE.replace(before, after, 1))
    assert says in said
    assert said.startswith("coffee.toml")


def test_the_line_is_that_of_the_very_step(tmp_path: Path) -> None:
    text = COFFEE + '\n[[steps]]\nid = "again"\nwho = "guest"\nwhat = "Meet again"\ndue = "soon"\n'
    assert f"line {len(text.splitlines())}:" in wrong(tmp_path, text)


TESTIMONIAL = (Path(playbook.__file__).parent / "testimonial.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('page = "praise:write"', 'page = "praise:sing"', '"page" must be one of praise:write, '),
        ('page_words = "Write it here"\n', "", '"page_words" is missing'),
        ('page = "praise:write"\n', "", '"page_words" needs a "page"'),
        ('who = "writer"\nwhat', 'who = "together"\nwhat', '"page" is only for a step that one of two does'),
        ('who = "writer"\nwhat', 'who = "subject"\nwhat', ""),
        ("counts = true", "counts = false", "no step counts"),
    ],
)
def test_a_page_of_another_room_is_for_what_one_does_for_one_other(
    tmp_path: Path, before: str, after: str, says: str
) -> None:
    path = tmp_path / "testimonial.toml"
    path.write_text(TESTIMONIAL.replace(before, after, 1), encoding="utf-8")
    if not says:
        assert read_kind(path).steps[0].page
        return
    with pytest.raises(PlaybookError, match=re.escape(says)):
        read_kind(path)


NOT_READ = {"id", "who", "due", "proof", "channel", "page", "group", "icon", "where", "at", "when", "season", "tags"}
NOT_READ |= {"member_kinds", "to", "ring_at_most", "channels", "sizes", "mine", "theirs"}
"""Keys of the files whose values nobody reads as words."""


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value.strip()
    elif isinstance(value, list):
        yield from (text for one in value for text in _texts(one))
    elif isinstance(value, dict):
        yield from (text for key, one in value.items() if key not in NOT_READ for text in _texts(one))


def test_every_text_of_the_playbook_is_there_for_translators() -> None:
    gathered = {text for kind in kinds().values() for text in words.words_of(kind)}
    assert {text for kind_id in kinds() for text in _texts(playbook.values_of(kind_id))} == gathered


def test_nothing_in_the_house_asks_which_kind_it_has_before_it() -> None:
    one_of_them = "|".join(kinds())
    asks = re.compile(rf"""\bkind(?:_id|\.id)?\s*(?:==|!=|in)\s*[\[({{]?["'](?:{one_of_them})["']""")
    for path in [*HOUSE.rglob("*.py"), *HOUSE.rglob("*.html")]:
        assert not asks.search(path.read_text(encoding="utf-8")), path
