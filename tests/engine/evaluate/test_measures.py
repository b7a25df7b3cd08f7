"""Figures for a ranking are what their definitions say, one by one."""

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from hometeam.engine.evaluate.measures import at_the_top, auc, average_precision

RANKED = st.lists(st.tuples(st.booleans(), st.integers(0, 6)), min_size=2, max_size=25)


@given(RANKED)
def test_auc_is_the_share_of_pairs_in_the_right_order(ranked: list[tuple[bool, int]]) -> None:
    true, scores = np.array([one for one, _ in ranked]), np.array([float(score) for _, score in ranked])
    assume(0 < true.sum() < len(true))
    right = [(a > b) + 0.5 * (a == b) for a in scores[true] for b in scores[~true]]
    assert np.isclose(auc(true, scores), np.mean(right))


@given(RANKED)
def test_average_precision_does_not_depend_on_the_order_of_equals(ranked: list[tuple[bool, int]]) -> None:
    assume(any(one for one, _ in ranked))
    turned = ranked[::-1]
    one, other = (
        average_precision(np.array([true for true, _ in way]), np.array([float(score) for _, score in way]))
        for way in (ranked, turned)
    )
    assert np.isclose(one, other)
    assert np.mean([true for true, _ in ranked]) <= 1 and 0 < one <= 1


def test_average_precision_of_three_in_a_row() -> None:
    assert np.isclose(average_precision(np.array([True, False, True]), np.array([3.0, 2.0, 1.0])), (1 + 2 / 3) / 2)


def test_each_member_has_a_list_of_its_own() -> None:
    members, true = np.array([1, 1, 1, 2, 2, 3]), np.array([False, True, True, True, False, False])
    p5, mrr = at_the_top(members, true, np.array([3.0, 2.0, 1.0, 5.0, 4.0, 9.0]), np.zeros(6))
    assert np.allclose((p5, mrr), ((2 / 5 + 1 / 5) / 2, (1 / 2 + 1) / 2))
