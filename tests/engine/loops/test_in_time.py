"""The time limit on pools where everybody matches nearly everybody, by a clock that counts how often it is read."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from hometeam.engine.loops import Arc, Member, Pool, Rules, best_loops, columns, dive
from hometeam.engine.loops.choice import Best, best_of
from hometeam.engine.loops.columns import TooMany, Worth, all_loops
from hometeam.engine.loops.flow import best_arcs, lacking
from hometeam.engine.loops.graph import compile_pool
from hometeam.engine.loops.pool import Deadline


@dataclass
class Ticks:
    """A clock that goes on by a hundredth of a second each time that it is read."""

    read: int = 0

    def __call__(self) -> float:
        self.read += 1
        return self.read / 100


def crowd(members: int) -> Pool:
    """Nine in ten could give to each other, some more gladly."""
    chance = np.random.default_rng(2)
    ends = [(giver, receiver) for giver in range(members) for receiver in range(members) if giver != receiver]
    there = chance.random(len(ends)) < 0.9
    return Pool.of_arcs(
        Arc(str(giver), str(receiver), 1 + glad / 1_000)
        for (giver, receiver), glad, is_there in zip(ends, chance.integers(1, 8, len(ends)), there, strict=True)
        if is_there
    )


def test_finding_all_loops_looks_at_the_clock_every_few_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "STEP", 2_000)
    rules, ticks = Rules(5, "weight"), Ticks()
    graph = compile_pool(crowd(18), rules)

    found = all_loops(graph, 5, Worth.of(graph, rules), deadline=Deadline(ticks, 1e9))

    assert len(found) / ticks.read < 2_000


def test_finding_all_loops_ends_with_the_first_look_that_comes_too_late() -> None:
    rules, ticks = Rules(5, "weight"), Ticks()
    graph = compile_pool(crowd(40), rules)

    with pytest.raises(TooMany):
        all_loops(graph, 5, Worth.of(graph, rules), deadline=Deadline(ticks, ends=0.03))

    assert ticks.read == 3


@pytest.mark.parametrize("longest", [4, 5])
@pytest.mark.parametrize("limit", [1, 20, 60])
def test_a_crowd_has_loops_soon_after_the_limit_however_long_they_may_be(longest: int, limit: int) -> None:
    ticks = Ticks()

    answer = best_loops(crowd(40), Rules(longest, "weight", time_limit=limit / 100), clock=ticks)

    assert answer.served >= 38
    assert ticks.read <= limit + 30


def test_the_less_time_the_fewer_loops_are_looked_at() -> None:
    hour, second = Deadline(lambda: 0.0, 3_600), Deadline(lambda: 0.0, 1)

    assert columns.allowed_by(second) < columns.allowed_by(hour) == columns.MOST_ENTRIES


def test_legs_to_be_kept_beside_a_little_waiting_do_not_go_round_for_ever() -> None:
    there, picked, names = Random(1), Random(5), list(map(str, range(100)))
    legs = [(giver, receiver) for giver in names for receiver in names if giver != receiver and there.random() < 0.4]
    waiting = [Member(name, waiting=there.random() * 10) for name in names]
    pool = Pool.of_arcs((Arc(*leg) for leg in legs), waiting)
    kept = frozenset(picked.sample(legs, 20))

    answer = best_loops(pool, Rules(4, fixed=kept, time_limit=0.3), clock=Ticks())

    assert answer.kept > 10


@pytest.mark.parametrize(("copies", "apart"), [(1, 1e-6), (1, 1e-9), (10, 1e-6), (10, 1e-9)])
def test_needs_that_wait_a_moment_longer_than_others_do_not_outbid_each_other_for_ever(
    copies: int, apart: float
) -> None:
    """As listings that were put up one after the other: what two choices differ by is next to nothing."""
    chance = np.random.default_rng(10 if apart > 1e-8 else 3)
    givers, receivers = np.repeat(np.arange(60), 6), chance.integers(0, 60, 360)
    pairs = np.unique(np.stack([givers, receivers], axis=1)[givers != receivers], axis=0)
    worth_of = chance.choice([1.0, 0.6, 1.2, 1.1], len(pairs)) * (1 + apart * chance.random(60)[pairs[:, 1]])
    rules = Rules(4, "weight")
    pool = Pool.of_arcs(
        Arc(f"{copy} {giver}", f"{copy} {receiver}", float(worth))
        for copy in range(copies)
        for (giver, receiver), worth in zip(pairs.tolist(), worth_of, strict=True)
    )
    graph = compile_pool(pool, rules)
    square = np.full((60, 60), -np.inf)
    square[pairs[:, 0], pairs[:, 1]] = worth_of
    np.fill_diagonal(square, 0.0)
    best = copies * square[linear_sum_assignment(square, maximize=True)].sum()

    found = float(graph.weights[best_arcs(graph, Worth.of(graph, rules))].sum())

    short = lacking(graph, Worth.of(graph, rules))
    assert best - short - 1e-9 <= found <= best + 1e-9
    assert short < 1e-6 * best


def test_the_way_to_the_bound_of_a_crowd_leaves_few_members_to_an_integer_programme(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chance, left = np.random.default_rng(0), []
    there = chance.random((300, 300)) < 0.3
    np.fill_diagonal(there, val=False)
    pool = Pool.of_arcs(Arc(str(giver), str(receiver)) for giver, receiver in np.argwhere(there))

    def noted(*some: Any, **how: Any) -> Best:
        left.append(some[0].size)
        return best_of(*some, **how)

    monkeypatch.setattr(dive, "best_of", noted)
    answer = best_loops(pool, Rules())

    assert (answer.served, answer.optimal) == (300, True)
    assert max(left) <= 60
