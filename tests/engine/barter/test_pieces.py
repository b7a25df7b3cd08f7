"""A search in pieces: whoever does them, in whatever order, the answer is the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hometeam.engine.barter import (
    Piece,
    answer_of,
    answer_told,
    begun_from,
    bundled,
    in_turn,
    packed,
    pieces,
    plan,
    searched,
    unpacked,
)
from hometeam.engine.loops import Answer, Arc, Pool, Rules, Start, best_loops
from tests.engine.loops.pools import pools

RULES = Rules(3, "expected", seed=3)


def two_rings(members: int) -> Pool:
    """Two rings that share nobody."""
    return Pool.of_arcs(Arc(f"{ring}{at}", f"{ring}{(at + 1) % members}") for ring in "ab" for at in range(members))


def by_others(chance: Random) -> Callable[[Sequence[Piece]], list[Answer]]:
    """Pieces written down, done by whoever reads them, their answers written down and read in another order."""

    def solve(some: Sequence[Piece]) -> list[Answer]:
        found = [answer_told(searched(piece)) for bundle in bundled(some, 5) for piece in unpacked(packed(bundle))]
        chance.shuffle(found)
        return [answer_of(told) for told in found]

    return solve


@settings(max_examples=40, deadline=None)
@given(pools(), st.randoms())
def test_done_by_others_and_out_of_order_it_comes_to_the_same(pool: Pool, chance: Random) -> None:
    apart = {frozenset(chance.sample(pool.ids, 2))}
    region = {each: chance.choice("NS") for each in pool.ids}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "VERY_MANY", 3)
        planned = plan(pool, RULES, apart, Start(), region)
    assert planned.done(by_others(chance)) == planned.done(in_turn)


@settings(max_examples=40, deadline=None)
@given(pools())
def test_without_anybody_apart_it_is_what_the_whole_search_says(pool: Pool) -> None:
    assert plan(pool, RULES, frozenset(), Start(), {}).done(in_turn) == best_loops(pool, RULES)


@settings(max_examples=40, deadline=None)
@given(pools(), st.randoms())
def test_begun_by_region_the_best_is_no_other(pool: Pool, chance: Random) -> None:
    region = {each: chance.choice("NS") for each in pool.ids}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "VERY_MANY", 0)
        planned = plan(pool, RULES, frozenset(), Start(), region)
    assert planned.done(in_turn).value == pytest.approx(best_loops(pool, RULES).value)


def test_only_where_very_many_are_in_one_part_do_regions_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    pool = two_rings(50)
    region = {each: "north" if int(each[1:]) < 25 else "south" for each in pool.ids}
    rules = Rules(0, "weight", time_limit=10.0)
    assert plan(pool, rules, frozenset(), Start(), region).regions == ()
    backwards = Pool.of_arcs([Arc("a1", "a0"), *(Arc(f"a{at}", f"a{(at + 1) % 50}") for at in range(50))])
    monkeypatch.setattr(pieces, "VERY_MANY", 40)
    planned = plan(backwards, rules, frozenset(), Start(), region)
    assert [one.part.pool.ids for one in planned.regions] == [("a1", "a0")]
    assert [one.part.rules.time_limit for one in (*planned.regions, *planned.whole)] == [4.0, 6.0]


def test_a_piece_begins_from_what_is_its_own() -> None:
    planned = plan(two_rings(50), Rules(0, "weight"), frozenset(), Start(), {}).whole
    ring = tuple(f"a{at}" for at in range(50))
    start = Start((ring, ("a1", "b1"), ("nobody", "a1")), {"a1": 1.0, "b1": 2.0, "nobody": 3.0})
    begun = begun_from(planned, start)
    assert [one.start for one in begun] == [Start((ring,), {"a1": 1.0}), Start((), {"b1": 2.0})]


def test_small_pieces_share_a_bundle_and_large_ones_have_their_own() -> None:
    planned = plan(two_rings(50), Rules(0, "weight"), frozenset(), Start(), {}).whole
    assert [len(one) for one in bundled(planned, 40)] == [1, 1]
    assert [len(one) for one in bundled(planned, 100)] == [2]


def test_one_after_the_other_they_share_the_time_there_is_by_size(monkeypatch: pytest.MonkeyPatch) -> None:
    now, limits = [100.0], []

    def half_of_its_time(piece: Piece, _clock: object) -> Answer:
        limit = piece.part.rules.time_limit
        assert limit is not None
        limits.append(limit)
        now[0] += limit / 2
        return Answer((), 0.0, 0.0, True, "", 0)

    monkeypatch.setattr(pieces, "searched", half_of_its_time)
    planned = plan(two_rings(50), Rules(0, "weight", time_limit=4.0), frozenset(), Start(), {}).whole
    in_turn(planned, lambda: now[0])
    assert limits == [2.0, 3.0]
