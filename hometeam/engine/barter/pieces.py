"""A search cut into pieces that share no loop: each is done alone, wherever that is, and the answers are joined.

Where very many can give to each other round about, the loops inside each region come first and the whole begins from
them. What the pieces are depends on the pool alone, never on who does them: the answer is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

import numpy as np

from hometeam.engine.barter.searching import search
from hometeam.engine.loops import Answer, Part, Pool, Rules, Start, best_loops, join, parts, regional
from hometeam.engine.loops.pool import Clock
from hometeam.engine.loops.state import LATE

VERY_MANY = 50_000
"""Beyond so many members in one part, it is begun by region. Of fewer, the whole alone was as good or better in the
same time: 97.2 and 96.7 % of the bound for 10,000 and 30,000 in half a minute, 96.8 and 96.0 by region.
"""
REGIONS_FIRST = 0.4
"""The part of the time that the regions have."""
SHORTEST = 0.001
Apart = AbstractSet[frozenset[str]]
Solve = Callable[[Sequence["Piece"]], Iterable[Answer]]


@dataclass(frozen=True, eq=False)
class Piece:
    """A part of a pool with where its search begins, and which of its members are not to meet."""

    part: Part
    start: Start
    apart: frozenset[frozenset[str]]

    @property
    def size(self) -> int:
        """How many members are in it."""
        return len(self.part.pool.ids)


@dataclass(frozen=True)
class Plan:
    """The pieces of a search: those of regions, often none, then those of the whole, which begin from the former."""

    regions: tuple[Piece, ...]
    whole: tuple[Piece, ...]

    def after(self, regions: Iterable[Answer]) -> tuple[Piece, ...]:
        """The pieces of the whole, once there are answers for those of the regions."""
        begun = join(regions)
        return begun_from(self.whole, Start(begun.loops, begun.prices)) if self.regions else self.whole

    def done(self, solve: Solve) -> Answer:
        """The answer for the whole pool, where `solve` answers for pieces in whatever order."""
        return join(solve(self.after(solve(self.regions) if self.regions else ())))


def plan(pool: Pool, rules: Rules, apart: Apart, start: Start, region: Mapping[str, str]) -> Plan:
    """What there is to do for the best loops of a pool, some of whose members, by id, have a `region`."""
    whole = parts(pool, rules)
    few = all(len(part.pool.ids) <= VERY_MANY for part in whole)
    if few or len(set(region.values())) < 2:
        return Plan((), _pieces(whole, apart, start))
    first = regional(pool, within(rules, REGIONS_FIRST), region)
    later = [replace(part, rules=within(part.rules, 1 - REGIONS_FIRST)) for part in whole]
    return Plan(_pieces(first, apart, start), _pieces(later, apart, start))


def searched(piece: Piece, clock: Clock | None = None) -> Answer:
    """The best loops of one piece; `clock` is needed where its rules have a time limit. Raises WrongPool."""
    part = piece.part
    return search(part.pool, part.rules, piece.apart, lambda pool, rules: best_loops(pool, rules, piece.start, clock))


def left_undone(piece: Piece) -> Answer:
    """What is said of a piece that nobody could do: no loops, and as a bound what all could give at the very most."""
    pool = piece.part.pool
    most = np.zeros(len(pool.ids))
    np.maximum.at(most, pool.givers, pool.weights)
    return Answer((), 0.0, float(most @ pool.capacities), False, LATE, 0)


def in_turn(pieces: Sequence[Piece], clock: Clock | None = None) -> list[Answer]:
    """Answers for pieces, one after the other; their one time limit is shared by size. Raises WrongPool."""
    if not pieces or clock is None or pieces[0].part.rules.time_limit is None:
        return [searched(piece, clock) for piece in pieces]
    ends, answers = clock() + pieces[0].part.rules.time_limit, []
    left = sum(piece.size for piece in pieces)
    for piece in pieces:
        limit = max(SHORTEST, (ends - clock()) * piece.size / left)
        part = replace(piece.part, rules=replace(piece.part.rules, time_limit=limit))
        answers.append(searched(replace(piece, part=part), clock))
        left -= piece.size
    return answers


def bundled(pieces: Iterable[Piece], most: int) -> list[list[Piece]]:
    """Pieces in bundles of at most so many members, but for those that have more alone; their order stays."""
    bundles: list[list[Piece]] = []
    for piece in pieces:
        if not bundles or sum(one.size for one in bundles[-1]) + piece.size > most:
            bundles.append([])
        bundles[-1].append(piece)
    return bundles


def begun_from(pieces: Iterable[Piece], start: Start) -> tuple[Piece, ...]:
    """The same pieces, each beginning from what of a start is its own."""
    some = list(pieces)
    at = {member: number for number, piece in enumerate(some) for member in piece.part.pool.ids}
    loops: list[list[tuple[str, ...]]] = [[] for _piece in some]
    prices: list[dict[str, float]] = [{} for _piece in some]
    for loop in start.loops:
        where = {at.get(member) for member in loop}
        if len(where) == 1 and (number := where.pop()) is not None:
            loops[number].append(loop)
    for member, price in start.prices.items():
        if member in at:
            prices[at[member]][member] = price
    return tuple(replace(piece, start=Start(tuple(loops[number]), prices[number])) for number, piece in enumerate(some))


def within(rules: Rules, share: float) -> Rules:
    """The same rules with a share of their time."""
    return rules if rules.time_limit is None else replace(rules, time_limit=share * rules.time_limit)


def _pieces(some: Iterable[Part], apart: Apart, start: Start) -> tuple[Piece, ...]:
    return begun_from((Piece(part, Start(), _among(part, apart)) for part in some), start)


def _among(part: Part, apart: Apart) -> frozenset[frozenset[str]]:
    members = set(part.pool.ids)
    return frozenset(pair for pair in apart if pair <= members)
