"""The words of a post for each channel: whose handle, which link, whose own words, how long."""

import dataclasses
from typing import Any

import pytest

from hometeam.engine.lengths import length
from hometeam.members.models import Member
from hometeam.together.playbook import Disclosure, Kind, kinds
from hometeam.together.queries.posts import Material, disclosure, has_post, post, tag_of
from tests.cast import Cast, speaks_on

LINK = "https://home.example.org/to/bcdfghj"
WHY = "She waits until people forget the camera."
HELP = "If you marry next year, write to her before spring."


def spotlight(**changes: Any) -> Kind:
    plain: dict[str, Any] = {
        "posts": {},
        "drafts": {**kinds()["spotlight-post"].drafts, "post": "Meet {you} {your_handle}: {your_line}\nMeet {you}."},
        "tags": ("shopsmall", "#elmstreet"),
        "disclosure": Disclosure("when-exchanged", "We feature each other."),
    }
    return dataclasses.replace(kinds()["spotlight-post"], **(plain | changes))


def material(cast: Cast, **changes: Any) -> Material:
    said = {"why": WHY, "help": HELP}
    told = Material(cast.bo.member, cast.ann.member, cast.community, said=said, link=LINK)
    return dataclasses.replace(told, **changes)


def test_the_handle_is_that_of_the_channel(cast: Cast) -> None:
    assert "@annphotographs" in post(spotlight(), "instagram", material(cast))


def test_where_the_partner_is_not_nobody_else_is_tagged(cast: Cast) -> None:
    words = post(spotlight(), "facebook", material(cast))
    assert "@" not in words
    assert words.startswith("Meet Ann Photographs: ")


def test_a_line_does_without_a_handle_that_is_not_there_and_without_words_that_nobody_said(cast: Cast) -> None:
    kind = spotlight(posts={"bluesky": "Meet {you} ({your_handle}). {why}"}, tags=())
    assert post(kind, "bluesky", material(cast, said={}, link="")) == "Meet Ann Photographs."
    speaks_on(cast.ann.member, "bluesky", "ann.example.org")
    assert post(kind, "bluesky", material(cast, said={"why": "Kind."}, link="")) == (
        "Meet Ann Photographs (@ann.example.org). Kind."
    )


def test_the_writers_own_words_are_in_it_and_none_are_invented(cast: Cast) -> None:
    assert WHY in post(spotlight(), "facebook", material(cast))
    silent = post(spotlight(), "facebook", material(cast, said={}))
    assert (
        silent
        == f"Meet Ann Photographs: {cast.ann.member.one_line}\nMeet Ann Photographs.\n{LINK}\n#shopsmall #elmstreet"
    )


def test_a_channel_with_words_of_its_own_has_these(cast: Cast) -> None:
    kind = spotlight(posts={"newsletter": "Worth knowing: {you}.\n\n{why}\n\nSee {link}"})
    assert post(kind, "newsletter", material(cast, said={"why": WHY})) == (
        f"Worth knowing: Ann Photographs.\n\n{WHY}\n\nSee {LINK}"
    )


def test_an_address_is_left_out_where_nobody_can_tap_it(cast: Cast) -> None:
    assert LINK not in post(spotlight(), "instagram", material(cast))
    assert LINK in post(spotlight(), "bluesky", material(cast))


def test_tags_are_for_social_channels(cast: Cast) -> None:
    assert "#shopsmall #elmstreet" in post(spotlight(), "mastodon", material(cast))
    assert "#" not in post(spotlight(), "newsletter", material(cast, link=""))


def test_what_was_exchanged_is_disclosed_and_what_was_not_is_not(cast: Cast) -> None:
    assert "We feature each other." in post(spotlight(), "facebook", material(cast, exchanged=True))
    assert "We feature each other." not in post(spotlight(), "facebook", material(cast))
    always = spotlight(disclosure=Disclosure("always", "An ad."))
    assert disclosure(always, exchanged=False) == "An ad."
    assert disclosure(spotlight(disclosure=Disclosure("never", "x")), exchanged=True) == ""


def test_long_words_are_shortened_and_the_link_and_the_disclosure_stay(cast: Cast) -> None:
    told = material(cast, said={"why": "She is patient. " * 60, "help": HELP}, exchanged=True)
    words = post(spotlight(), "bluesky", told)
    assert length(words, "bluesky") <= 300
    assert LINK in words
    assert "We feature each other." in words
    assert "…" in words


def test_braces_in_what_somebody_says_stay_braces(cast: Cast) -> None:
    assert "I love {her}" in post(spotlight(), "facebook", material(cast, said={"why": "I love {her} & {0}"}))


@pytest.mark.parametrize(
    ("medium", "handle", "tag"),
    [
        ("bluesky", "ann.example.org", "@ann.example.org"),
        ("mastodon", "@ann@photos.example", "@ann@photos.example"),
        ("mastodon", "https://photos.example/@ann", "@ann@photos.example"),
        ("facebook", "https://www.facebook.com/annphotos/", "@annphotos"),
        ("tiktok", "Ann the photographer", ""),
        ("newsletter", "@letter", ""),
    ],
)
def test_a_handle_becomes_a_tag_where_one_can_tag(cast: Cast, medium: str, handle: str, tag: str) -> None:
    speaks_on(cast.ann.member, medium, handle)
    assert tag_of(cast.ann.member, medium) == tag


@pytest.mark.parametrize("kind", [kind for kind in kinds().values() if has_post(kind)], ids=lambda kind: kind.id)
def test_every_kind_has_words_that_fit_every_channel(cast: Cast, kind: Kind) -> None:
    Member.objects.filter(pk=cast.ann.member.pk).update(one_line="x" * 160, trade_words="y" * 300)
    cast.ann.member.refresh_from_db()
    told = material(cast, said={"why": WHY * 30, "help": HELP * 30}, exchanged=True, place="Café")
    for channel, most in (("bluesky", 300), ("mastodon", 500), ("instagram", 2200), ("linkedin", 3000)):
        words = post(kind, channel, told)
        assert 0 < length(words, channel) <= most
        assert "{" not in words
