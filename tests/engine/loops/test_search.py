"""The best set of loops: never a rule broken, the optimum of every small pool, a bound that is one."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hometeam.engine.loops import (
    OBJECTIVES,
    Answer,
    Arc,
    Member,
    Pool,
    Rules,
    Start,
    WrongPool,
    best_loops,
    repair,
    repairing,
)
from hometeam.engine.loops.anneal import Annealing, Plan
from hometeam.engine.loops.choice import NONE
from hometeam.engine.loops.columns import Worth, all_loops
from hometeam.engine.loops.graph import compile_pool
from hometeam.engine.loops.pool import Deadline
from tests.engine.loops.pools import best_by_trying, by_quality, in_a_town, legs, legs_of, pools, worth


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


@st.composite
def questions(draw: st.DrawFn) -> tuple[Pool, Rules]:
    """A small pool and rules for it, some legs forbidden or to be kept."""
    pool = draw(pools(whole=draw(st.booleans())))
    some = st.lists(st.sampled_from(legs_of(pool)), max_size=3) if len(pool.givers) else st.just([])
    longest, objective = draw(st.integers(2, 5)), draw(st.sampled_from(OBJECTIVES))
    return pool, Rules(longest, objective, frozenset(draw(some)), frozenset(draw(some)))


def waited(pool: Pool, answer: Answer) -> float:
    """The waiting that an answer ends."""
    waiting: dict[str, float] = dict(zip(pool.ids, pool.waiting.tolist(), strict=True))
    return sum(waiting[each] for loop in answer.loops for each in loop)


@settings(max_examples=200, deadline=None)
@given(questions())
def test_of_a_small_pool_legs_are_kept_then_value_is_greatest_then_waiting_ends(question: tuple[Pool, Rules]) -> None:
    pool, rules = question
    kept, value, waiting = best_by_trying(pool, rules)
    for answer in (best_loops(pool, rules), repair(pool, rules, best_loops(pool, Rules(rules.max_length)))):
        assert keeps_the_rules(pool, rules, answer)
        assert answer.kept == kept
        assert answer.value == pytest.approx(sum(worth(pool, loop, rules.objective) for loop in answer.loops))
        assert answer.value == pytest.approx(value, abs=1e-5)
        assert answer.upper_bound >= answer.value
        assert abs(answer.value - value) > 1e-9 or waited(pool, answer) >= waiting - 1e-6
    assert best_loops(pool, rules).optimal


def test_a_longer_loop_of_the_same_value_serves_who_has_waited() -> None:
    arcs = [Arc("Cy", "Dee", 0.0), Arc("Dee", "Cy", 1.0), Arc("Cy", "Bo", 0.0), Arc("Bo", "Eve", 0.0)]
    pool = Pool.of_arcs([*arcs, Arc("Eve", "Dee", 0.0)], [Member("Eve", waiting=3.0)])

    assert len(best_loops(pool, Rules(4, "weight")).loops[0]) == 4
    assert len(best_loops(pool, Rules(3, "weight")).loops[0]) == 2


@settings(max_examples=30, deadline=None)
@given(pools(whole=True))
def test_loops_of_any_length_are_worth_at_least_what_short_ones_are(pool: Pool) -> None:
    rules = Rules(0, "weight")
    answer = best_loops(pool, rules)
    assert keeps_the_rules(pool, rules, answer)
    shorter = best_loops(pool, Rules(6, "weight")).value
    assert answer.upper_bound >= max(answer.value, shorter) - 1e-6
    if (pool.capacities < 2).all():
        assert answer.optimal
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


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_where_short_loops_serve_all_whom_any_could_longer_ones_take_nothing_away(seed: int) -> None:
    pool = by_quality(50, 12, seed)

    to_three, to_five = (best_loops(pool, Rules(longest, "weight")) for longest in (3, 5))

    assert to_five.optimal
    assert to_five.value == pytest.approx(to_three.value)


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


def test_a_repair_that_takes_an_accepted_leg_elsewhere_leaves_the_loops_beside_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # As in a large pool, where nothing but what broke is looked at anew; here not even that.
    monkeypatch.setattr(repairing, "FEW_LOOPS", 0)
    monkeypatch.setattr(repairing, "MOST_SEEDS", 0)
    there = np.random.default_rng(0).random((60, 60)) < 0.4
    np.fill_diagonal(there, val=False)
    arcs = [Arc(str(giver), str(receiver)) for giver, receiver in np.argwhere(there)]
    pool = Pool.of_arcs(arcs, [Member(str(each), capacity=2) for each in range(60)])
    before = best_loops(pool, Rules())
    broken, *others = before.loops[:4]
    accepted = frozenset((loop[0], loop[1]) for loop in (broken, *others))
    rules = Rules(fixed=accepted, forbidden=frozenset([(broken[-1], broken[0])]))

    after = repair(pool, rules, before)

    assert after.kept >= 1 + len(others)
    assert after.served >= 0.8 * before.served


def test_an_accepted_leg_in_two_loops_is_kept_once_and_another_beside_it_counts_more() -> None:
    """Ann may be in two loops, and has said yes to what she gives to Bo and to Dee: both can be kept."""
    legs = [("Ann", "Bo", 1), ("Bo", "Cy", 9), ("Cy", "Ann", 9), ("Bo", "Eve", 9), ("Eve", "Ann", 9)]
    legs += [("Ann", "Dee", 1), ("Dee", "Ann", 1)]
    pool = Pool.of_arcs((Arc(*leg) for leg in legs), [Member("Ann", capacity=2), Member("Bo", capacity=2)])
    rules = Rules(3, "weight", fixed=frozenset([("Ann", "Bo"), ("Ann", "Dee")]))
    for after in (repair(pool, rules, best_loops(pool, Rules(3, "weight"))), best_loops(pool, rules)):
        assert ("Ann", "Dee") in after.loops
        assert (after.kept, after.value, after.optimal) == (2, 21, True)


def test_a_leg_that_lies_in_two_loops_is_counted_as_one_kept() -> None:
    legs = [("Ann", "Bo"), ("Bo", "Cy"), ("Cy", "Ann"), ("Bo", "Eve"), ("Eve", "Ann")]
    pool = Pool.of_arcs((Arc(*leg) for leg in legs), [Member("Ann", capacity=2), Member("Bo", capacity=2)])
    after = repair(pool, Rules(3, fixed=frozenset([("Ann", "Bo")])), best_loops(pool, Rules(3)))
    assert (len(after.loops), after.served, after.kept) == (2, 6, 1)


def test_a_repair_leaves_loops_that_still_stand_as_they_are() -> None:
    pairs = [("Ann", "Bo"), ("Cy", "Dee"), ("Cy", "Eve")]
    pool = Pool.of_arcs(Arc(*leg) for pair in pairs for leg in (pair, pair[::-1]))
    before = Answer((("Ann", "Bo"), ("Cy", "Dee")), 4, 4, True, "", 4)
    after = repair(pool, Rules(forbidden=frozenset([("Cy", "Dee")])), before)
    assert after.loops == (("Ann", "Bo"), ("Cy", "Eve"))


def test_a_leg_that_was_accepted_is_kept_though_it_is_worth_nothing() -> None:
    pool = Pool.of_arcs([Arc("Ann", "Bo", 0.0), Arc("Bo", "Ann", 0.0)])

    answer = best_loops(pool, Rules(2, "weight", fixed=frozenset({("Ann", "Bo")})))

    assert answer.loops == (("Ann", "Bo"),)


def test_more_acceptances_are_kept_even_where_all_loops_together_are_worth_less() -> None:
    """Thirteen poor pairs keep a leg each; the twelve rich ones between them are worth far more, but keep one fewer."""
    poor = [(f"x{at}", f"y{at}") for at in range(13)]
    rich = [(f"y{at}", f"x{at + 1}") for at in range(12)]
    arcs = [Arc(*leg, 0.5) for pair in poor for leg in (pair, pair[::-1])]
    arcs += [Arc(*leg, 50.0) for pair in rich for leg in (pair, pair[::-1])]
    pool, rules = Pool.of_arcs(arcs), Rules(2, "weight", fixed=frozenset([*poor, *rich]))
    for answer in (best_loops(pool, rules), repair(pool, rules, best_loops(pool, Rules(2, "weight")))):
        assert (answer.kept, answer.value, answer.optimal) == (13, 13.0, True)


def test_loops_beyond_counting_are_searched_along_some_of_the_arcs(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(5)
    ends = np.argwhere(chance.random((60, 60)) < 0.3)
    pool = Pool.of_arcs(Arc(str(giver), str(receiver)) for giver, receiver in ends.tolist() if giver != receiver)
    monkeypatch.setattr("hometeam.engine.loops.columns.MOST_ENTRIES", 900)
    monkeypatch.setattr("hometeam.engine.loops.thinning.MOST_ENTRIES", 4_000)
    answer = best_loops(pool, Rules(3, "weight"))
    assert keeps_the_rules(pool, Rules(3, "weight"), answer)
    assert answer.upper_bound == 60
    assert answer.value >= 57


def test_where_few_loops_are_possible_the_best_are_proven_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for later in ("_settle", "_agree", "_better"):
        monkeypatch.setattr(f"hometeam.engine.loops.search.{later}", None)
    answer = best_loops(in_a_town(300, 0.25, 0.15), Rules(3, "weight"))
    assert answer.optimal and answer.value == 15_528


def test_annealing_whose_time_is_up_before_it_begins_leaves_the_loops_as_they_are() -> None:
    rules = Rules(2, objective="weight")
    pool = Pool.of_arcs([Arc("Ann", "Bo"), Arc("Bo", "Ann"), Arc("Bo", "Cy"), Arc("Cy", "Bo")])
    graph = compile_pool(pool, rules)
    columns = all_loops(graph, 2, Worth.of(graph, rules))
    cooling = Annealing(columns, np.zeros(graph.size), np.array([0]), np.random.default_rng(1))

    kept = cooling.run(Plan(100, 4, 1.0), Deadline(lambda: 1.0, 0.0))

    assert kept.tolist() == [0]


def test_a_small_pool_cooled_down_in_copies_gives_loops_of_one_of_them() -> None:
    chance, rules = np.random.default_rng(3), Rules(3, "weight")
    ends = np.argwhere(chance.random((40, 40)) < 0.15)
    pool = Pool.of_arcs(Arc(str(one), str(other), chance.random()) for one, other in ends.tolist() if one != other)
    graph = compile_pool(pool, rules)
    columns = all_loops(graph, 3, Worth.of(graph, rules))

    found = Annealing(columns, np.zeros(graph.size), NONE, np.random.default_rng(1)).run(Plan(400, 40), Deadline())

    assert columns.of(found).load(np.ones(len(found))).max() == 1
    assert columns.score[found].sum() >= 0.97 * best_loops(pool, rules).value
