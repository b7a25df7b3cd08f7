"""How near two members are, and how surely that may be said."""

import math

import pytest

from hometeam.engine.fit import FitPool, suggest
from tests.engine.fit.street import TAXONOMY, member


def ring(**theirs: object) -> str:
    me = member(1, "bakery", online=True, neighbourhood="Hillcrest")
    return suggest(FitPool.of([me, member(2, "cafe", **theirs)], TAXONOMY), 1)[0].ring  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("metres", "expected"),
    [(0, "next_door"), (59, "next_door"), (70, "block"), (249, "block"), (1_400, "neighbourhood"), (9_000, "town")],
)
def test_rings_go_by_metres(metres: float, expected: str) -> None:
    assert ring(at=metres) == expected


@pytest.mark.parametrize(
    ("theirs", "expected"),
    [
        ({"neighbourhood": "hillcrest "}, "neighbourhood"),
        ({"neighbourhood": "Hillcrest", "city": "Hot Springs"}, "elsewhere"),
        ({"neighbourhood": "Hillcrest", "city": ""}, "neighbourhood"),
        ({"city": "LITTLE ROCK"}, "town"),
        ({"city": "Hot Springs", "online": True}, "online"),
        ({"city": "Hot Springs"}, "elsewhere"),
    ],
)
def test_where_no_place_is_shown_rings_go_by_name(theirs: dict[str, object], expected: str) -> None:
    assert ring(at=None, **theirs) == expected


def test_a_name_in_common_counts_where_the_way_is_longer() -> None:
    assert ring(at=4_000, neighbourhood="Hillcrest") == "neighbourhood"


def test_two_homes_in_one_coarse_cell_are_not_called_next_door() -> None:
    assert ring(at=0, blur_m=500) == "neighbourhood"


@pytest.mark.parametrize(("lat", "lon"), [(math.nan, 0), (0, math.inf), (91, 0), (0, -181), (None, 5)])
def test_coordinates_that_cannot_be_count_as_none(lat: float | None, lon: float | None) -> None:
    assert ring(lat=lat, lon=lon, city="Hot Springs") == "elsewhere"


def test_a_blur_that_cannot_be_hides_the_place() -> None:
    assert ring(at=0, blur_m=math.nan) == "town"


def test_the_nearer_of_two_equals_comes_first() -> None:
    pool = FitPool.of([member(1, "bakery"), member(2, "cafe", at=900), member(3, "cafe", at=300)], TAXONOMY)
    assert [fit.member_id for fit in suggest(pool, 1)] == [3, 2]


def test_far_apart_is_said() -> None:
    far = member(2, "cafe", at=80_000, city="Hot Springs")
    found = suggest(FitPool.of([member(1, "bakery"), far], TAXONOMY), 1)[0]
    assert found.caution is not None
    assert found.caution.key == "far_apart"
