"""What members have several of is kept once for all who have the same, and read as if each had their own."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hometeam.engine.fit.several import Several, portions

entries = st.lists(st.tuples(st.integers(1, 5), st.sampled_from((0.25, 0.5, 1.0))), max_size=4)
lists = st.lists(entries, min_size=1, max_size=8)


def had_by(several: Several, row: int) -> dict[int, float]:
    codes, weights = several.of_row(row)
    return dict(zip(codes.tolist(), weights.tolist(), strict=True))


def greatest(pairs: list[tuple[int, float]]) -> dict[int, float]:
    return {code: max(weight for one, weight in pairs if one == code) for code, _weight in pairs}


@given(lists)
def test_everybody_has_what_they_were_said_to_have(told: list[list[tuple[int, float]]]) -> None:
    several = Several.of(told)

    assert [had_by(several, row) for row in range(len(told))] == [greatest(pairs) for pairs in told]
    assert several.nothing.tolist() == [not pairs for pairs in told]


@given(lists)
def test_all_that_everybody_has_comes_in_the_order_of_the_rows(told: list[list[tuple[int, float]]]) -> None:
    rows, codes, weights = Several.of(told).by_member()

    expected = [(row, code, weight) for row, pairs in enumerate(told) for code, weight in greatest(pairs).items()]
    assert list(zip(rows.tolist(), codes.tolist(), weights.tolist(), strict=True)) == expected


@given(lists, st.integers(1, 5))
def test_who_has_one_thing_is_found(told: list[list[tuple[int, float]]], code: int) -> None:
    expected = [row for row, pairs in enumerate(told) if code in dict(pairs)]

    assert Several.of(told).having(code).tolist() == expected


@given(lists, lists, st.data())
def test_some_have_something_else_and_others_come(
    told: list[list[tuple[int, float]]], new: list[list[tuple[int, float]]], data: st.DataObject
) -> None:
    changed = min(len(told), len(new))
    rows = data.draw(st.permutations(range(len(told))))[:changed]
    rows += range(len(told), len(told) + len(new) - changed)

    several = Several.of(told).with_rows(np.array(rows), Several.of(new))

    expected = dict(enumerate(map(greatest, told))) | dict(zip(rows, map(greatest, new), strict=True))
    assert {row: had_by(several, row) for row in range(len(several.which))} == expected


def test_members_who_have_the_same_share_it() -> None:
    several = Several.of([[(3, 1.0), (4, 0.5)], [], [(3, 1.0), (4, 0.5)]])

    assert several.which.tolist() == [0, 1, 0]
    assert several.members.tolist() == [2, 1]
    assert several.best(np.array([0.1, 0.7])).tolist() == [0.7, 0.0]
    assert np.allclose(several.any(np.array([0.5, 0.5])), [0.75, 0.0])


@given(st.lists(st.integers(0, 40), max_size=60), st.integers(1, 50))
def test_portions_are_everything_in_order_and_no_larger_than_asked(sizes: list[int], most: int) -> None:
    parts = list(portions(np.array(sizes, np.int64), most))
    assert [one for part in parts for one in sizes[part]] == sizes
    assert all(sum(sizes[part]) <= most or len(sizes[part]) == 1 for part in parts)
