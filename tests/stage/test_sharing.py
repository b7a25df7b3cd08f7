"""Telling the world: the writer's own words, one counted link a channel, where it goes, and the way back."""

import dataclasses

import pytest
from django.urls import reverse

from hometeam.ledger.models import TrackedLink
from hometeam.members.models import Member
from hometeam.stage import actions
from hometeam.stage.models import Sharing
from hometeam.stage.queries.sending import direct, home_of, share_address
from hometeam.stage.queries.sharing import questions_of, share_of, writes
from hometeam.together import queries as together
from hometeam.together.models import Collaboration
from hometeam.together.playbook import kinds
from tests.cast import Cast, client_of, speaks_on
from tests.stage.moments import spotlight, with_page
from tests.together.moments import coffee, fresh

WHY = "She waits until people forget the camera."


@pytest.fixture
def made(cast: Cast) -> Collaboration:
    """Bo, who speaks on Bluesky too, is to write about Ann."""
    speaks_on(cast.bo.member, "bluesky", "bo.example.org")
    return spotlight(cast)


def path(made: Collaboration) -> str:
    return reverse("stage:share", args=[made.community.slug, made.pk])


def say(cast: Cast, made: Collaboration, **more: str) -> None:
    client_of(cast.bo.person).post(path(made), {"say_why": WHY, "say_help": "Write to her in spring."} | more)


def seen(made: Collaboration, member: Member) -> str:
    share = share_of(fresh(made), kinds()[made.kind_id], member)
    return "\n".join(one.words for one in share.words)


def test_nothing_is_said_for_the_writer_before_she_has_spoken(cast: Cast, made: Collaboration) -> None:
    page = client_of(cast.bo.person).get(path(made)).content.decode()
    assert "Fill in the words" in page
    assert not Sharing.objects.exists()
    assert not TrackedLink.objects.exists()


def test_her_own_words_are_in_the_words_for_each_of_her_channels(cast: Cast, made: Collaboration) -> None:
    say(cast, made)
    page = client_of(cast.bo.person).get(path(made)).content.decode()
    share = share_of(fresh(made), kinds()[made.kind_id], cast.bo.member)
    assert [one.channel for one in share.words] == ["newsletter", "bluesky"]
    assert [one.channel for one in share.words if WHY not in one.words] == []
    assert page.count(WHY) >= 3


def test_the_words_for_each_channel_have_a_name_of_their_own(cast: Cast, made: Collaboration) -> None:
    say(cast, made)
    page = client_of(cast.bo.person).get(path(made)).content.decode()
    assert [f'id="{name}"' in page for name in ("words-1", "words-2")] == [True] * 2
    assert 'id=""' not in page


def test_each_channel_has_a_link_of_its_own_and_saying_it_again_makes_no_more(cast: Cast, made: Collaboration) -> None:
    say(cast, made)
    say(cast, made)
    links = TrackedLink.objects.filter(within=f"together.collaboration:{made.pk}")
    assert sorted(link.channel for link in links) == ["bluesky", "message", "newsletter"]
    assert {(link.owner, link.shared_by) for link in links} == {(cast.ann.member, cast.bo.member)}
    bluesky = links.get(channel="bluesky")
    assert bluesky.path in next(
        one.words
        for one in share_of(fresh(made), kinds()[made.kind_id], cast.bo.member).words
        if one.channel == "bluesky"
    )


def test_without_a_page_to_lead_to_there_is_no_link_and_no_hole(cast: Cast) -> None:
    made = spotlight(cast)
    cast.ann.member.kit.delete()
    say(cast, made)
    assert not TrackedLink.objects.exists()
    assert "{link}" not in seen(made, cast.bo.member)


def test_a_side_that_is_written_about_passes_it_on_in_words_of_its_own(cast: Cast, made: Collaboration) -> None:
    page = client_of(cast.ann.person).get(path(made)).content.decode()
    assert "Pass on what Bo’s Bakery writes about you" in page
    assert "Thank you, Bo’s Bakery, for these kind words about us." in seen(made, cast.ann.member)


def test_the_featured_side_sees_the_post_when_it_is_out(cast: Cast, made: Collaboration) -> None:
    step = fresh(made).commitments.get(step="post")
    there = reverse("together:step", args=[made.community.slug, step.pk])
    client_of(cast.bo.person).post(there, {"url": "https://social.example/post/1"})
    page = client_of(cast.ann.person).get(path(made)).content.decode()
    assert "https://social.example/post/1" in page


def test_once_it_is_posted_one_ticks_it_off_with_its_link(cast: Cast, made: Collaboration) -> None:
    say(cast, made)
    step = fresh(made).commitments.get(step="post")
    page = client_of(cast.bo.person).get(path(made)).content.decode()
    assert reverse("together:step", args=[made.community.slug, step.pk]) in page
    assert "I have posted it" in page


def test_what_was_exchanged_is_disclosed(cast: Cast, made: Collaboration) -> None:
    words = kinds()["spotlight-post"].disclosure.words
    say(cast, made)
    assert words not in seen(made, cast.bo.member)
    say(cast, made, exchanged="on")
    assert words in seen(made, cast.bo.member)


def test_before_both_agree_there_is_nothing_to_tell(cast: Cast) -> None:
    proposed = coffee(cast.bo, cast.ann, kind_id="spotlight-post", place="")
    assert client_of(cast.bo.person).get(path(proposed)).status_code == 404


def test_it_is_nobody_elses_business(cast: Cast, made: Collaboration) -> None:
    assert client_of(cast.cy.person).get(path(made)).status_code == 404
    assert client_of(cast.cy.person).post(path(made), {"say_why": "x"}).status_code == 404


def test_markup_in_ones_own_words_is_words(cast: Cast, made: Collaboration) -> None:
    say(cast, made, say_why="<script>alert(1)</script>")
    page = client_of(cast.bo.person).get(path(made)).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_number_that_is_none_asks_for_the_first(cast: Cast, made: Collaboration) -> None:
    for about in ("x", "9" * 30, str(cast.cy.member.pk)):
        assert client_of(cast.bo.person).get(f"{path(made)}?about={about}").status_code == 200


def test_too_long_an_answer_is_said_beside_the_field_and_nothing_is_lost(cast: Cast, made: Collaboration) -> None:
    page = client_of(cast.bo.person).post(path(made), {"say_why": "y" * 601, "say_help": "Kept."})
    assert "Kept." in page.content.decode()
    assert not Sharing.objects.exists()


def test_who_left_is_not_linked_to(cast: Cast, made: Collaboration) -> None:
    cast.ann.member.memberships.all().update(state="left")
    actions.say(
        viewer=cast.bo.viewer,
        collaboration=fresh(made),
        about=[cast.ann.member],
        said={"why": WHY, "help": ""},
        exchanged=False,
    )
    assert not TrackedLink.objects.exists()
    assert Sharing.objects.get().said == {"why": WHY}


def test_the_two_questions_are_asked_once_even_where_the_kind_has_them() -> None:
    ids = [ask.id for ask in questions_of(kinds()["spotlight-post"], "writer")]
    assert sorted(ids) == sorted(set(ids))
    assert {"why", "help"} <= set(ids)


def test_who_owes_the_post_writes_it_and_where_nobody_does_everybody_may() -> None:
    assert writes(kinds()["spotlight-post"], "writer")
    assert not writes(kinds()["spotlight-post"], "featured")
    kind = dataclasses.replace(kinds()["spotlight-post"], steps=())
    assert writes(kind, "featured")


@pytest.mark.parametrize(
    ("handle", "home"),
    [
        ("@bo@mastodon.example", "mastodon.example"),
        ("bo@Mastodon.Example", "mastodon.example"),
        ("https://mastodon.example/@bo", "mastodon.example"),
        ("@bo", ""),
        ("@bo@evil.example/x?y=", ""),
        ("@bo@localhost", ""),
    ],
)
def test_mastodon_opens_on_the_writers_own_server(cast: Cast, handle: str, home: str) -> None:
    speaks_on(cast.bo.member, "mastodon", handle)
    assert home_of(cast.bo.member) == home
    assert bool(share_address("mastodon", "Hi", "", cast.bo.member)) == bool(home)


def test_each_channel_is_opened_by_its_own_address(cast: Cast) -> None:
    def address(channel: str, link: str = "https://x.example/to/b") -> str:
        return share_address(channel, "Meet Ann & Bo", link, cast.bo.member)

    assert address("facebook") == "https://www.facebook.com/sharer/sharer.php?u=https%3A%2F%2Fx.example%2Fto%2Fb"
    assert address("linkedin").startswith("https://www.linkedin.com/sharing/share-offsite/?url=https%3A%2F%2Fx.example")
    assert address("bluesky") == "https://bsky.app/intent/compose?text=Meet%20Ann%20%26%20Bo"
    assert address("instagram") == address("facebook", "") == ""


def test_a_letter_that_opens_from_an_address_is_no_longer_than_mail_programs_take() -> None:
    made = direct("ü" * 5_000, "Hi\r\nBcc: x@y")
    assert len(made["mail"]) < 2_000
    assert "\n" not in made["mail"]
    assert "%0D%0ABcc" in made["mail"]


def test_the_page_asks_the_database_for_little(
    cast: Cast, made: Collaboration, django_assert_max_num_queries: object
) -> None:
    say(cast, made)
    client = client_of(cast.bo.person)
    with django_assert_max_num_queries(18):  # type: ignore[operator]
        client.get(path(made))


def test_a_member_without_channels_gets_words_for_anywhere(cast: Cast) -> None:
    with_page(cast)
    cast.bo.member.channels.all().delete()
    made = spotlight(cast)
    say(cast, made)
    assert "You have named no channels" in client_of(cast.bo.person).get(path(made)).content.decode()
    assert WHY in seen(made, cast.bo.member)
    assert together.kind_of(made) is not None
