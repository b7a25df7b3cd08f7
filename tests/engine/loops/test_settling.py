"""Loops settled little by little: always a choice that goes together, and a good one where plain annealing was not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hometeam.engine.loops import Pool
from hometeam.engine.loops.columns import Columns
from hometeam.engine.loops.interior import relax
from hometeam.engine.loops.pool import Deadline, Ints
from hometeam.engine.loops.prices import by_first_order
from hometeam.engine.loops.settling import settle
from tests.engine.loops.pools import by_quality, in_a_town, loops_of, pools


def settled(columns: Columns, room: np.ndarray[tuple[int], np.dtype[np.float64]], seed: int = 1) -> Ints:
    relaxed = relax(columns, room)
    chance, never = np.random.default_rng(seed), Deadline()
    return settle(columns, room, relaxed.prices, relaxed.amounts, chance=chance, deadline=never)


@given(pools(), st.integers(2, 5), st.integers(0, 9))
def test_loops_settled_go_together_and_each_is_there_once(pool: Pool, longest: int, seed: int) -> None:
    columns, room = loops_of(pool, longest)
    if len(columns):
        chosen = settled(columns, room, seed)
        assert len(np.unique(chosen)) == len(chosen)
        assert (columns.of(chosen).load(np.ones(len(chosen))) <= room).all()


def test_of_members_who_could_nearly_all_be_served_nearly_all_are() -> None:
    columns, room = loops_of(by_quality(300, 10), 4)
    relaxed = relax(columns, room)
    assert columns.score[settled(columns, room)].sum() >= 0.96 * relaxed.value


def test_prices_of_the_quicker_way_begin_where_they_are_told_to() -> None:
    columns, room = loops_of(by_quality(200, 8), 3)
    relaxed = relax(columns, room)
    begun = by_first_order(columns, room, Deadline(), known=relaxed.prices, amounts=relaxed.amounts, steps=150)
    anew = by_first_order(columns, room, Deadline(), steps=150)
    assert relaxed.value <= begun.bound * (1 + 1e-3)
    assert begun.bound <= anew.bound
    assert begun.bound == pytest.approx(relaxed.value, rel=0.01)


def test_prices_of_the_quicker_way_are_as_good_in_whatever_worth_is_counted() -> None:
    columns, room = loops_of(in_a_town(300, 0.25, 0.2), 3)
    dearer = replace(columns, score=64 * columns.score)
    bound = by_first_order(columns, room, Deadline()).bound
    assert bound == pytest.approx(relax(columns, room).value, rel=1e-3)
    assert by_first_order(dearer, room, Deadline()).bound == pytest.approx(64 * bound)
