"""Loops in which all can meet all: a loop's members share a page once they have agreed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import combinations
from math import prod

from hometeam.engine.loops import Answer, Pool, Rules

TRIES = 3
"""So often another set is looked for where loops hold two who do not want to meet."""
NEXT_TO_NOTHING = 1e-9
Leg = tuple[str, str]
Look = Callable[[Pool, Rules], Answer]


def search(pool: Pool, rules: Rules, apart: AbstractSet[frozenset[str]], look: Look) -> Answer:
    """The loops of the greatest expected value by `look`, none of which holds two members who are `apart`.

    The engine knows who may not give to whom, not who may not be in one loop. Where a loop holds two such members it is
    looked for again without the legs of either in it, whichever leaves more, a few times; what holds two of them even
    then is dropped. The bound is that of the first search, which holds for every later one.
    """
    first = best = look(pool, rules)
    if _first_broken(first, apart) is None:
        return first
    worth = _worth(pool)
    tried, left = rules, TRIES
    while left and (broken := _first_broken(best, apart)):
        without = [_without(tried, broken, member) for member in sorted(_two_apart(broken, apart))]
        found = [(look(pool, one), one) for one in without]
        best, tried = max(found, key=lambda one: _value(_sound(one[0], apart), worth))
        left -= 1
    loops = _sound(best, apart)
    told = replace(first, stopped_because=best.stopped_because)
    return _with(told, loops, _value(loops, worth), rules)


def legs(loop: Sequence[str]) -> list[Leg]:
    """Who gives to whom in a loop."""
    return list(zip(loop, [*loop[1:], *loop[:1]], strict=True))


def _with(answer: Answer, loops: tuple[tuple[str, ...], ...], value: float, rules: Rules) -> Answer:
    """The same answer with these loops alone."""
    bound = max(answer.upper_bound, value)
    kept = len(rules.fixed.intersection(leg for loop in loops for leg in legs(loop)))
    optimal, served = value >= bound - NEXT_TO_NOTHING, sum(map(len, loops))
    return replace(answer, loops=loops, value=value, upper_bound=bound, optimal=optimal, served=served, kept=kept)


def _without(rules: Rules, loop: Sequence[str], member: str) -> Rules:
    """The same rules without the legs of one member of a loop in it."""
    dropped = {leg for leg in legs(loop) if member in leg}
    return replace(rules, forbidden=rules.forbidden | dropped, fixed=rules.fixed - dropped)


def _first_broken(answer: Answer, apart: AbstractSet[frozenset[str]]) -> tuple[str, ...] | None:
    return next((loop for loop in answer.loops if _two_apart(loop, apart)), None)


def _sound(answer: Answer, apart: AbstractSet[frozenset[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(loop for loop in answer.loops if not _two_apart(loop, apart))


def _two_apart(loop: Sequence[str], apart: AbstractSet[frozenset[str]]) -> frozenset[str]:
    """Two of a loop who do not want to meet; empty where all can."""
    pairs = (frozenset(pair) for pair in combinations(loop, 2))
    return next((pair for pair in pairs if pair in apart), frozenset())


def _worth(pool: Pool) -> dict[Leg, tuple[float, float]]:
    columns = (pool.givers.tolist(), pool.receivers.tolist(), pool.weights.tolist(), pool.chances.tolist())
    ends = zip(*columns, strict=True)
    return {(pool.ids[giver], pool.ids[receiver]): (weight, chance) for giver, receiver, weight, chance in ends}


def _value(loops: Sequence[Sequence[str]], worth: Mapping[Leg, tuple[float, float]]) -> float:
    """What loops are worth where each comes about only whole."""
    total = 0.0
    for loop in loops:
        weights, chances = zip(*(worth[leg] for leg in legs(loop)), strict=True)
        total += sum(weights) * prod(chances)
    return total
