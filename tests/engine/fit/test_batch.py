"""Everyone's best at once are the same as when each is asked for alone."""

import tracemalloc
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, given, settings

from hometeam.engine.fit import FitMember, FitPool, Haunt, Needed, Offered
from hometeam.engine.fit.batch import best_of_all
from hometeam.engine.fit.beliefs import EXPERT
from hometeam.engine.fit.score import SAME_WORK, ByExperts, Weighs, score
from hometeam.engine.fit.trades import Ints
from tests.engine.fit.street import ELM_STREET, METRE, TAXONOMY, TRADES
from tests.engine.fit.test_laws import crowds

TAGS = ("engaged-couples", "couples", "companies", "families", "seniors")
MOVED = ByExperts(asks={3: 0.8, 5: -0.5}, liked={2: -0.7, 9: 0.6})


def town(count: int, seed: int, *, towns: int = 3) -> list[FitMember]:
    """So many members in towns 60 km apart, some without a place, some online, some with tags."""
    rng = np.random.default_rng(seed)

    def some(words: tuple[str, ...], most: int) -> tuple[str, ...]:
        return tuple(rng.choice(words, size=rng.integers(0, most + 1), replace=False).tolist())

    def one(number: int) -> FitMember:
        where = int(rng.integers(towns))
        metres = where * 60_000 + rng.normal(scale=800)
        return FitMember(
            id=number,
            kind=("solopreneur", "business", "nonprofit")[int(rng.integers(3))],
            offers=tuple(Offered(trade, bool(rng.random() < 0.5)) for trade in some(TRADES, 2)),
            needs=tuple(Needed(trade, kind="want" if rng.random() < 0.7 else "send_away") for trade in some(TRADES, 3)),
            audiences=some(TAGS, 2),
            lat=None if rng.random() < 0.1 else ELM_STREET[0] + metres * METRE,
            lon=ELM_STREET[1],
            blur_m=float(rng.choice((0.0, 300.0))),
            city=f"Town {where}",
            online=bool(rng.random() < 0.2),
            languages=("en", *some(("es", "tl"), 1)) if rng.random() < 0.5 else (),
            likes=some(("coffee", "live", "circle"), 2),
            values=some(("local-first", "fair-pay", "slow food"), 2),
            haunts=tuple(Haunt(where * 9 + int(place), "A café") for place in some(("1", "2", "3", "4"), 2)),
            reach=int(rng.integers(0, 4)),
            free_capacity=int(rng.integers(0, 4)),
            new=float(rng.random() < 0.2),
        )

    return [one(number) for number in range(1, count + 1)]


def ranks_asked_alone(pool: FitPool, row: int, beliefs: Weighs) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    told = score(pool, row, beliefs)
    ranks = np.where(pool.open & told.understood & (told.rivalry < SAME_WORK), told.rank, -np.inf)
    ranks[row] = -np.inf
    return ranks


def share_found(pool: FitPool, rows: Ints, top: int, beliefs: Weighs) -> float:
    """How many of the best, each asked for alone, are found; those who tie with the last count as found."""
    best = best_of_all(pool, top=top, beliefs=beliefs)
    found = wanted = 0
    for row in rows:
        alone = ranks_asked_alone(pool, int(row), beliefs)
        least = np.sort(alone)[::-1][:top][-1]
        there = best.others[row][best.others[row] >= 0]
        assert np.allclose(alone[there], best.ranks[row][: len(there)], atol=1e-4)
        wanted += min(top, int((alone > -np.inf).sum()))
        found += int((alone[there] >= least - 1e-4).sum())
    return found / wanted if wanted else 1.0


@pytest.mark.parametrize("beliefs", [EXPERT, MOVED], ids=["experts", "effects"])
def test_three_towns_at_once_are_as_each_alone(beliefs: Weighs) -> None:
    pool = FitPool.of(town(900, seed=4), TAXONOMY)

    assert share_found(pool, np.arange(0, 900, 7), 20, beliefs) >= 0.995


def test_partners_of_partners_and_shared_customers_count_all_the_same() -> None:
    rng = np.random.default_rng(2)
    pairs = {(int(a), int(b)): 0.6 for a, b in rng.integers(1, 301, size=(200, 2)) if a != b}
    shared = {(int(a), int(b)): 0.75 for a, b in rng.integers(1, 301, size=(50, 2)) if a != b}
    pool = FitPool.of(town(300, seed=9), TAXONOMY, partners=pairs).with_overlaps(shared)

    assert share_found(pool, np.arange(0, 300, 5), 10, EXPERT) >= 0.995


def test_two_of_one_trade_who_were_found_to_share_customers_compete() -> None:
    about: dict[str, Any] = {"offers": (Offered("photography"),), "lat": ELM_STREET[0], "lon": ELM_STREET[1]}
    weddings, companies = FitMember(1, audiences=("couples",), **about), FitMember(2, audiences=("companies",), **about)
    pool = FitPool.of([weddings, companies], TAXONOMY)

    assert best_of_all(pool).others[0, 0] == 1
    assert best_of_all(pool.with_overlaps({(1, 2): 0.75})).others[0, 0] == -1


def test_two_partners_among_many_who_have_none_are_no_trouble() -> None:
    pool = FitPool.of(town(60, seed=3, towns=1), TAXONOMY, partners={(1, 2): 0.6})

    assert share_found(pool, np.arange(60), 59, EXPERT) == 1.0


@settings(max_examples=40, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(crowds)
def test_any_small_pool_is_exact(crowd: list[FitMember]) -> None:
    near = [replace(one, lat=None) if one.place is None or abs(one.place[0]) > 80 else one for one in crowd]
    pool = FitPool.of(near, TAXONOMY)

    assert share_found(pool, np.arange(len(pool)), 5, EXPERT) == 1.0


def test_some_rows_alone_are_as_in_the_whole() -> None:
    pool = FitPool.of(town(400, seed=1), TAXONOMY)
    rows = np.arange(0, 400, 3)

    whole, part = best_of_all(pool, top=10), best_of_all(pool, top=10, rows=rows)

    assert np.array_equal(whole.others[rows], part.others)


def test_nobody_and_one_alone_have_empty_lists() -> None:
    assert len(best_of_all(FitPool.of([], TAXONOMY)).others) == 0
    assert (best_of_all(FitPool.of(town(1, seed=3), TAXONOMY)).others == -1).all()


def test_no_list_is_shorter_than_one() -> None:
    with pytest.raises(ValueError, match="top is how many"):
        best_of_all(FitPool.of([], TAXONOMY), top=0)


def test_memory_does_not_grow_with_the_pairs() -> None:
    """Twenty villages where all do the same: whoever fits is far away, and a thousand are as good."""
    apart = [
        FitMember(
            id=number,
            kind="business",
            offers=(Offered(TRADES[number // 100 % 2], guessed=False),),
            needs=(Needed(TRADES[1 - number // 100 % 2], kind="want"),),
            lat=40 + number // 100 * 0.6,
            lon=-100,
        )
        for number in range(2000)
    ]
    pool = FitPool.of(apart, TAXONOMY)
    tracemalloc.start()
    best = best_of_all(pool, top=5)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (best.others >= 0).all()
    assert most < 60e6, f"{most:,}: all two million pairs at once"
