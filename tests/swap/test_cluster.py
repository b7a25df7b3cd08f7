"""Loops by two workers are those of one process."""

from __future__ import annotations

import numpy as np
import pytest

from hometeam.engine.loops import Arc, Pool, Rules, best_loops, by_region
from hometeam.swap.queries.cluster import best_by_workers

distributed = pytest.importorskip("distributed", reason="without the extra `cluster`")

WITHOUT_A_PAGE = {"n_workers": 2, "threads_per_worker": 1, "host": "127.0.0.1", "dashboard_address": None}


def three_towns() -> Pool:
    """Thirty members in each, two towns with a few arcs between them, the third by itself."""
    chance = np.random.default_rng(7)
    arcs = [Arc(f"{town}{a}", f"{town}{b}", chance.random()) for town in "NSW" for a, b in _pairs(chance)]
    across = [Arc(f"N{at}", f"S{at}", 1.0) for at in range(0, 30, 4)]
    return Pool.of_arcs([*arcs, *across, *(Arc(arc.receiver, arc.giver, 1.0) for arc in across)])


def _pairs(chance: np.random.Generator) -> list[list[int]]:
    pairs: list[list[int]] = np.argwhere(chance.random((30, 30)) < 0.12).tolist()
    return [[a, b] for a, b in pairs if a != b]


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_two_workers_find_the_loops_that_one_process_finds() -> None:
    pool, rules = three_towns(), Rules(3, "weight", seed=2)
    region = {each: each[0] for each in pool.ids}

    with distributed.LocalCluster(**WITHOUT_A_PAGE) as cluster, distributed.Client(cluster) as client:
        shared = best_by_workers(client, pool, rules)
        shared_by_region = best_by_workers(client, pool, rules, region=region)

    assert shared == best_loops(pool, rules)
    assert shared_by_region == by_region(pool, rules, region)
