"""Loops by two workers are those of one process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from hometeam.engine.barter import in_turn, pieces, plan
from hometeam.engine.loops import Arc, Pool, Rules, Start
from hometeam.swap.models import RoundPart
from hometeam.swap.queries.cluster import NotThere, done_at
from tests.cast import Cast
from tests.swap.test_parts import a_loop_and_a_pair, also_two_regions, begun, told

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


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """Where two workers are had."""
    with distributed.LocalCluster(**WITHOUT_A_PAGE) as cluster:
        yield cluster.scheduler_address


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_two_workers_find_the_loops_that_one_process_finds(scheduler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pool, rules = three_towns(), Rules(3, "expected", seed=2)
    apart = frozenset({frozenset({"N1", "N2"})})
    whole = plan(pool, rules, apart, Start(), {})
    monkeypatch.setattr(pieces, "VERY_MANY", 40)
    by_region = plan(pool, rules, apart, Start(), {each: each[0] for each in pool.ids})
    assert by_region.regions and not whole.regions

    for planned in (whole, by_region):
        assert done_at(scheduler, planned) == planned.done(in_turn)


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
@pytest.mark.django_db
def test_where_the_operator_names_dask_its_workers_find_the_night_s_loops(
    cast: Cast, scheduler: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DASK = scheduler
    monkeypatch.setattr("hometeam.swap.actions.looking.ALONE", 1)
    monkeypatch.setattr("hometeam.engine.barter.pieces.VERY_MANY", 2)
    a_loop_and_a_pair(cast)
    also_two_regions(cast)
    round = begun(cast)
    assert not RoundPart.objects.exists()
    assert told(round)[0] == 2


def test_nobody_at_the_address_is_said_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hometeam.swap.queries.cluster.SECONDS_TO_CONNECT", 1)
    with pytest.raises(NotThere, match="127"):
        done_at("tcp://127.0.0.1:9", plan(three_towns(), Rules(), frozenset(), Start(), {}))
