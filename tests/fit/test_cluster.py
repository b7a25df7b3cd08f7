"""Everybody's best by two workers are, row by row, those of one process."""

from __future__ import annotations

import numpy as np
import pytest

from hometeam.engine.fit import FitPool
from hometeam.engine.fit.batch import best_of_all, blocks
from hometeam.engine.fit.beliefs import EXPERT
from hometeam.fit.queries.cluster import best_by_workers, shared_out
from tests.engine.fit.street import TAXONOMY
from tests.engine.fit.test_batch import town

distributed = pytest.importorskip("distributed", reason="without the extra `cluster`")


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_two_workers_say_what_one_process_says() -> None:
    pool = FitPool.of(town(600, seed=4), TAXONOMY, partners={(1, 2): 0.6, (2, 599): 0.4})
    alone = best_of_all(pool, top=10, beliefs=EXPERT)

    about = {"n_workers": 2, "threads_per_worker": 1, "host": "127.0.0.1", "dashboard_address": None}
    with distributed.LocalCluster(**about) as cluster, distributed.Client(cluster) as client:
        shared = best_by_workers(client, pool, top=10, beliefs=EXPERT)

    assert np.array_equal(shared.rows, alone.rows)
    assert np.array_equal(shared.others, alone.others)
    assert np.array_equal(shared.ranks, alone.ranks)


def test_every_block_is_handed_out_once_and_the_work_evenly() -> None:
    pool = FitPool.of(town(300, seed=1, towns=5), TAXONOMY)
    found = list(blocks(pool, np.arange(len(pool))))

    shares = shared_out(found, 2)

    assert len(shares) == 2
    rows = np.concatenate([block.rows for share in shares for block in share])
    assert np.array_equal(np.sort(rows), np.arange(len(pool)))
    assert min(sum(len(block.rows) for block in share) for share in shares) > len(pool) / 5


def test_nobody_is_shared_out_without_trouble() -> None:
    assert shared_out([], 2) == [[]]
