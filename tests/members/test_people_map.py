"""People on a map: where they say that they are, as finely as they show it, and nobody elsewhere."""

from __future__ import annotations

import re
from math import hypot
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from hometeam.members.actions import reindex
from hometeam.members.models import Block, Member, Place
from hometeam.members.queries import PeopleMap, Sought, people_map
from hometeam.members.queries.people_map import SIDE, SPANS, Shown, _everybody, _Frame, _names, _spots
from tests.cast import Cast, client_of, is_at, make_member

pytestmark = pytest.mark.django_db
MAP = "/c/elm-street/people/map"
ELM = (49.1690, -122.5790)


@pytest.fixture
def street(cast: Cast) -> Cast:
    """Ann at home, Bo at a door near her, Cy online, Dee in a town far away; Flo shows nothing."""
    Place.objects.all().delete()
    is_at(cast.ann.member, *ELM, kind="home", shown_as="neighbourhood")
    is_at(cast.bo.member, ELM[0] + 0.001, ELM[1], street="12 Elm Street")
    is_at(cast.cy.member, *ELM, kind="online", shown_as="city")
    is_at(cast.dee.member, 49.88, -119.49, kind="home", shown_as="city", city="Kelowna", neighbourhood="")
    is_at(cast.flo.member, *ELM, shown_as="hidden")
    reindex(player.member.pk for player in cast.street)
    return cast


def seen(cast: Cast, span: str = "", **sought: str) -> PeopleMap:
    return people_map(cast.bo.viewer, Sought(**sought), span)


def test_each_is_on_it_as_far_as_its_place_is_shown(street: Cast) -> None:
    found = seen(street, "neighbourhood")
    assert set(found.on_it) == {street.ann.member.pk, street.bo.member.pk}
    assert (found.beyond, found.nowhere) == (1, 2)
    assert set(seen(street, "all").on_it) == {street.ann.member.pk, street.bo.member.pk, street.dee.member.pk}


def test_a_home_lies_in_the_middle_of_its_neighbourhood_and_not_where_it_is(street: Cast) -> None:
    place = Place.objects.get(member=street.ann.member)
    (shown,) = (one for spot in seen(street, "town").spots for one in spot.members if one.pk == street.ann.member.pk)
    assert (shown.lat, shown.lon) == (place.shown_lat, place.shown_lon) != (place.lat, place.lon)


def test_whom_one_does_not_meet_is_not_on_it(street: Cast) -> None:
    Block.objects.create(member=street.ann.member, other=street.bo.member)
    found = seen(street, "all")
    assert street.ann.member.pk not in found.on_it
    assert found.nowhere == 2


def test_it_finds_by_words_as_the_list_does(street: Cast) -> None:
    assert seen(street, "all", words="ann").on_it == (street.ann.member.pk,)


def test_without_a_span_it_is_the_smallest_with_half_of_them(street: Cast) -> None:
    assert seen(street).span == "neighbourhood"
    assert seen(street, "moon").span == "neighbourhood"


def test_the_one_who_looks_is_in_the_middle_with_circles_told_in_the_country_s_measure(street: Cast) -> None:
    found = seen(street, "town")
    assert found.me == (SIDE // 2, SIDE // 2)
    assert [one.words for one in found.rounds] == ["2 km", "7 km"]
    street.community.country = "US"
    assert [one.words for one in seen(street, "town").rounds] == ["1 mi", "4 mi"]


def test_an_organiser_without_a_place_sees_most_of_them(street: Cast) -> None:
    found = people_map(street.gus.viewer, Sought(), "town")
    assert found.me is None and not found.rounds
    assert street.bo.member.pk in found.on_it


def test_a_circle_of_many_leads_to_who_is_in_it(street: Cast) -> None:
    for number in range(3):
        is_at(make_member(f"Stall {number}", street.community), ELM[0] + 0.001, ELM[1], street="12 Elm Street")
    reindex(Member.objects.values_list("pk", flat=True))
    bo = client_of(street.bo.person)
    page = bo.get(MAP, {"span": "town", "q": ""}).content.decode()
    (way,) = re.findall(r'class="map__many" href="([^"]+)#found"', page)
    inside = bo.get(way.replace("&amp;", "&")).content.decode()
    assert "5 members in this circle" in inside
    assert all(f"Stall {number}" in inside for number in range(3))


@pytest.mark.parametrize(
    "asked", [{"spot": "1-1"}, {"page": "99"}, {"page": "9" * 5000}, {"span": "²", "ring": "town"}]
)
def test_an_odd_address_opens_the_map(street: Cast, asked: dict[str, str]) -> None:
    assert client_of(street.bo.person).get(MAP, asked).status_code == 200


def test_nobody_to_show_is_said(cast: Cast) -> None:
    Place.objects.all().delete()
    assert "Nobody is on this map" in client_of(cast.ann.person).get(MAP).content.decode()


def test_strangers_do_not_find_it(street: Cast) -> None:
    assert client_of(street.eve.person).get(MAP).status_code == 404
    assert Client().get(MAP).status_code == 302


def test_it_takes_few_queries_however_many_there_are(street: Cast, django_assert_max_num_queries: Any) -> None:
    bo = client_of(street.bo.person)
    bo.get(MAP)
    with django_assert_max_num_queries(10):
        bo.get(MAP)


def test_the_list_leads_to_the_map_and_back_with_what_is_sought(street: Cast) -> None:
    bo = client_of(street.bo.person)
    listed = bo.get(reverse("members:people", args=["elm-street"]), {"q": "ann"}).content.decode()
    assert f'href="{MAP}?q=ann"' in listed
    assert 'href="/c/elm-street/people?q=ann"' in bo.get(MAP, {"q": "ann", "span": "all"}).content.decode()


places = st.builds(
    Shown,
    pk=st.integers(1),
    name=st.just("Ann"),
    lat=st.floats(-80, 80),
    lon=st.floats(-180, 180),
    shown_as=st.sampled_from(["street", "neighbourhood", "city"]),
    neighbourhood=st.sampled_from(["", "Fairhaven", "Lettered Streets"]),
    city=st.sampled_from(["", "Bellingham", "Ferndale"]),
)


@given(st.lists(places, max_size=30), st.sampled_from([metres for metres, _words in SPANS.values()]))
def test_everybody_is_in_one_circle_and_nothing_lies_over_another(shown: list[Shown], metres: float) -> None:
    middle = (shown[0].lat, shown[0].lon) if shown else (0.0, 0.0)
    frame = _Frame(*middle, metres) if metres else _everybody(shown, middle)
    on_it = [one for one in shown if frame.holds(one)]
    assert metres or on_it == shown
    spots = _spots(frame, on_it)
    assert sorted(one for spot in spots for one in spot.members) == sorted(on_it)
    assert all(0 < number < SIDE for spot in spots for number in (spot.x, spot.y))
    for name in _names(frame, on_it, spots, fine=True):
        assert all(hypot(name.x - spot.x, name.y - spot.y) > spot.radius for spot in spots)
