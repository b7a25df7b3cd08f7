"""Everybody is sure of a place on somebody's list, as far as there are lists, and little is lost by it."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from hometeam.engine.fit.exposure import CEILING, both_ways, prices_of, table
from hometeam.engine.fit.seats import MONTH, seated
from tests.engine.fit.test_exposure import SHOWN, Lists, a_crowd_that_wants_the_same_few

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Pairs = frozenset[tuple[int, int]]
SIZE = 12
"""So many viewers, and as many others, are in a small town."""


def tables(ranked: Lists) -> tuple[Ints, Floats]:
    lines = [(who, other, rank) for who, row in ranked.items() for other, rank in row]
    whose, whom, ranks = (np.array(column) for column in zip(*lines, strict=True))
    return table(*both_ways(whose, whom, ranks))


def on_lists(others: Ints, worth: Floats, seats: tuple[Ints, Ints]) -> Ints:
    """How many lists each is on, when whoever has a seat is first."""
    viewers, sure = seats
    first = worth.copy()
    for viewer, one in zip(viewers, sure, strict=True):
        first[viewer, others[viewer] == one] = np.inf
    best = np.argsort(-first, axis=1, kind="stable")[:, :SHOWN]
    shown = np.take_along_axis(others, best, axis=1)[np.take_along_axis(first, best, axis=1) > -np.inf]
    return np.bincount(shown, minlength=len(others))


NONE = np.zeros(0, np.int64)


@pytest.mark.parametrize("seed", range(6))
def test_with_prices_and_seats_nobody_is_invisible(seed: int) -> None:
    others, ranks = tables(a_crowd_that_wants_the_same_few(seed=seed))
    wanted = np.ones(len(others))
    price = prices_of(others, ranks, wanted, shown=SHOWN)
    counts = on_lists(others, ranks - price[others], seated(others, ranks, price, wanted, shown=SHOWN))
    assert counts.min() >= 1
    assert counts.max() <= 2 * CEILING * SHOWN


def test_seats_alone_see_to_it_that_nobody_is_invisible_and_cost_little() -> None:
    others, ranks = tables(a_crowd_that_wants_the_same_few())
    free, wanted = np.zeros(len(others)), np.ones(len(others))
    seats = seated(others, ranks, free, wanted, shown=SHOWN)
    assert on_lists(others, ranks, (NONE, NONE)).min() == 0
    assert on_lists(others, ranks, seats).min() >= 1


def test_everybody_who_wants_introductions_has_a_seat_and_others_have_none() -> None:
    others, ranks = tables(a_crowd_that_wants_the_same_few(60))
    wanted = np.where(np.arange(60) == 7, 0.0, 1.0)
    _viewers, sure = seated(others, ranks, np.zeros(60), wanted, shown=SHOWN)
    assert sorted(sure.tolist()) == [one for one in range(60) if one != 7]


def town(pairs: Pairs) -> tuple[Ints, Floats]:
    """Viewers 0 to 11, whom they may be shown 12 to 23; the later the better."""
    whose, whom = np.array(sorted(pairs)).T
    others, ranks = table(whose, whom + SIZE, whom.astype(np.float64))
    rest = 2 * SIZE - len(others)
    return np.pad(others, ((0, rest), (0, 0))), np.pad(ranks, ((0, rest), (0, 0)), constant_values=-np.inf)


def seats_of(pairs: Pairs, shown: int, waited: Ints | None = None) -> list[tuple[int, int]]:
    others, ranks = town(pairs)
    nothing, wanted = np.zeros(2 * SIZE), np.ones(2 * SIZE)
    viewers, sure = seated(others, ranks, nothing, wanted, shown=shown, waited=waited)
    return list(zip(viewers.tolist(), (sure - SIZE).tolist(), strict=True))


def can_be_seen(pairs: Pairs, places: int) -> int:
    """How many can be on a list at all, where each viewer has so many places: the greatest flow there is."""
    begin, end = 2 * SIZE, 2 * SIZE + 1
    lines = [(begin, viewer, places) for viewer in range(SIZE)]
    lines += [(viewer, SIZE + other, 1) for viewer, other in pairs]
    lines += [(SIZE + other, end, 1) for other in range(SIZE)]
    one, two, most = np.array(lines, np.int32).T
    return int(maximum_flow(csr_array((most, (one, two)), shape=(end + 1, end + 1)), begin, end).flow_value)


def test_whoever_is_on_a_list_anyway_is_sure_of_that_one_and_makes_room_for_nobody_who_is_on_none() -> None:
    own_lists = {(0, 5), (0, 6), (1, 5), (1, 7)}
    assert seats_of(frozenset(own_lists | {(0, 1), (1, 1)}), shown=2) == [(0, 1), (0, 6), (1, 5), (1, 7)]


def test_a_viewer_has_two_who_are_on_no_list_only_where_one_would_have_no_place() -> None:
    liked = {(viewer, 11) for viewer in range(3)}
    assert seats_of(frozenset(liked | {(0, 0), (0, 1), (1, 1), (1, 2), (2, 2)}), shown=1)[:2] == [(0, 0), (1, 1)]
    seats = seats_of(frozenset({(0, 9), (0, 8), (0, 1), (0, 2), (1, 9), (1, 8), (1, 2)}), shown=2)
    assert {(0, 1), (1, 2)} <= set(seats)


def test_of_more_than_a_list_holds_those_who_waited_longest_come_first() -> None:
    waited = np.append(np.zeros(SIZE), [1, 3, 0, 2] + [0] * (SIZE - 4)).astype(np.int64)
    assert seats_of(frozenset((0, other) for other in range(4)), shown=2, waited=waited) == [(0, 1), (0, 3)]


TWO_LISTS = frozenset({*((0, other) for other in range(4)), *((1, other) for other in (0, 1, 4, 5, 6))})
"""Seven for eight places of a month: the second list has none to spare for the two whom both could show."""


@example(pairs=TWO_LISTS, shown=1)
@given(
    pairs=st.frozensets(st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)), min_size=1, max_size=40)
    | st.frozensets(st.tuples(st.integers(0, 2), st.integers(0, SIZE - 1)), min_size=1),
    shown=st.integers(1, 3),
)
def test_within_a_month_all_are_seen_who_can_be(pairs: Pairs, shown: int) -> None:
    """Hall's condition, for the places of four weeks."""
    waited, seen = np.full(2 * SIZE, MONTH), set[int]()
    for _week in range(MONTH):
        seats = seats_of(pairs, shown, waited)
        assert set(seats) <= pairs
        assert len({other for _viewer, other in seats}) == len(seats)
        assert max(np.bincount([viewer for viewer, _other in seats])) <= shown
        waited += 1
        waited[[SIZE + other for _viewer, other in seats]] = 0
        seen |= {other for _viewer, other in seats}
    assert len(seen) == can_be_seen(pairs, MONTH * shown)
