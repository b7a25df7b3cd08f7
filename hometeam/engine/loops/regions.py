"""A large component begun by region: the loops inside each region first, then those of the whole from there.

Cut by region for good, a component would lose the loops that go across. So what the regions come to is only where the
search of the whole begins, and its bound is the whole's. Both steps are parts, and whoever solves these, in whatever
order or process, the answer is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from hometeam.engine.loops.parts import Part, in_turn, join, parts
from hometeam.engine.loops.pool import Answer, Clock, Ints, Pool, Rules, Start

Solve = Callable[[Sequence[Part], Start], Iterable[Answer]]
"""What answers for parts, each from the same start; the answers may come in any order."""
REGIONS_FIRST = 0.4
"""The part of the time that the regions have."""


def by_region(
    pool: Pool, rules: Rules, region: Mapping[str, str], solve: Solve | None = None, clock: Clock | None = None
) -> Answer:
    """The best set of loops for a pool whose members, by id, have a `region`; who has none joins in the second step.

    `solve` answers for the parts, one after the other here if it is not said; then `clock` is needed where the rules
    set a time limit. Raises WrongPool.
    """
    solve = solve or partial(in_turn, clock=clock)
    begun = join(solve(regional(pool, _within(rules, REGIONS_FIRST), region), Start()))
    return join(solve(parts(pool, _within(rules, 1 - REGIONS_FIRST)), Start(begun.loops, begun.prices)))


def regional(pool: Pool, rules: Rules, region: Mapping[str, str]) -> tuple[Part, ...]:
    """The parts of a pool in which only those give to each other who are of the same region."""
    number = _numbered([region.get(each) for each in pool.ids])
    inside = np.flatnonzero((number[pool.givers] == number[pool.receivers]) & (number[pool.givers] >= 0))
    return parts(
        replace(
            pool,
            givers=pool.givers[inside],
            receivers=pool.receivers[inside],
            weights=pool.weights[inside],
            chances=pool.chances[inside],
        ),
        rules,
    )


def _numbered(regions: Sequence[str | None]) -> Ints:
    """A number for each region, and -1 for none."""
    number = {each: at for at, each in enumerate(dict.fromkeys(one for one in regions if one is not None))}
    return np.array([-1 if each is None else number[each] for each in regions], np.int64)


def _within(rules: Rules, part: float) -> Rules:
    return rules if rules.time_limit is None else replace(rules, time_limit=part * rules.time_limit)
