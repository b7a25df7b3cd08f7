"""The people of a community: near first, by word and filter, and only those one may see."""

import pytest
from django.test import Client

from hometeam.members import actions, queries
from hometeam.members.models import Member
from hometeam.members.queries import Sought
from tests.cast import Cast, client_of, is_at, make_member, offers


@pytest.fixture
def street(cast: Cast) -> Cast:
    """Elm Street, findable."""
    actions.reindex(Member.objects.values_list("pk", flat=True))
    return cast


def names(cast: Cast, **sought: str) -> list[str]:
    return [row.name for row in queries.people(cast.bo.viewer, Sought(**sought)).rows]


def test_near_comes_first_then_the_alphabet(street: Cast) -> None:
    rows = queries.people(street.bo.viewer, Sought()).rows
    told = [(row.name, row.ring_words) for row in rows]
    assert told == [
        ("Bo’s Bakery", "you"),
        ("Elm Street Food Bank", "next door"),
        ("Ann Photographs", "in your neighbourhood"),
        ("Dee Designs", "in town"),
        ("Cy Keeps Books", "online"),
    ]


def test_two_doors_down_is_said_so(street: Cast) -> None:
    hal = make_member("Hal’s Hats", street.community, kind="business")
    is_at(hal, 49.1691, -122.5789, street="16 Elm Street")
    actions.reindex([hal.pk])
    assert queries.profile_of(street.bo.viewer, hal).ring_words == "two doors down"


def test_a_home_is_never_nearer_than_the_neighbourhood(street: Cast) -> None:
    hal = make_member("Hal Knits", street.community)
    is_at(hal, 49.1690, -122.5790, kind="home", shown_as="neighbourhood", street="12 Elm Street")
    actions.reindex([hal.pk])
    assert queries.profile_of(street.bo.viewer, hal).ring == "neighbourhood"


@pytest.mark.parametrize(("km", "ring"), [(14, "town"), (16, "elsewhere")])
def test_the_town_reaches_as_far_for_the_list_as_for_who_fits(street: Cast, km: int, ring: str) -> None:
    """Fifteen kilometres, in the one place that says so."""
    hal = make_member("Hal’s Hats", street.community, kind="business")
    is_at(hal, 49.1690 + km / 111.32, -122.5790, city="Mission", neighbourhood="")
    actions.reindex([hal.pk])
    assert queries.profile_of(street.bo.viewer, hal).ring == ring


def test_nobody_is_elsewhere_who_has_said_no_place_that_could_be_compared(street: Cast) -> None:
    hal = make_member("Hal’s Hats", street.community)
    assert queries.profile_of(street.bo.viewer, hal).ring_words == ""
    is_at(hal, None, None, city="", neighbourhood="", street="")
    actions.reindex([hal.pk])
    assert queries.profile_of(street.bo.viewer, hal).ring_words == ""
    eve = make_member("Eve Abroad", street.community)
    is_at(eve, None, None, city="Paris", neighbourhood="", street="")
    actions.reindex([eve.pk])
    assert queries.profile_of(street.bo.viewer, eve).ring_words == "elsewhere"


def test_words_and_their_synonyms_find(street: Cast) -> None:
    assert names(street, words="photographer") == ["Ann Photographs"]
    assert names(street, words="headshots") == ["Ann Photographs"]
    assert names(street, words="bookkeeper") == ["Cy Keeps Books"]
    assert names(street, words="zeppelin") == []


def test_where_nobody_has_the_words_what_they_seem_to_mean_finds_and_is_said(street: Cast) -> None:
    found = queries.people(street.bo.viewer, queries.Sought(words="fotographer"))
    assert [row.name for row in found.rows] == ["Ann Photographs"]
    assert found.meant == ("Photographer",)
    assert queries.people(street.bo.viewer, queries.Sought(words="photographer")).meant == ()


def test_where_nobody_does_the_trade_either_the_one_nearest_to_it_is_found(street: Cast) -> None:
    found = queries.people(street.bo.viewer, queries.Sought(words="Steuerberater"))
    assert [row.pk for row in found.rows] == [street.cy.member.pk]
    assert "Bookkeeper" in found.meant


def test_a_change_can_be_found_at_once(street: Cast) -> None:
    actions.add_rows(
        by=street.dee.viewer.actor,
        member=street.dee.member,
        group="offers",
        rows=[{"service": "", "words": "zeppelin rides", "how": "any", "guessed": False}],
    )
    assert names(street, words="zeppelin") == ["Dee Designs"]


def test_filters_narrow_it_down(street: Cast) -> None:
    assert names(street, kind="nonprofit") == ["Elm Street Food Bank"]
    assert names(street, ring="online") == ["Cy Keeps Books"]
    assert names(street, ring="town") == ["Dee Designs"]
    assert len(names(street, language="en")) == 5
    assert names(street, language="fr") == []
    assert names(street, claimed="no") == []


def test_a_street_that_is_hidden_finds_nobody(street: Cast) -> None:
    assert names(street, words="maple") == []


def test_who_blocked_whom_see_nothing_of_each_other(street: Cast) -> None:
    actions.block(by=street.ann.viewer.actor, member=street.ann.member, other=street.bo.member)
    assert "Ann Photographs" not in names(street)
    assert "Bo’s Bakery" not in [row.name for row in queries.people(street.ann.viewer, Sought()).rows]
    assert "Ann Photographs" in [row.name for row in queries.people(street.dee.viewer, Sought()).rows]


def test_a_block_is_made_with_one_tap_and_undone_with_one(street: Cast) -> None:
    client = client_of(street.ann.person)
    ann, bo = street.ann.member, street.bo.member
    page = client.post(f"/c/elm-street/people/{bo.pk}/block", follow=True).content.decode()
    assert f"/me/{ann.pk}/blocks/{bo.pk}/remove" in page
    client.post(f"/me/{ann.pk}/blocks/{bo.pk}/remove")
    assert not ann.blocks.exists()


def test_who_left_is_not_here_any_more(street: Cast) -> None:
    actions.leave(by=street.ann.viewer.actor, member=street.ann.member, community=street.community)
    assert "Ann Photographs" not in names(street)
    assert names(street, words="photographer") == []


def test_strangers_find_no_such_place(street: Cast, client: Client) -> None:
    assert client_of(street.eve.person).get("/c/elm-street/people").status_code == 404
    assert client.get("/c/elm-street/people").status_code == 302


def test_no_e_mail_address_is_on_the_page(street: Cast) -> None:
    page = client_of(street.bo.person).get("/c/elm-street/people").content.decode()
    assert "Ann Photographs" in page
    assert page.count("@") == page.count("bo@example.org") == 0


@pytest.mark.parametrize("query", ["q=%00", "page=x", "page=99", "ring=moon&kind=x", "q=" + "a" * 500, "q=%22)%20OR"])
def test_an_odd_address_still_opens(street: Cast, query: str) -> None:
    assert client_of(street.bo.person).get(f"/c/elm-street/people?{query}").status_code == 200


def test_a_long_list_comes_in_pages_that_lose_nobody(street: Cast) -> None:
    for number in range(45):
        offers(make_member(f"Member {number:02}", street.community), "bakery")
    seen = [row.pk for n in (1, 2, 3) for row in queries.people(street.bo.viewer, Sought(), n).rows]
    assert len(seen) == len(set(seen)) == 50


def test_the_list_takes_few_queries_however_long(
    street: Cast, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    client = client_of(street.bo.person)
    for number in range(30):
        member = make_member(f"Member {number:02}", street.community)
        offers(member, "bakery", "photographer")
        is_at(member, 49.16, -122.57, street=f"{number} Oak Street")
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        client.get("/c/elm-street/people?q=baker&ring=town")
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        client.get("/c/elm-street/people")
