"""The fit at scale: everyone's best at once, one member's list, an edit; beside the quickest sparse product there is of
the linear part alone.

Recall counts, for members drawn by lot, how many of their true best (each compared with everyone, in full) are found.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import numpy as np
from scipy.sparse import csr_array, csr_matrix

from benchmarks.many import members
from benchmarks.table import Reading, Result
from hometeam.engine.fit import FitMember, FitPool, Needed, suggest
from hometeam.engine.fit.batch import best_of_all
from hometeam.engine.fit.best import Best
from hometeam.engine.fit.score import SAME_WORK, score
from hometeam.engine.fit.several import Several
from hometeam.engine.taxonomy import Taxonomy

TOP, ASKED, TOWNS = 20, 300, 10
RUNS = 5
Found = TypeVar("Found")


def measure() -> Result:
    """All readings."""
    small, large = members(10_000, 1), members(100_000, TOWNS)
    few, many = _pool(small), _pool(large)
    seconds, best = _timed(lambda: best_of_all(many, top=TOP))
    peer, _found = _timed(lambda: _linear_part(many))
    return Result(
        "fit",
        "The fit at scale: real trades, needs and places in ten towns",
        (
            Reading(
                "everyone's top 20 by the full score, 100,000 members",
                seconds,
                "CPU-s",
                "≤ 8",
                peer,
                "sparse_dot_topn, linear part of the work alone",
                runs=1,
            ),
            Reading(f"recall, {ASKED} members drawn by lot", _recall(many, best), "", "≥ .995", runs=1),
            *_one_list(few, small, "10,000", "≤ 10 (with the database: “fresh”)"),
            *_one_list(many, large, "100,000", "≤ 25 (with the database: “fresh”)"),
        ),
    )


def _pool(everyone: list[FitMember]) -> FitPool:
    return FitPool.of(everyone, Taxonomy.load())


def _one_list(pool: FitPool, everyone: list[FitMember], size: str, aim: str) -> list[Reading]:
    pool.row_of(1)
    number = iter(range(1, 10_000, 97))
    looked = _median(lambda: suggest(pool, next(number), top=5))
    edited = _median(lambda: pool.with_changes([_changed(everyone[next(number)])]))
    return [
        Reading(f"one member's list among {size}", looked, "CPU-ms", aim),
        Reading(f"an edit among {size}", edited, "CPU-ms", "≤ 10"),
    ]


def _changed(member: FitMember) -> FitMember:
    """With another profile: what is needed and liked, and how much at a time."""
    wants = (*member.needs, Needed("bookkeeping"))
    return replace(member, needs=wants, likes=("barter",), free_capacity=member.free_capacity + 1)


def _recall(pool: FitPool, best: Best) -> float:
    found = 0
    for row in np.random.default_rng(5).choice(len(pool), ASKED, replace=False):
        told = score(pool, int(row))
        ranks = np.where(pool.open & told.understood & (told.rivalry < SAME_WORK), told.rank, -np.inf)
        ranks[row] = -np.inf
        least = np.partition(ranks, -TOP)[-TOP]
        found += int((ranks[best.others[row]] >= least - 1e-4).sum())
    return found / (ASKED * TOP)


def _linear_part(pool: FitPool) -> object:
    """Whose offers meet my wants best, as one sparse product: what the peer can do of the score."""
    from sparse_dot_topn import sp_matmul_topn

    close = csr_array(pool.trades.alike * pool.rarity[:, None])
    wants, offers = (_table(had, len(pool.trades.ids)) for had in (pool.wants, pool.offers))
    return sp_matmul_topn(csr_matrix(wants @ close), csr_matrix(offers.T), top_n=TOP)


def _table(had: Several, columns: int) -> csr_array:
    rows, codes, weights = had.by_member()
    return csr_array((weights, (rows, codes)), shape=(len(had.which), columns))


def _timed(work: Callable[[], Found]) -> tuple[float, Found]:
    began = time.process_time()
    found = work()
    return time.process_time() - began, found


def _median(work: Callable[[], object]) -> float:
    return statistics.median(_timed(work)[0] for _ in range(RUNS)) * 1_000
