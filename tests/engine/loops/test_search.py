"""The best set of loops: never a rule broken, the optimum of every small pool, a bound that is one."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hometeam.engine.loops import OBJECTIVES, Answer, Arc, Member, Pool, Rules, Start, WrongPool, best_loops, repair
from hometeam.engine.loops.anneal import Annealing, Plan
from hometeam.engine.loops.columns import Worth, all_loops
from hometeam.engine.loops.graph import compile_pool
from hometeam.engine.loops.pool import Deadline
from tests.engine.loops.pools import best_by_trying, legs, pools, worth


def keeps_the_rules(pool: Pool, rules: Rules, answer: Answer) -> bool:
    """Loops of allowed legs and lengths, nobody twice in one, nobody in more than they have room for."""
    ends = zip(pool.givers.tolist(), pool.receivers.tolist(), strict=True)
    there = {(pool.ids[giver], pool.ids[receiver]) for giver, receiver in ends} - rules.forbidden
    times = Counter(each for loop in answer.loops for each in loop)
    room = dict(zip(pool.ids, pool.capacities.tolist(), strict=True))
    return (
        all(there.issuperset(legs(loop)) and len(set(loop)) == len(loop) for loop in answer.loops)
        and all(2 <= len(loop) <= (rules.max_length or len(pool.ids)) for loop in answer.loops)
        and len(set(answer.loops)) == len(answer.loops)
        and all(count <= room[each] for each, count in times.items())
    )


@settings(max_examples=80, deadline=None)
@given(pools(), st.integers(2, 4), st.sampled_from(OBJECTIVES), st.data())
def test_a_small_pool_is_solved_to_the_optimum(pool: Pool, longest: int, objective: str, data: st.DataObject) -> None:
    pairs = [(pool.ids[g], pool.ids[r]) for g, r in zip(pool.givers.tolist(), pool.receivers.tolist(), strict=True)]
    forbidden = frozenset(data.draw(st.lists(st.sampled_from(pairs), max_size=2)) if pairs else [])
    rules = Rules(longest, objective, forbidden)  # type: ignore[arg-type]
    answer = best_loops(pool, rules)
    assert keeps_the_rules(pool, rules, answer)
    assert answer.optimal
    assert answer.value == pytest.approx(sum(worth(pool, loop, objective) for loop in answer.loops))
    assert answer.value == pytest.approx(best_by_trying(pool, rules), abs=1e-5)
    assert answer.upper_bound >= answer.value


@settings(max_examples=30, deadline=None)
@given(pools(whole=True))
def test_loops_of_any_length_are_worth_at_least_what_short_ones_are(pool: Pool) -> None:
    rules = Rules(0, "weight")
    answer = best_loops(pool, rules)
    assert keeps_the_rules(pool, rules, answer)
    if (pool.capacities < 2).all():
        longest = Rules(6, "weight")
        shorter = best_loops(pool, longest).value
        assert answer.value >= shorter - 1e-6
        assert len(pool.ids) > 6 or answer.value == pytest.approx(shorter)


@settings(max_examples=30, deadline=None)
@given(pools(), st.data())
def test_a_repair_uses_nothing_refused_and_keeps_what_was_accepted_if_it_can_be_kept(
    pool: Pool, data: st.DataObject
) -> None:
    before = best_loops(pool, Rules(4, "weight"))
    if not before.loops:
        return
    answered = legs(data.draw(st.sampled_from(before.loops)))
    refused, accepted = answered[0], answered[1]
    rules = Rules(4, "weight", frozenset([refused]), frozenset([accepted]))
    after = repair(pool, rules, before)
    fresh = best_loops(pool, rules)
    assert keeps_the_rules(pool, rules, after)
    assert after.kept == fresh.kept
    assert after.value == pytest.approx(fresh.value, abs=1e-4)
    assert after.upper_bound >= after.value


def test_the_photographer_the_bookkeeper_and_the_baker_close_a_loop_of_three() -> None:
    three = [
        Member("Ann", frozenset(["photographs"]), frozenset(["books"])),
        Member("Bo", frozenset(["bread"]), frozenset(["photographs"])),
        Member("Cy", frozenset(["books"]), frozenset(["bread"])),
    ]
    answer = best_loops(Pool.of_members(three), Rules())
    assert answer.loops == (("Ann", "Bo", "Cy"),)
    assert (answer.served, answer.optimal) == (3, True)


def test_who_has_waited_longer_comes_first_where_all_else_is_equal() -> None:
    pool = Pool.of_arcs(
        [Arc("Ann", "Bo"), Arc("Bo", "Ann"), Arc("Ann", "Cy"), Arc("Cy", "Ann")],
        [Member("Bo"), Member("Cy", waiting=9)],
    )
    assert best_loops(pool, Rules()).loops == (("Cy", "Ann"),)


def test_a_large_pool_is_bounded_and_the_same_seed_gives_the_same_loops() -> None:
    chance = np.random.default_rng(3)
    people = [
        Member(
            str(i), frozenset(chance.integers(0, 40, 2).astype(str)), frozenset(chance.integers(0, 40, 2).astype(str))
        )
        for i in range(150)
    ]
    pool, rules = Pool.of_members(people), Rules(3, seed=4)
    first = best_loops(pool, rules)
    assert keeps_the_rules(pool, rules, first)
    assert 0.97 * first.upper_bound <= first.value <= first.upper_bound
    assert best_loops(pool, rules, Start(), None).loops == first.loops


@pytest.mark.parametrize("longest", [2, 3, 4])
def test_a_ring_longer_than_allowed_is_no_loop(longest: int) -> None:
    ring = Pool.of_arcs([Arc("Ann", "Bo"), Arc("Bo", "Cy"), Arc("Cy", "Dee"), Arc("Dee", "Ann")])
    answer = best_loops(ring, Rules(longest))
    assert (answer.served, answer.optimal) == (4 if longest == 4 else 0, True)
    assert repair(ring, Rules(longest), answer).served == answer.served


def test_a_start_is_never_made_worse() -> None:
    pool = Pool.of_arcs([Arc("Ann", "Bo"), Arc("Bo", "Ann"), Arc("Bo", "Cy"), Arc("Cy", "Bo")])
    assert best_loops(pool, Rules(), Start((("Bo", "Cy"), ("Eve", "Gus")))).value == 2


@pytest.mark.parametrize(
    "arcs",
    [[Arc("Ann", "Ann")], [Arc("Ann", "Bo", -1)], [Arc("Ann", "Bo", 1, 2)], [Arc("Ann", "Bo"), Arc("Ann", "Bo")]],
)
def test_an_impossible_arc_is_refused(arcs: list[Arc]) -> None:
    with pytest.raises(WrongPool):
        Pool.of_arcs(arcs)


def test_a_time_limit_needs_a_clock_and_is_kept_to() -> None:
    pool = Pool.of_arcs([Arc("Ann", "Bo"), Arc("Bo", "Ann")])
    with pytest.raises(WrongPool):
        best_loops(pool, Rules(time_limit=1))
    ticks = iter(range(10_000))
    assert best_loops(pool, Rules(time_limit=1), clock=lambda: float(next(ticks))).upper_bound >= 0


def test_annealing_whose_time_is_up_before_it_begins_leaves_the_loops_as_they_are() -> None:
    rules = Rules(2, objective="weight")
    pool = Pool.of_arcs([Arc("Ann", "Bo"), Arc("Bo", "Ann"), Arc("Bo", "Cy"), Arc("Cy", "Bo")])
    graph = compile_pool(pool, rules)
    columns = all_loops(graph, 2, Worth.of(graph, rules))
    cooling = Annealing(columns, np.zeros(graph.size), np.array([0]), np.random.default_rng(1))

    kept = cooling.run(Plan(100, 4, 1.0), Deadline(lambda: 1.0, 0.0))

    assert kept.tolist() == [0]
