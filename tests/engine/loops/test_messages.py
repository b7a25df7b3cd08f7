"""Loops by word of mouth: always a choice that goes together, and near the best where the relaxation tells little."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hometeam.engine.loops import Pool
from hometeam.engine.loops.choice import NONE
from hometeam.engine.loops.columns import NEVER, Columns, Worth
from hometeam.engine.loops.interior import relax
from hometeam.engine.loops.messages import Talk, agreed
from hometeam.engine.loops.pool import Deadline, Ints
from hometeam.engine.loops.state import ALIKE, State
from tests.engine.loops.pools import by_quality, loops_of, pools

BY_WEIGHT = Worth("weight", per_kept=0.0, per_waiting=0.0, unit=0.0)


def talked_over(columns: Columns, seed: int = 1, deadline: Deadline = NEVER) -> Ints:
    return agreed(columns, np.ones(columns.size), 6.0, chance=np.random.default_rng(seed), deadline=deadline)


@given(pools(), st.integers(2, 5), st.integers(0, 9))
def test_loops_agreed_on_go_together_and_each_is_there_once(pool: Pool, longest: int, seed: int) -> None:
    columns, _room = loops_of(pool, longest)
    if len(columns):
        chosen = talked_over(columns, seed)
        assert len(np.unique(chosen)) == len(chosen)
        assert (columns.of(chosen).load(np.ones(len(chosen))) <= 1).all()


@given(pools(), st.integers(2, 5), st.integers(0, 9))
def test_loops_agreed_on_go_together_whatever_is_leant_on(pool: Pool, longest: int, seed: int) -> None:
    columns, _room = loops_of(pool, longest)
    if len(columns):
        chance, once = np.random.default_rng(seed), np.ones(columns.size)
        before = agreed(columns, once, 4.0, chance=chance, deadline=NEVER)
        chosen = agreed(columns, once, 6.0, chance=chance, deadline=NEVER, leaning=before)
        assert (columns.of(chosen).load(np.ones(len(chosen))) <= 1).all()


def test_leaning_on_a_good_choice_another_is_found_that_is_mostly_the_same() -> None:
    columns, room = loops_of(by_quality(300, 10), 4)
    before = talked_over(columns, seed=1)

    alone, leant = (
        agreed(columns, room, 6.0, chance=np.random.default_rng(2), deadline=NEVER, leaning=each)
        for each in (NONE, before)
    )

    assert len(np.intersect1d(leant, before)) > len(np.intersect1d(alone, before))


@given(pools(), st.integers(2, 5))
def test_nothing_that_still_fits_is_left_over(pool: Pool, longest: int) -> None:
    columns, _room = loops_of(pool, longest)
    if len(columns):
        taken = np.append(columns.of(chosen := talked_over(columns)).load(np.ones(len(chosen))), 0.0)
        assert (taken[columns.nodes].max(axis=0) == 1).all()


def test_of_members_who_could_nearly_all_be_served_nearly_all_are() -> None:
    columns, room = loops_of(by_quality(300, 10), 4)

    worth = float(columns.score[talked_over(columns)].sum())

    assert worth > 0.985 * relax(columns, room).value


def test_two_who_could_each_be_in_either_of_two_loops_settle_on_the_dearer_pair() -> None:
    # In a ring of four loops over four members only two opposite ones go together.
    nodes = np.array([[0, 1, 2, 3], [1, 2, 3, 0]], np.int32)
    score = np.array([2.0, 2.1, 2.0, 1.8])
    ring = Columns(nodes, score, score, np.zeros(4, np.int64), 4)

    assert sorted(talked_over(ring).tolist()) == [0, 2]


def test_the_same_seed_agrees_on_the_same_loops() -> None:
    columns, _room = loops_of(by_quality(120, 8), 4)

    assert talked_over(columns, 3).tolist() == talked_over(columns, 3).tolist()


def test_what_is_said_is_sound_however_much_a_loop_is_worth() -> None:
    columns, _room = loops_of(by_quality(60, 8), 3)
    talk = Talk.begun(columns, np.random.default_rng(1))

    for _step in range(50):
        talk.go_round(1e6)

    assert np.isfinite(talk.told).all()
    assert talk.told.max() <= 0


def test_when_time_is_up_whatever_is_surest_is_taken_at_once() -> None:
    columns, _room = loops_of(by_quality(120, 8), 4)
    late = Deadline(clock=lambda: 1.0, ends=0.0)

    chosen = talked_over(columns, deadline=late)

    assert len(chosen)
    assert columns.of(chosen).load(np.ones(len(chosen))).max() == pytest.approx(1)


@given(st.integers(1, 400), st.integers(0, 9))
def test_the_likeliest_loops_are_those_of_about_the_least_reduced_cost(most: int, seed: int) -> None:
    columns, room = loops_of(by_quality(60, 6), 3)
    chance = np.random.default_rng(seed)
    state = State(columns, room, BY_WEIGHT, np.inf, chance.random(60), NONE)

    likeliest = state.likeliest(most, chance)

    others = np.setdiff1d(np.arange(len(columns)), likeliest)
    reduced, luck = columns.reduced(state.prices), ALIKE * columns.score.mean()
    assert len(likeliest) == min(most, len(columns))
    assert reduced[likeliest].min() >= reduced[others].max(initial=-np.inf) - luck


def test_where_the_relaxation_tells_hardly_a_difference_a_few_of_very_many_loops_still_serve_nearly_all() -> None:
    columns, room = loops_of(by_quality(120, 30), 4)
    relaxed = relax(columns, room)
    state = State(columns, room, BY_WEIGHT, np.inf, relaxed.prices, NONE)

    likeliest = state.likeliest(40 * columns.size, np.random.default_rng(1))

    assert len(likeliest) < len(columns) / 10
    assert columns.of(likeliest).score[talked_over(columns.of(likeliest))].sum() > 0.95 * relaxed.value
