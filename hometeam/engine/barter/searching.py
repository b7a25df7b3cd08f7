"""Loops in which all can meet all: a loop's members share a page once they have agreed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import combinations
from math import prod

from hometeam.engine.loops import Answer, Pool, Rules

TRIES = 3
"""So often another set is looked for where loops hold two who do not want to meet."""
Leg = tuple[str, str]
Look = Callable[[Pool, Rules], Answer]


@dataclass(frozen=True)
class Search:
    """The loops that a search came to, and what it proved: `value` is theirs, `upper_bound` that of any choice."""

    loops: tuple[tuple[str, ...], ...]
    value: float
    upper_bound: float
    stopped_because: str
    prices: Mapping[str, float]


def search(pool: Pool, rules: Rules, apart: AbstractSet[frozenset[str]], look: Look) -> Search:
    """The loops of the greatest expected value by `look`, none of which holds two members who are `apart`.

    The engine knows who may not give to whom, not who may not be in one loop. Where a loop holds two such members it is
    looked for again without the legs of either in it, whichever leaves more, a few times; what holds two of them even
    then is dropped. The bound is that of the first search, which holds for every later one.
    """
    worth = _worth(pool)
    first = best = look(pool, rules)
    tried, left = rules, TRIES
    while left and (broken := _first_broken(best, apart)):
        without = [_without(tried, broken, member) for member in sorted(_two_apart(broken, apart))]
        found = [(look(pool, one), one) for one in without]
        best, tried = max(found, key=lambda one: _value(_sound(one[0], apart), worth))
        left -= 1
    loops = _sound(best, apart)
    value = _value(loops, worth)
    return Search(loops, value, max(first.upper_bound, value), best.stopped_because, first.prices)


def legs(loop: Sequence[str]) -> list[Leg]:
    """Who gives to whom in a loop."""
    return list(zip(loop, [*loop[1:], *loop[:1]], strict=True))


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
