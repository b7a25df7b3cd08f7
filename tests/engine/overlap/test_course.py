"""Whatever two people and the clock do, in whatever order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hometeam.engine.overlap import OPEN, Course, Move, NotNow, Side, State, may, move

BOTH = frozenset(Side)
STEPS = st.lists(st.tuples(st.sampled_from(Side), st.sampled_from(Move)), max_size=25)


def after(*steps: tuple[Side, Move]) -> Course:
    """The course after these steps."""
    course = Course()
    for side, what in steps:
        course = move(course, side, what)
    return course


A, B = Side.ASKER, Side.ASKED
BOTH_IN = ((B, Move.AGREE), (A, Move.PUT_IN), (B, Move.PUT_IN))


def test_asked_agreed_both_lists_both_returns_and_a_band() -> None:
    assert after(*BOTH_IN).state == State.EXCHANGING
    assert after(*BOTH_IN, (B, Move.HAND_BACK), (A, Move.HAND_BACK)) == Course(State.DONE)


def test_a_new_list_makes_both_returns_void() -> None:
    """Both were made with the list and the key that are gone."""
    course = after(*BOTH_IN, (B, Move.HAND_BACK), (A, Move.START_AGAIN))
    assert course == Course(State.AGREED, frozenset({B}))


def test_nobody_answers_for_the_other() -> None:
    with pytest.raises(NotNow):
        after((A, Move.AGREE))


@given(STEPS)
def test_no_order_of_steps_gets_more_than_both_agreed_to(steps: list[tuple[Side, Move]]) -> None:
    course, agreed = Course(), False
    for side, what in steps:
        if not may(course, side, what):
            continue
        agreed = agreed or (what == Move.AGREE and side == B)
        before, course = course, move(course, side, what)
        assert agreed or (not course.lists and course.state != State.DONE)
        assert course.state != State.EXCHANGING or course.lists == BOTH
        assert not course.returns or course.state == State.EXCHANGING
        assert course.state != State.DONE or before.lists == BOTH
        assert course.state in OPEN or not (course.lists or course.returns)
