"""Everybody's best by two workers of Dask, beside one process, at three sizes: equal row by row, and what a member more
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

SIZES = {20_000: 2, 50_000: 5, 100_000: 10}
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
    counts, costs = list(told), [one.shared for one in told.values()]
    line = np.polyfit(counts, costs, 1)
    aim = "said, not aimed at"
    readings += [
        Reading("what a hundred thousand members more cost", float(line[0]) * 100_000, "CPU-s", aim, runs=1),
        Reading("a million, drawn out as a straight line", float(np.polyval(line, MILLION)), "CPU-s", aim, runs=1),
    ]
    return Result("cluster", "Everybody's best by two workers", tuple(readings))


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
