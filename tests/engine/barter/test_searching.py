"""Loops in which all can meet all."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hometeam.engine.barter import search
from hometeam.engine.loops import Arc, Pool, Rules, best_loops

RULES = Rules(max_length=4, objective="expected")


def arcs(*pairs: str) -> list[Arc]:
    return [Arc(pair[0], pair[1]) for pair in pairs]


def test_a_loop_with_two_who_do_not_want_to_meet_is_not_there() -> None:
    pool = Pool.of_arcs(arcs("ab", "bc", "cd", "da"))
    assert search(pool, RULES, frozenset(), best_loops).loops
    found = search(pool, RULES, frozenset({frozenset("ac")}), best_loops)
    assert found.loops == () and found.value == 0.0


def test_another_loop_is_looked_for_without_it() -> None:
    pool = Pool.of_arcs([*arcs("ab", "bc", "cd"), Arc("d", "a", 5.0), Arc("c", "a", 0.5)])
    found = search(pool, RULES, frozenset({frozenset("bd")}), best_loops)
    assert [set(loop) for loop in found.loops] == [{"a", "b", "c"}]
    assert found.upper_bound >= found.value > 0


pairs = st.sets(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")).filter(lambda p: p[0] != p[1]))


@given(pairs, pairs)
def test_none_ever_holds_two_who_are_apart_and_the_bound_holds(
    ends: set[tuple[str, str]], apart: set[tuple[str, str]]
) -> None:
    kept = frozenset(frozenset(pair) for pair in apart)
    pool = Pool.of_arcs(Arc(*pair) for pair in sorted(ends))
    found = search(pool, RULES, kept, best_loops)
    for loop in found.loops:
        assert not any(pair <= set(loop) for pair in kept)
    assert found.upper_bound >= found.value
