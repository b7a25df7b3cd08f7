"""Small random pools, and the best loops of one by trying everything: what the fast search is held against. And larger
pools without any structure.
"""

from __future__ import annotations

from itertools import permutations

import numpy as np
from hypothesis import strategies as st

from hometeam.engine.loops import Arc, Member, Pool, Rules
from hometeam.engine.loops.columns import Columns, Worth
from hometeam.engine.loops.columns import all_loops as all_columns
from hometeam.engine.loops.graph import compile_pool
from hometeam.engine.loops.pool import Floats

NAMES = ["Ann", "Bo", "Cy", "Dee", "Eve", "Flo", "Gus"]


@st.composite
def pools(draw: st.DrawFn, whole: bool = False) -> Pool:
    """Up to seven members with room for up to two loops each, and arcs between any of them."""
    names = NAMES[: draw(st.integers(2, len(NAMES)))]
    pairs = [(giver, receiver) for giver in names for receiver in names if giver != receiver]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=18))
    weights = st.integers(0, 6).map(float) if whole else st.floats(0, 5).map(lambda weight: round(weight, 3))
    arcs = [Arc(*pair, draw(weights), draw(st.sampled_from([0.25, 0.5, 1.0]))) for pair in chosen]
    waiting = st.sampled_from([0.0, 0.0, 3.0])
    members = [Member(name, capacity=draw(st.sampled_from([0, 1, 1, 1, 2])), waiting=draw(waiting)) for name in names]
    return Pool.of_arcs(arcs, members)


def legs(loop: tuple[str, ...]) -> list[tuple[str, str]]:
    """Who gives to whom in a loop."""
    return list(zip(loop, loop[1:] + loop[:1], strict=True))


def worth(pool: Pool, loop: tuple[str, ...], objective: str) -> float:
    """What a loop counts, told apart from the search's own way of counting."""
    places = {each: at for at, each in enumerate(pool.ids)}
    ends = list(zip(pool.givers.tolist(), pool.receivers.tolist(), strict=True))
    arcs = [ends.index((places[giver], places[receiver])) for giver, receiver in legs(loop)]
    if objective == "served":
        return float(len(loop))
    chance = 1.0
    for arc in arcs:
        chance *= float(pool.chances[arc])
    return sum(float(pool.weights[arc]) for arc in arcs) * (chance if objective == "expected" else 1.0)


def all_loops(pool: Pool, rules: Rules) -> list[tuple[str, ...]]:
    """Every loop that the rules allow, each once, by trying every order of every few members."""
    ends = {
        (pool.ids[giver], pool.ids[receiver])
        for giver, receiver in zip(pool.givers.tolist(), pool.receivers.tolist(), strict=True)
    } - set(rules.forbidden)
    return [
        loop
        for length in range(2, rules.max_length + 1)
        for loop in permutations(pool.ids, length)
        if loop[0] == min(loop) and ends.issuperset(legs(loop))
    ]


def best_by_trying(pool: Pool, rules: Rules) -> tuple[int, float, float]:
    """Of loops that go together the most legs kept, then the greatest value, then the most waiting ended."""
    found = all_loops(pool, rules)
    waiting = dict(zip(pool.ids, pool.waiting.tolist(), strict=True))
    told = [
        (
            rules.fixed.intersection(legs(loop)),
            worth(pool, loop, rules.objective),
            sum(waiting[each] for each in loop),
        )
        for loop in found
    ]
    room = dict(zip(pool.ids, pool.capacities.tolist(), strict=True))

    def best(at: int, kept: frozenset[tuple[str, str]] = frozenset()) -> tuple[int, float, float]:
        if at == len(found):
            return len(kept), 0.0, 0.0
        without = best(at + 1, kept)
        if told[at][:2] == (frozenset(), 0.0) or any(room[each] < 1 for each in found[at]):
            return without
        for each in found[at]:
            room[each] -= 1
        legs_kept, value, waited = best(at + 1, kept | told[at][0])
        for each in found[at]:
            room[each] += 1
        within = legs_kept, round(value + told[at][1], 9), waited + told[at][2]
        return max(without, within)

    return best(0)


def legs_of(pool: Pool) -> list[tuple[str, str]]:
    """Who could give to whom."""
    ends = zip(pool.givers.tolist(), pool.receivers.tolist(), strict=True)
    return [(pool.ids[giver], pool.ids[receiver]) for giver, receiver in ends]


def by_quality(size: int, arcs_each: int, seed: int = 1) -> Pool:
    """Members who give to some others by chance, each leg worth the giver's quality."""
    chance = np.random.default_rng(seed)
    ends = np.unique(chance.integers(0, size, (size * arcs_each, 2)), axis=0)
    ends = ends[ends[:, 0] != ends[:, 1]].astype(np.int32)
    return Pool(
        ids=tuple(map(str, range(size))),
        givers=ends[:, 0],
        receivers=ends[:, 1],
        weights=chance.uniform(0.5, 1.5, size)[ends[:, 0]],
        chances=np.ones(len(ends)),
        capacities=np.ones(size, np.int64),
        waiting=np.zeros(size),
        counts=np.ones(size),
    )


def in_a_town(size: int, near: float, share: float = 0.05, seed: int = 1) -> Pool:
    """Members somewhere in a square, who give to a share of those near them; legs weigh 1 to 100, by chance."""
    chance = np.random.default_rng(seed)
    places = chance.random((size, 2))
    apart = np.linalg.norm(places[:, None] - places[None, :], axis=2)
    givers, receivers = np.nonzero((apart < near) & (chance.random((size, size)) < share) & ~np.eye(size, dtype=bool))
    weights = chance.integers(1, 101, len(givers)).tolist()
    ends = zip(givers.tolist(), receivers.tolist(), weights, strict=True)
    return Pool.of_arcs([Arc(str(giver), str(receiver), float(weight)) for giver, receiver, weight in ends])


def loops_of(pool: Pool, longest: int) -> tuple[Columns, Floats]:
    """All loops of a pool by weight, and the room of the members in them."""
    rules = Rules(longest, "weight")
    graph = compile_pool(pool, rules)
    return all_columns(graph, longest, Worth.of(graph, rules)), graph.capacities
