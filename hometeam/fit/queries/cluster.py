"""Everybody's best, reckoned by several processes or machines (the extra `cluster`): Dask hands out the map's blocks.

The engine knows nothing of it: it cuts the map into blocks, and says of any of them what it would say of all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from hometeam.engine.fit import FitPool
from hometeam.engine.fit.batch import Block, best_of_blocks, blocks
from hometeam.engine.fit.best import Best
from hometeam.engine.fit.score import BY_EXPERTS, ByExperts, Weighs

if TYPE_CHECKING:
    from distributed import Client

PARTS_FOR_EACH = 1
"""So many parts for each worker: more even the work out, and each looks afar once more."""


def best_by_workers(client: Client, pool: FitPool, *, top: int = 20, beliefs: Weighs = BY_EXPERTS) -> Best:
    """What the engine's `best_of_all` says, row by row, reckoned by the workers of a Dask client. Every worker holds
    the pool's columns once.
    """
    workers = max(1, len(client.scheduler_info()["workers"]))
    believed = ByExperts(beliefs.bias, dict(beliefs.weights), dict(beliefs.asks), dict(beliefs.liked))
    columns = client.scatter(pool.columns_alone(), broadcast=True)
    parts = [
        client.submit(best_of_blocks, columns, part, top=top, beliefs=believed, pure=False)
        for part in shared_out(list(blocks(pool, np.arange(len(pool)))), PARTS_FOR_EACH * workers)
    ]
    found: list[Best] = client.gather(parts)
    rows = np.concatenate([one.rows for one in found])
    order = np.argsort(rows)
    others, ranks = (np.concatenate([getattr(one, name) for one in found])[order] for name in ("others", "ranks"))
    return Best(rows[order], others, ranks)


def shared_out(found: Sequence[Block], parts: int) -> list[list[Block]]:
    """These blocks in so many parts at most, of much the same work: what a block costs grows with its members and with
    those around them.
    """
    shares: list[list[Block]] = [[] for _part in range(max(parts, 1))]
    work = [0.0] * len(shares)
    for block in sorted(found, key=_work, reverse=True):
        least = work.index(min(work))
        shares[least].append(block)
        work[least] += _work(block)
    return [share for share in shares if share] or [[]]


def _work(block: Block) -> float:
    return float(len(block.rows)) * (1_000 + len(block.around))
