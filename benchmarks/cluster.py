"""Everybody's best by two workers of Dask, beside one process, at two sizes: equal row by row, and what a member more
costs.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from benchmarks.many import members
from benchmarks.table import Reading, Result
from hometeam.engine.fit import FitPool
from hometeam.engine.fit.batch import best_of_all
from hometeam.engine.taxonomy import Taxonomy

SIZES = {20_000: 2, 100_000: 10}
"""So many members in so many towns."""
MILLION = 1_000_000


@dataclass(frozen=True)
class Told:
    """What one size costs, in CPU-seconds: one process, and two workers together; and whether they said the same."""

    alone: float
    shared: float
    same: bool


def measure() -> Result:
    """All sizes, and what follows from them for a million."""
    told = {count: _told(count, towns) for count, towns in SIZES.items()}
    readings = [reading for count, one in told.items() for reading in _readings(count, one)]
    (few, less), (many, more) = ((count, one.shared) for count, one in told.items())
    slope = (more - less) / (many - few)
    square = _with_square(few, less, many, more)
    readings += [
        Reading("what a hundred thousand members more cost", slope * 100_000, "CPU-s", "said, not aimed at", runs=1),
        Reading("a million, drawn out as a straight line", more + slope * (MILLION - many), "CPU-s", "said", runs=1),
        Reading("a million, were it to bend as much as these two sizes do", square, "CPU-s", "said", runs=1),
    ]
    return Result("cluster", "Everybody's best by two workers", tuple(readings))


def _with_square(few: int, less: float, many: int, more: float) -> float:
    """A million by `a n + b n²` through both sizes."""
    bend = (more / many - less / few) / (many - few)
    return (less / few - bend * few) * MILLION + bend * MILLION**2


def _readings(count: int, told: Told) -> list[Reading]:
    aim = "as one process, row by row"
    return [
        Reading(
            f"{count:,} members, two workers together, with sending the pool",
            told.shared,
            "CPU-s",
            "said, not aimed at",
            told.alone,
            "one process",
            runs=1,
        ),
        Reading(f"{count:,} members, lists that are the same", 100.0 if told.same else 0.0, "%", aim, runs=1),
    ]


def _told(count: int, towns: int) -> Told:
    from distributed import Client, LocalCluster

    pool = FitPool.of(members(count, towns), Taxonomy.load()).columns_alone()
    from hometeam.fit.queries.cluster import best_by_workers  # after the members, who set Django up

    began = time.process_time()
    alone = best_of_all(pool)
    took = time.process_time() - began
    local = {"n_workers": 2, "threads_per_worker": 1, "host": "127.0.0.1", "dashboard_address": None}
    with LocalCluster(**local) as cluster, Client(cluster) as client:
        before = sum(client.run(time.process_time).values())
        shared = best_by_workers(client, pool)
        spent = sum(client.run(time.process_time).values()) - before
    same = np.array_equal(alone.others, shared.others) and np.array_equal(alone.ranks, shared.ranks)
    return Told(took, spent, same)
