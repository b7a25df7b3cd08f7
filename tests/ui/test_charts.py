"""Where the marks of a chart stand."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from hometeam.ui.charts import HEIGHT, WIDTH, columns, nice_top

STYLES = ("measured", "partner-confirmed", "self-reported", "estimated")
NUMBERS = st.floats(0, 1e7, allow_nan=False)
ROWS = st.lists(st.tuples(st.just("Nov"), st.dictionaries(st.sampled_from(STYLES), NUMBERS)), max_size=14)


@given(NUMBERS)
def test_a_scale_ends_at_or_above_the_most_and_not_far_above(most: float) -> None:
    assert most * 0.999 <= nice_top(most) <= max(2.0, most * 2.01)


@given(ROWS)
def test_every_mark_stands_inside_the_picture_and_on_no_other(rows: list[tuple[str, dict[str, float]]]) -> None:
    chart = columns(rows, STYLES)
    marks = [mark for column in chart.columns for mark in column.marks]
    assert len(marks) == sum(bool(value) for _label, values in rows for value in values.values())
    for mark in marks:
        assert -0.1 <= mark.x <= mark.x + mark.width <= WIDTH + 0.1
        assert -0.1 <= mark.y <= mark.y + mark.height <= HEIGHT
    by_place = sorted(marks, key=lambda mark: mark.x)
    assert all(one.x + one.width <= other.x + 0.3 for one, other in pairwise(by_place))


def test_twice_as_much_is_twice_as_high() -> None:
    low, high = (
        column.marks[0] for column in columns([("a", {"measured": 5}), ("b", {"measured": 10})], STYLES).columns
    )
    assert abs(high.height - 2 * low.height) < 0.2


def test_nothing_to_show_is_an_empty_picture() -> None:
    assert columns([("a", {}), ("b", {})], STYLES).styles == ()
