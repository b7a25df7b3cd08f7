"""The best loops among those in the room, and what stays of answers when one has to be found anew."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from hometeam.engine.loops import Arc, Pool, Rules, best_loops
from hometeam.engine.market.matching import Handing

FEW = 6
"""So many handings from each giver, and to each receiver, are enough to choose among: the warmest."""
Ring = tuple[Handing, ...]
"""Each gives to the next, and the last to the first."""
WARMEST = 1_000
"""A seat more is worth more than any warmth: 150 seats' warmth does not come to this."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long loops may be (2 to 6), how many seconds the search may take on `stopwatch`, and its seed."""

    longest: int = 4
    seconds: float = 1.5
    stopwatch: Callable[[], float] | None = None
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Answered:
    """What a seat said yes to: the card that it gives and to whom, the card that it gets and from whom."""

    seat: int
    gives: int
    to: int
    gets: int
    of: int


def rings(found: Sequence[Handing], yes: Collection[Answered] = (), limits: Limits | None = None) -> list[Ring]:
    """The best disjoint loops: as many seats as can be, then the warmest; each seat in one at most.

    What was said yes to is kept before anything else counts.
    """
    limits = limits or Limits()
    between = {(str(one.giver), str(one.receiver)): one for one in _likely(found, yes)}
    if not between:
        return []
    pool = Pool.of_arcs(Arc(giver, receiver, 1 + one.warmth / WARMEST) for (giver, receiver), one in between.items())
    rules = Rules(
        max_length=limits.longest,
        objective="weight",
        fixed=frozenset(pair for pair, one in between.items() if _is_kept(one, yes)),
        time_limit=limits.seconds if limits.stopwatch else None,
        seed=limits.seed,
    )
    answer = best_loops(pool, rules, clock=limits.stopwatch)
    return [tuple(between[pair] for pair in _around(loop)) for loop in answer.loops]


def _likely(found: Sequence[Handing], yes: Collection[Answered]) -> list[Handing]:
    """Without the lukewarm handings of those who have many: a room of a hundred has more loops than anyone can look at.

    Among equally warm ones the numbers of both seats decide, mixed, so that nobody is always first.
    """
    chosen = {one.pair for one in found if _is_kept(one, yes)}
    by_seat: dict[tuple[str, int], list[Handing]] = {}
    for one in sorted(found, key=lambda one: (-one.warmth, (one.giver * 7_919 + one.receiver * 104_729) % 1_009)):
        by_seat.setdefault(("gives", one.giver), []).append(one)
        by_seat.setdefault(("gets", one.receiver), []).append(one)
    for theirs in by_seat.values():
        chosen |= {one.pair for one in theirs[:FEW]}
    return [one for one in found if one.pair in chosen]


def _is_kept(one: Handing, yes: Iterable[Answered]) -> bool:
    """Whether its giver or its receiver has said yes to it."""
    given = (one.giver, one.card, one.receiver)
    return any(given in ((said.seat, said.gives, said.to), (said.of, said.gets, said.seat)) for said in yes)


def _around(loop: Sequence[str]) -> list[tuple[str, str]]:
    return list(zip(loop, [*loop[1:], loop[0]], strict=True))


def kept_answers(ring: Ring, yes: Collection[Answered]) -> Mapping[int, bool]:
    """For each seat of a ring whether its yes still holds: it gives and gets the very same, to and from the same."""
    into = {one.receiver: one for one in ring}
    return {
        one.giver: Answered(one.giver, one.card, one.receiver, into[one.giver].card, into[one.giver].giver) in yes
        for one in ring
    }
