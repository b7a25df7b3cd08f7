"""Where things are, and how exactly that is told."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hometeam.foundation import places

BELLINGHAM = (48.75955, -122.48822)
POINTS = st.tuples(st.floats(-85, 85), st.floats(-180, 180))


def test_a_known_distance() -> None:
    """Paris to London, 343.6 km."""
    assert places.haversine_m((48.8566, 2.3522), (51.5074, -0.1278)) == pytest.approx(343_556, rel=0.001)


@given(POINTS, POINTS)
def test_distance_is_the_same_both_ways_and_at_most_half_way_round(
    a: tuple[float, float], b: tuple[float, float]
) -> None:
    there, back = places.haversine_m(a, b), places.haversine_m(b, a)
    assert there == pytest.approx(back)
    assert 0 <= there <= 20_015_200


@pytest.mark.parametrize(
    ("where", "region", "country"),
    [
        ("Bellingham", "WA", "US"),
        ("BELLINGHAM", "Washington", "United States"),
        ("City of Bellingham", "wa", ""),
        ("98225", "WA", "US"),
        ("98225-1234", "", "USA"),
    ],
)
def test_a_town_is_found_as_people_write_it(where: str, region: str, country: str) -> None:
    found = places.place_of(where, region, country)
    assert found is not None
    assert places.haversine_m(found, BELLINGHAM) < 5_000


@pytest.mark.parametrize(
    ("where", "region", "country", "near"),
    [
        ("Township of Langley", "B.C.", "Canada", (49.10, -122.66)),
        ("St. Louis", "MO", "US", (38.63, -90.20)),
        ("New York", "NY", "US", (40.71, -74.01)),
        ("Québec", "QC", "CA", (46.81, -71.21)),
        ("London", "", "", (51.51, -0.13)),
        ("London", "ON", "CA", (42.98, -81.23)),
        ("2139", "MA", "US", (42.36, -71.10)),
    ],
)
def test_names_that_could_be_several_places(where: str, region: str, country: str, near: tuple[float, float]) -> None:
    found = places.place_of(where, region, country)
    assert found is not None
    assert places.haversine_m(found, near) < 10_000


@pytest.mark.parametrize("where", ["", "  ", "Nowhere at all", "V1M 2R6", "00000", "\t", "Bellingham\tus"])
def test_what_is_not_known_is_none(where: str) -> None:
    assert places.place_of(where, "", "") is None


def test_a_town_is_not_looked_for_in_another_region() -> None:
    assert places.place_of("Bellingham", "TX", "US") is None


def test_a_look_takes_less_than_a_millisecond() -> None:
    places.place_of("Seattle", "WA", "US")
    names = [f"{n:05d}" for n in range(98001, 98200)]
    begun = time.process_time()
    for name in names:
        places.place_of(name, "WA", "US")
    assert (time.process_time() - begun) / len(names) < 0.001


@given(POINTS)
def test_a_neighbourhood_hides_the_door_but_not_the_neighbourhood(point: tuple[float, float]) -> None:
    shown = places.blur(*point, "neighbourhood")
    assert shown is not None
    assert places.haversine_m(point, shown) < 1_200
    assert shown == pytest.approx(places.blur(*shown, "neighbourhood"), abs=1e-4)


def test_two_doors_of_one_cell_look_the_same() -> None:
    a, b = (49.16901, -122.57901), (49.16905, -122.57905)
    assert places.blur(*a, "neighbourhood") == places.blur(*b, "neighbourhood") != a
    assert places.blur(*a, "city") == places.blur(*b, "city")


def test_a_street_address_is_shown_as_it_is_and_a_hidden_one_not_at_all() -> None:
    assert places.blur(*BELLINGHAM, "street") == BELLINGHAM
    assert places.blur(*BELLINGHAM, "hidden") is None
