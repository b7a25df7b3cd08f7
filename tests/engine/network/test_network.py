"""How a community hangs together: what must hold for any members and any deeds, and a few towns known by heart."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse.csgraph import connected_components

from hometeam.engine.network import (
    Meeting,
    Web,
    alone,
    bridges,
    circle_sizes,
    groups,
    introductions,
    layout,
    leaned_on,
    sides,
)
from hometeam.engine.network.holding import _cut_off, ways_over
from hometeam.engine.network.introductions import closeness_gained

SIZE = 9
DEEDS = st.lists(
    st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1), st.sampled_from((1.0, 2.0, 7.5))), max_size=24
)
Deeds = list[tuple[int, int, float]]
MEETINGS = [Meeting(one, other, 0.5) for one in range(SIZE) for other in range(one)]


def both_ways(*pairs: tuple[int, int]) -> Deeds:
    return [deed for one, other in pairs for deed in ((one, other, 1.0), (other, one, 1.0))]


TWO_TRIANGLES = both_ways((0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5), (2, 3))


@given(DEEDS)
@settings(deadline=None, max_examples=40)
def test_everything_is_finite_and_the_same_each_time(deeds: Deeds) -> None:
    web = Web.of(range(SIZE), deeds)
    group = groups(web)
    places = layout(web, group)
    assert np.isfinite(places).all(axis=1).tolist() == (web.degrees > 0).tolist()
    assert ((places[web.degrees > 0] >= 0) & (places[web.degrees > 0] <= 1)).all()
    assert all(0 < one.share <= 1 for one in bridges(web, group))
    assert all(np.isfinite(one.worth) and one.worth > 0 for one in introductions(web, MEETINGS))
    assert introductions(web, MEETINGS) == introductions(web, MEETINGS)
    np.testing.assert_array_equal(places, layout(web, groups(web)))


def test_the_sides_of_whoever_holds_two_triangles_together_are_the_two_without_them() -> None:
    web = Web.of(range(8), [*TWO_TRIANGLES, (6, 7, 1.0)])
    assert sides(web, groups(web), 2).tolist() == [0, 0, -1, 1, 1, 1, -1, -1]


def test_a_stranger_has_no_sides() -> None:
    with pytest.raises(ValueError, match="no member"):
        sides(Web.of(range(3), []), np.arange(3), 7)


@given(DEEDS, st.integers(0, SIZE - 1))
@settings(deadline=None, max_examples=40)
def test_no_tie_leads_from_one_side_of_a_group_to_another_but_over_the_member(deeds: Deeds, member: int) -> None:
    web = Web.of(range(SIZE), deeds)
    group = groups(web)
    side = sides(web, group, member)
    assert side[member] == -1
    for row in np.flatnonzero(side >= 0).tolist():
        others = [one for one in web.neighbours(row).tolist() if one != member and group[one] == group[row]]
        assert all(side[one] == side[row] for one in others)


@given(DEEDS)
@settings(deadline=None, max_examples=40)
def test_groups_never_reach_beyond_those_who_are_tied_in_some_way(deeds: Deeds) -> None:
    web = Web.of(range(SIZE), deeds)
    _count, part = connected_components(web.ties, directed=False)
    group = groups(web)
    assert all(len(set(part[group == one].tolist())) == 1 for one in set(group.tolist()))
    sizes = np.bincount(group)
    assert (np.diff(sizes) <= 0).all() and sizes.sum() == SIZE


@given(DEEDS)
@settings(deadline=None, max_examples=40)
def test_whom_others_would_lose_touch_without_is_what_taking_each_out_shows(deeds: Deeds) -> None:
    web = Web.of(range(SIZE), deeds)
    _count, part = connected_components(web.ties, directed=False)
    for row in range(SIZE):
        rest = [one for one in range(SIZE) if one != row and part[one] == part[row]]
        _count, left = connected_components(web.ties[rest][:, rest], directed=False)
        assert _cut_off(web)[row] == len(rest) - np.bincount(left, minlength=1).max()


@given(DEEDS)
@settings(deadline=None, max_examples=40)
def test_an_introduction_brings_closer_whoever_is_not_tied_and_nobody_who_is(deeds: Deeds) -> None:
    web = Web.of(range(SIZE), deeds)
    one, other = (np.array(side) for side in zip(*[(each.one, each.other) for each in MEETINGS], strict=True))
    tied = np.asarray(web.ties[one, other]).ravel() > 0
    assert ((closeness_gained(web, one, other) > 0) == ~tied).all()


def test_two_triangles_are_two_groups_and_two_bridges() -> None:
    web = Web.of(range(6), TWO_TRIANGLES)
    group = groups(web)
    assert group.tolist() == [0, 0, 0, 1, 1, 1]
    assert [(one.member_id, one.groups, one.cut_off) for one in bridges(web, group)] == [(2, 2, 2), (3, 2, 2)]
    assert np.allclose(ways_over(web), np.array([0, 0, 6, 6, 0, 0]) * 2 / (5 * 4) * 5 / 6)


def test_whoever_is_alone_is_worth_more_to_bring_in_than_two_at_the_same_table() -> None:
    web = Web.of(range(7), TWO_TRIANGLES)
    assert alone(web) == (6,)
    assert circle_sizes(web)[6] == 1
    meetings = [Meeting(0, 3, 0.3), Meeting(2, 6, 0.3), Meeting(0, 1, 1.0), Meeting(2, 4, 0.3)]
    found = introductions(web, meetings)
    assert [(one.one, one.other) for one in found] == [(2, 6), (0, 3)]


def test_a_glad_meeting_is_worth_more_than_one_that_only_suits_the_picture() -> None:
    web = Web.of(range(7), TWO_TRIANGLES)
    found = introductions(web, [Meeting(2, 6, 0.1), Meeting(0, 6, 0.9)], top=1)
    assert (found[0].one, found[0].other) == (0, 6)


def test_whoever_gives_and_gets_nothing_is_leaned_on_and_whoever_gets_as_much_is_not() -> None:
    web = Web.of(range(6), [(0, 1, 3.0), (0, 2, 2.0), (3, 4, 5.0), (4, 3, 5.0), (2, 5, 1.0)])
    assert [(one.member_id, one.given, one.received, one.rely) for one in leaned_on(web)] == [(0, 5.0, 0.0, 2)]


@pytest.mark.parametrize("members", [[], [7]])
def test_an_empty_community_and_one_of_one_are_no_trouble(members: list[int]) -> None:
    web = Web.of(members, [])
    assert alone(web) == tuple(members)
    assert (groups(web).tolist(), bridges(web, groups(web)), leaned_on(web)) == ([0] * len(members), (), ())
    assert introductions(web, []) == ()
    assert layout(web, groups(web)).shape == (len(members), 2)


@pytest.mark.parametrize(
    ("members", "deeds"),
    [([1, 1], []), ([1, 2], [(1, 3, 1.0)]), ([1, 2], [(1, 2, float("nan"))]), ([1, 2], [(1, 2, -1.0)])],
)
def test_what_cannot_be_is_refused(members: list[int], deeds: Deeds) -> None:
    with pytest.raises(ValueError, match=r"twice|no member|above zero"):
        Web.of(members, deeds)


def test_strangers_and_oneself_are_not_introduced() -> None:
    web = Web.of([1, 2, 3], [])
    for meeting in (Meeting(1, 9, 0.5), Meeting(2, 2, 0.5), Meeting(1, 2, float("nan"))):
        with pytest.raises(ValueError, match=r"no member|different"):
            introductions(web, [meeting])
