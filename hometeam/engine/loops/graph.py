"""A pool made ready to search: the arcs allowed, pruned to strongly connected components, sorted for quick look-ups."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from hometeam.engine.loops.pool import Flags, Floats, Ints, Nodes, Pool, Rules

DENSE_UP_TO = 4096
BLOOM_BITS = 27
GOLDEN = np.int64(0x1E3779B97F4A7C15)


@dataclass(frozen=True, eq=False)
class Graph:
    """Arcs sorted by giver, then receiver. Members are renumbered by how many arcs they have, the fewest first: a loop
    is found from its least connected member, which leaves the fewest paths to follow. `member` leads back to the pool.
    """

    givers: Nodes
    receivers: Nodes
    weights: Floats
    chances: Floats
    capacities: Floats
    counts: Floats
    waiting: Floats
    member: Ints
    fixed: Flags

    @property
    def size(self) -> int:
        """How many members."""
        return len(self.member)

    @cached_property
    def keys(self) -> Ints:
        """One number per arc, rising: giver times size plus receiver."""
        return self.givers.astype(np.int64) * self.size + self.receivers

    @cached_property
    def starts(self) -> Ints:
        """Where each member's arcs start, and where the last one's end."""
        return np.searchsorted(self.givers, np.arange(self.size + 1)).astype(np.int64)

    @cached_property
    def _table(self) -> Nodes:
        table = np.full((self.size, self.size), -1, np.int32)
        table[self.givers, self.receivers] = np.arange(len(self.givers), dtype=np.int32)
        return table

    @cached_property
    def _bloom(self) -> Flags:
        seen = np.zeros(1 << BLOOM_BITS, np.bool_)
        seen[_hashed(self.keys)] = True
        return seen

    def find(self, givers: Nodes, receivers: Nodes) -> tuple[Ints, Nodes]:
        """Which of these pairs have an arc: their positions, and the arcs."""
        if self.size <= DENSE_UP_TO:
            arcs = self._table[givers, receivers]
            there = np.flatnonzero(arcs >= 0)
            return there, arcs[there]
        keys = givers.astype(np.int64) * self.size + receivers
        # Most pairs have none, and a table of bits says so ten times quicker than a search.
        maybe = np.flatnonzero(self._bloom[_hashed(keys)])
        at = np.minimum(np.searchsorted(self.keys, keys[maybe]), len(self.keys) - 1)
        sure = self.keys[at] == keys[maybe]
        return maybe[sure], at[sure].astype(np.int32)


def _hashed(keys: Ints) -> Ints:
    with np.errstate(over="ignore"):
        return (keys * GOLDEN >> np.int64(64 - 4 - BLOOM_BITS)) & np.int64((1 << BLOOM_BITS) - 1)


def compile_pool(pool: Pool, rules: Rules) -> Graph:
    """The part of a pool in which loops can be: no forbidden arc, nobody without room, components only."""
    kept, fixed = allowed(pool, rules)
    label = components(pool, kept)
    return _sorted(pool, np.flatnonzero(kept & (label[pool.givers] == label[pool.receivers])), fixed)


def allowed(pool: Pool, rules: Rules) -> tuple[Flags, Flags]:
    """For each arc whether loops may use it, and whether it is to be kept."""
    room = pool.capacities > 0
    kept = room[pool.givers] & room[pool.receivers]
    fixed = np.zeros(len(pool.givers), np.bool_)
    if rules.forbidden or rules.fixed:
        kept &= ~_named(pool, rules.forbidden)
        fixed = kept & _named(pool, rules.fixed)
    return kept, fixed


def _named(pool: Pool, pairs: frozenset[tuple[str, str]]) -> Flags:
    place = {each: number for number, each in enumerate(pool.ids)}
    wanted = [place[one] * len(pool.ids) + place[other] for one, other in pairs if one in place and other in place]
    keys = pool.givers.astype(np.int64) * len(pool.ids) + pool.receivers
    return np.isin(keys, np.array(sorted(wanted), np.int64))


def components(pool: Pool, kept: Flags) -> Ints:
    """For each member the number of their strongly connected component, by these arcs."""
    size = len(pool.ids)
    ends = pool.givers[kept], pool.receivers[kept]
    links = sparse.csr_matrix((np.ones(len(ends[0]), np.int8), ends), shape=(size, size))
    labels = connected_components(links, directed=True, connection="strong")[1] if size else np.zeros(0)
    return np.asarray(labels, np.int64)


def _sorted(pool: Pool, arcs: Ints, fixed: Flags) -> Graph:
    members = np.unique(np.concatenate([pool.givers[arcs], pool.receivers[arcs]])).astype(np.int64)
    ends = np.searchsorted(members, pool.givers[arcs]), np.searchsorted(members, pool.receivers[arcs])
    busy = np.bincount(ends[0], minlength=len(members)) + np.bincount(ends[1], minlength=len(members))
    order = np.argsort(busy, kind="stable")
    rank = np.empty(len(members), np.int32)
    rank[order] = np.arange(len(members), dtype=np.int32)
    givers, receivers = rank[ends[0]], rank[ends[1]]
    sort = np.lexsort((receivers, givers))
    return Graph(
        givers=givers[sort],
        receivers=receivers[sort],
        weights=pool.weights[arcs][sort],
        chances=pool.chances[arcs][sort],
        capacities=pool.capacities[members[order]].astype(np.float64),
        counts=pool.counts[members[order]],
        waiting=pool.waiting[members[order]],
        member=members[order],
        fixed=fixed[arcs][sort],
    )
