"""The pages of loops: one tap yes, not this, where it waits, and what an organiser sees; and who is named nowhere."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hometeam.foundation import clock
from hometeam.foundation.models import Letter, Notice
from hometeam.members.models import OrganiserSeat
from hometeam.swap import jobs
from hometeam.swap.models import Loop, Refused, Round
from tests.cast import Cast, Player, client_of
from tests.swap.rings import also_dee, fresh, gives, looked, needs, ring_of, the_loop, three
from tests.swap.test_answering import yes

pytestmark = pytest.mark.django_db


def at(name: str, *args: Any) -> str:
    return reverse(f"swap:{name}", args=["elm-street", *args])


def words_of(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_loop_shows_what_i_give_and_get_and_why(cast: Cast) -> None:
    loop = the_loop(cast)
    page = words_of(client_of(cast.ann.person), at("loop", loop.pk))
    assert "You give Bo’s Bakery" in page and "Photographs of your shop (1 hour)" in page
    assert "You get from Cy Keeps Books" in page and "Your books for a month (1 hour)" in page
    assert "What you give is just what Bo’s Bakery looks for." in page
    assert "Time to answer: until" in page


def test_three_yeses_are_one_tap_each_and_the_last_leads_to_the_common_page(cast: Cast) -> None:
    loop = the_loop(cast)
    for player in (cast.ann, cast.bo):
        said = client_of(player.person).post(at("accept_loop", loop.pk), follow=True).content.decode()
        assert "You are told as soon as all have said yes." in said
    last = client_of(cast.cy.person).post(at("accept_loop", loop.pk), follow=True)
    page = last.content.decode()
    assert last.redirect_chain[-1][0].startswith("/c/elm-street/together/")
    assert 'class="loop"' in page
    for line in ("Give Bo’s Bakery: Photographs", "Give Cy Keeps Books: Bread", "Give Ann Photographs: Your books"):
        assert line in page
    assert "See who gives what to whom" in words_of(client_of(cast.ann.person), at("loop", loop.pk))


def test_not_this_is_two_taps_and_says_nothing_to_anybody(cast: Cast) -> None:
    loop = the_loop(cast)
    cy = client_of(cast.cy.person)
    form = words_of(cy, at("decline_loop", loop.pk))
    assert "What I would get: Bread for thirty (1 hour)" in form and "Rather not with Ann Photographs" in form
    page = cy.post(at("decline_loop", loop.pk), {"what": "get"}, follow=True).content.decode()
    assert "Nobody is told that it was you" in page
    assert Refused.objects.get().what == "get"
    again = cy.post(at("decline_loop", loop.pk), {"what": "give"}, follow=True).content.decode()
    assert "It did not come together meanwhile." in again


def test_a_loop_that_dissolved_leads_to_the_one_found_instead(cast: Cast) -> None:
    loop = the_loop(cast)
    also_dee(cast)
    client_of(cast.cy.person).post(at("decline_loop", loop.pk), {"what": "give"})
    new = Loop.objects.get(repaired_from=loop)
    page = words_of(client_of(cast.ann.person), at("loop", loop.pk))
    assert "It did not come together this time" in page and at("loop", new.pk) in page
    assert "See the loop that was found instead" not in words_of(client_of(cast.cy.person), at("loop", loop.pk))


def test_what_waits_for_me_is_first_on_today_and_in_the_room(cast: Cast) -> None:
    loop = the_loop(cast)
    ann = client_of(cast.ann.person)
    for address in (reverse("front:today", args=["elm-street"]), at("loops")):
        page = words_of(ann, address)
        assert "you give Bo’s Bakery “Photographs of your shop (1 hour)”" in page and at("loop", loop.pk) in page
    yes(loop, cast.ann)
    assert at("loop", loop.pk) not in words_of(ann, reverse("front:today", args=["elm-street"]))
    assert "It is with the others now." in words_of(ann, at("loops"))


def test_whoever_is_not_in_a_loop_finds_nothing_there(cast: Cast) -> None:
    loop = the_loop(cast)
    for person in (cast.dee.person, cast.gus.person, cast.eve.person):
        assert client_of(person).get(at("loop", loop.pk)).status_code == 404


def four(cast: Cast) -> Loop:
    """Ann to Bo, Bo to Dee, Dee to Cy, Cy to Ann: of Ann and Dee neither sees the other, nor of Bo and Cy."""
    gives(cast.ann, "photographer", "Photographs")
    needs(cast.ann, "bookkeeping", "Books kept")
    gives(cast.bo, "bakery", "Bread")
    needs(cast.bo, "photographer", "Pictures")
    gives(cast.dee, "web-designer", "A page")
    needs(cast.dee, "bakery", "Rolls")
    gives(cast.cy, "bookkeeping", "Bookkeeping")
    needs(cast.cy, "web-designer", "A website")
    (loop,) = looked(cast)
    return loop


HIDDEN = {"ann": "dee", "dee": "ann", "bo": "cy", "cy": "bo"}


def written_to(player: Player) -> str:
    """All that a member was told, here and by mail."""
    notices = Notice.objects.filter(person=player.person)
    letters = Letter.objects.filter(to=player.person.email)
    told = [f"{one.subject} {one.lines} {one.action_url}" for one in notices]
    return " ".join([*told, *(f"{one.subject} {one.text} {one.html}" for one in letters)])


@pytest.mark.parametrize(("who", "hidden"), HIDDEN.items())
def test_no_page_notice_or_address_names_anybody_but_the_two_neighbours(cast: Cast, who: str, hidden: str) -> None:
    """Whatever happens until all have agreed: asked, answered, reminded, refused, asked anew."""
    loop = four(cast)
    player, other = getattr(cast, who), getattr(cast, hidden)
    client = client_of(player.person)
    neighbours = {leg.giver.name for leg in loop.legs.all()} - {other.member.name}

    def seen() -> str:
        pages = [at("loops"), at("loop", loop.pk), at("decline_loop", loop.pk), "/c/elm-street/notices"]
        there = [client.get(page, follow=True) for page in pages]
        return " ".join(one.content.decode() for one in there if one.status_code == 200) + written_to(player)

    assert other.member.name not in seen()
    assert all(name in seen() for name in neighbours - {player.member.name})
    yes(loop, other)
    with clock.telling(clock.now() + timedelta(hours=49)):
        jobs.move_on(clock.now())
    assert other.member.name not in seen()
    with clock.telling(clock.now() + timedelta(hours=73)):
        jobs.move_on(clock.now())
    assert fresh(loop).state == Loop.State.DISSOLVED
    assert other.member.name not in seen()


def test_after_all_agreed_everybody_sees_everybody(cast: Cast) -> None:
    loop = four(cast)
    made = yes(loop, cast.ann, cast.bo, cast.cy, cast.dee).collaboration
    assert made is not None
    page = words_of(client_of(cast.ann.person), reverse("together:collaboration", args=["elm-street", made.pk]))
    assert all(player.member.name in page for player in (cast.bo, cast.cy, cast.dee))


def test_an_organiser_looks_for_loops_and_reads_numbers_and_no_names(cast: Cast) -> None:
    three(cast)
    gus = client_of(cast.gus.person)
    assert "It has not been looked for loops here yet." in words_of(gus, at("search"))
    page = gus.post(at("look"), follow=True).content.decode()
    assert "1 loop was found. Everybody in it is asked." in page
    assert "It is proven that no choice of loops would be better." in page
    assert "3 members could give or get something." in page
    page = gus.post(at("look"), follow=True).content.decode()
    assert "No new loop closes" in page and "1 loop waits for answers. It stands apart" in page
    assert "See those that you are in" not in page
    client_of(cast.cy.person).post(at("decline_loop", Loop.objects.get().pk), {"what": "give"})
    page = words_of(gus, at("search"))
    assert "stands apart" not in page
    assert not any(player.member.name in page for player in (cast.ann, cast.bo, cast.cy))
    assert client_of(cast.ann.person).get(at("search")).status_code == 404


def test_an_organiser_comes_from_the_search_to_the_loops_that_she_is_in_herself(cast: Cast) -> None:
    the_loop(cast)
    OrganiserSeat.objects.create(community=cast.community, person=cast.ann.person)
    page = client_of(cast.ann.person).get(at("search")).content.decode()
    assert f'href="{at("loops")}">See those that you are in' in page


def test_a_search_in_the_background_says_how_far_it_is(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hometeam.swap.actions.rounds.QUICK", 0)
    three(cast)
    gus = client_of(cast.gus.person)
    assert "It begins in a moment…" in gus.post(at("look"), follow=True).content.decode()
    Round.objects.update(step="looking")
    assert "Looking for loops…" in words_of(gus, at("search"))
    gus.post(at("look"))
    assert Round.objects.count() == 1


def test_the_list_takes_as_many_queries_for_few_as_for_many(cast: Cast, django_assert_max_num_queries: Any) -> None:
    ring_of(cast, "ann", "bo", "cy")
    client = client_of(cast.ann.person)
    client.get(at("loops"))
    with django_assert_max_num_queries(10):
        client.get(at("loops"))
    for others in (("bo", "dee"), ("cy", "dee"), ("flo", "dee")):
        ring_of(cast, "ann", *others)
    with django_assert_max_num_queries(10):
        assert client.get(at("loops")).content.decode().count("See it and answer") == 4


@pytest.mark.parametrize("name", ["loop", "decline_loop"])
def test_a_loop_s_page_takes_few_queries(cast: Cast, name: str, django_assert_max_num_queries: Any) -> None:
    loop = ring_of(cast, "ann", "bo", "cy", "dee")
    client = client_of(cast.ann.person)
    client.get(at(name, loop.pk))
    with django_assert_max_num_queries(10):
        client.get(at(name, loop.pk))


def test_today_asks_no_more_where_no_loop_waits_and_once_where_one_does(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    address = reverse("front:today", args=["elm-street"])
    client = client_of(cast.ann.person)
    client.get(address)
    with CaptureQueriesContext(connection) as before:
        client.get(address)
    assert not any(one["sql"].startswith('SELECT "swap_leg"') for one in before.captured_queries)
    ring_of(cast, "ann", "bo", "cy")
    with django_assert_max_num_queries(len(before) + 1):
        assert "A loop of barter: you give" in client.get(address).content.decode()
