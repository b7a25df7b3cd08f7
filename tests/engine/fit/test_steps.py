"""Bounds are added up in whole steps, and the few greatest are found among them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hometeam.engine.fit.few import Few, where
from hometeam.engine.fit.steps import NEVER, NEVER_STEPS, Steps

parts = st.lists(st.floats(-8, 8, width=32), min_size=1, max_size=6)


@given(parts)
def test_steps_add_up_to_no_less_than_the_numbers_and_hardly_more(numbers: list[float]) -> None:
    steps = Steps(50.0)

    told = float(steps.as_numbers(steps.of(np.array(numbers, np.float32)).sum(dtype=np.int16)))

    assert sum(numbers) - 1e-4 <= told <= sum(numbers) + 0.011 * len(numbers)


@given(parts)
def test_what_is_never_stays_so_whatever_is_added(numbers: list[float]) -> None:
    steps = Steps(50.0)
    barred = steps.of(np.array([NEVER, NEVER, *numbers], np.float32))

    assert barred[1:].sum(dtype=np.int16) < NEVER_STEPS / 2
    assert barred.sum(dtype=np.int16) < NEVER_STEPS / 2


@given(st.integers(1, 400), st.integers(1, 9), st.integers(0, 2**32 - 1))
def test_the_greatest_of_each_line_are_among_the_few(size: int, least: int, seed: int) -> None:
    few = Few(size, least)
    numbers = np.random.default_rng(seed).integers(-4_000, 4_000, size=(2, size), dtype=np.int16)
    few.room[:2, :size] = numbers

    line, place, cuts = few.greatest(2)

    for at in (0, 1):
        passed_over = np.delete(numbers[at], place[line == at])
        assert min(least, size) <= (line == at).sum() <= 2 * least
        assert (passed_over <= cuts[at]).all()


@given(st.integers(1, 9), st.integers(1, 9_000), st.integers(0, 2**32 - 1))
def test_what_is_true_is_found_also_among_very_many(lines: int, width: int, seed: int) -> None:
    true = np.random.default_rng(seed).random((lines, width)) < 0.01

    assert np.array_equal(where(true), np.nonzero(true))
