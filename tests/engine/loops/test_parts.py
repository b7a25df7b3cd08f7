"""A pool in parts: whoever solves them, in whatever order, the answer is the same."""

from __future__ import annotations

import pickle
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from hometeam.engine.loops import Arc, Pool, Rules, best_loops, join, parts, regional, solved
from tests.engine.loops.pools import pools


def beside_each_other(some: list[Pool]) -> Pool:
    """One pool of several that share no member."""
    arcs = [
        Arc(f"{number}{pool.ids[giver]}", f"{number}{pool.ids[receiver]}", weight)
        for number, pool in enumerate(some)
        for giver, receiver, weight in zip(
            pool.givers.tolist(), pool.receivers.tolist(), pool.weights.tolist(), strict=True
        )
    ]
    return Pool.of_arcs(arcs)


@settings(max_examples=25, deadline=None)
@given(st.lists(pools(), min_size=1, max_size=40).map(beside_each_other), st.sampled_from([0, 3]), st.randoms())
def test_parts_solved_apart_and_out_of_order_come_to_the_same_answer(pool: Pool, longest: int, chance: Random) -> None:
    rules = Rules(longest, "weight", seed=3)
    apart = [solved(pickle.loads(pickle.dumps(part))) for part in parts(pool, rules)]
    chance.shuffle(apart)
    assert join(apart) == best_loops(pool, rules)


def test_a_ring_is_never_cut_and_small_components_share_a_part() -> None:
    arcs = [Arc(f"{size}-{at}", f"{size}-{(at + 1) % size}") for size in (90, 4, 3, 2) for at in range(size)]
    found = parts(Pool.of_arcs(arcs), Rules(0))
    assert [len(part.pool.ids) for part in found] == [9, 90]
    assert join(map(solved, found)).served == 99


def test_a_pool_without_loops_has_no_parts() -> None:
    one_way = Pool.of_arcs([Arc("Ann", "Bo")])
    assert parts(one_way, Rules()) == ()
    assert join(()) == best_loops(one_way, Rules())


def test_a_region_knows_only_what_stays_inside_it() -> None:
    across, inside = [("Ann", "Bo"), ("Bo", "Ann")], [("Cy", "Dee"), ("Dee", "Cy"), ("Eve", "Flo"), ("Flo", "Eve")]
    pool = Pool.of_arcs(Arc(*ends) for ends in (*across, *inside))
    region = {"Ann": "north", "Bo": "south", "Cy": "north", "Dee": "north", "Eve": "south"}
    assert join(map(solved, regional(pool, Rules(), region))).loops == (("Cy", "Dee"),)
