"""A pool in parts that share no loop, each solved alone, wherever that is, and the answers joined again.

Every loop lies in one strongly connected component, so the parts are whole components, small ones together in one.
`best_loops` goes this way itself: who hands parts to other processes gets the answer that it gives.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from hometeam.engine.loops.graph import allowed, components
from hometeam.engine.loops.pool import Answer, Clock, Deadline, Flags, Ints, Nodes, Pool, Rules, Start
from hometeam.engine.loops.search import search
from hometeam.engine.loops.state import LATE, NOTHING, PROVEN, WORKED

TOGETHER = 80


@dataclass(frozen=True, eq=False)
class Part:
    """A pool of its own with the rules that hold in it; it can be pickled."""

    pool: Pool
    rules: Rules


def parts(pool: Pool, rules: Rules) -> tuple[Part, ...]:
    """The parts of a pool, those with the fewest members first; none where no loop is possible.

    Arcs that the rules forbid are gone from the parts' pools. A time limit is the whole pool's, and each part has it.
    """
    kept, fixed = allowed(pool, rules)
    label = components(pool, kept)
    inside = np.flatnonzero(kept & (label[pool.givers] == label[pool.receivers]))
    number, count = _together(label, pool.givers[inside])
    order = inside[np.argsort(number[label[pool.givers[inside]]], kind="stable")]
    cuts = np.searchsorted(number[label[pool.givers[order]]], np.arange(1, count))
    return tuple(_part(pool, rules, arcs, fixed[arcs]) for arcs in np.split(order, cuts) if len(arcs))


def solved(part: Part, start: Start | None = None, clock: Clock | None = None) -> Answer:
    """The best loops of one part; `clock` is needed where its rules have a time limit. Raises WrongPool."""
    return search(part.pool, part.rules, start or Start(), Deadline.of(part.rules, clock))


def join(answers: Iterable[Answer]) -> Answer:
    """The answer for the whole pool from those for its parts, in whatever order they come."""
    each = list(answers)
    prices = {member: price for one in each for member, price in one.prices.items()}
    return Answer(
        loops=tuple(sorted(loop for one in each for loop in one.loops)),
        value=math.fsum(one.value for one in each),
        upper_bound=math.fsum(one.upper_bound for one in each),
        optimal=all(one.optimal for one in each),
        stopped_because=_why({one.stopped_because for one in each}),
        served=sum(one.served for one in each),
        kept=sum(one.kept for one in each),
        prices=dict(sorted(prices.items())),
    )


def best_loops(pool: Pool, rules: Rules, start: Start | None = None, clock: Clock | None = None) -> Answer:
    """The best set of loops for a pool.

    `start` is an earlier answer's loops and prices: they are where the search begins, as far as they still stand.
    `clock` gives seconds and is needed where the rules set a time limit. The same seed gives the same answer, unless
    the limit cut the search short. Raises WrongPool.
    """
    Deadline.of(rules, clock)
    return join(in_turn(parts(pool, rules), start or Start(), clock))


def in_turn(some: Sequence[Part], start: Start, clock: Clock | None = None) -> list[Answer]:
    """Answers for parts of one pool, one after the other; their one time limit is shared by size. Raises WrongPool."""
    if not some:
        return []
    whole, answers = Deadline.of(some[0].rules, clock), []
    left = sum(len(part.pool.ids) for part in some)
    for part in some:
        here = len(part.pool.ids)
        answers.append(search(part.pool, part.rules, start, whole.share(here / left)))
        left -= here
    return answers


def _together(label: Ints, givers: Nodes) -> tuple[Ints, int]:
    """For each component the number of its part, and how many parts; the smallest components come first."""
    sizes = np.bincount(label, minlength=1)
    with_loops = np.unique(label[givers])
    number, at, room = np.zeros(len(sizes), np.int64), 0, TOGETHER
    for component in with_loops[np.argsort(sizes[with_loops], kind="stable")].tolist():
        if sizes[component] > room and room < TOGETHER:
            at, room = at + 1, TOGETHER
        number[component], room = at, room - int(sizes[component])
    return number, at + 1


def _part(pool: Pool, rules: Rules, arcs: Ints, fixed: Flags) -> Part:
    members = np.unique(np.concatenate([pool.givers[arcs], pool.receivers[arcs]]))
    ids = tuple(pool.ids[each] for each in members.tolist())
    small = Pool(
        ids=ids,
        givers=np.searchsorted(members, pool.givers[arcs]).astype(np.int32),
        receivers=np.searchsorted(members, pool.receivers[arcs]).astype(np.int32),
        weights=pool.weights[arcs],
        chances=pool.chances[arcs],
        capacities=pool.capacities[members],
        waiting=pool.waiting[members],
        counts=pool.counts[members],
    )
    legs = arcs[fixed]
    pairs = zip(pool.givers[legs].tolist(), pool.receivers[legs].tolist(), strict=True)
    named = frozenset((pool.ids[giver], pool.ids[receiver]) for giver, receiver in pairs)
    return Part(small, replace(rules, forbidden=frozenset(), fixed=named))


def _why(reasons: set[str]) -> str:
    return next((reason for reason in (LATE, WORKED, PROVEN) if reason in reasons), NOTHING)
