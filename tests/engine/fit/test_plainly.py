"""The score of everyone at once is the score as it is said, question by question and member by member."""

from math import exp, log

import pytest
from hypothesis import given, settings

from hometeam.engine.fit import FitMember, FitPool
from hometeam.engine.fit.score import BIAS, QUIET, WEIGHT, mirrored, score
from tests.engine.fit.plainly import evidence
from tests.engine.fit.street import TAXONOMY
from tests.engine.fit.test_batch import town
from tests.engine.fit.test_laws import crowds


def chance(told: dict[str, float]) -> float:
    return 1 / (1 + exp(-BIAS - sum((WEIGHT | QUIET)[key] * much for key, much in told.items())))


def compare(pool: FitPool, me: FitMember) -> None:
    """Everything that is said of `me` and each of the others."""
    everyone, found = list(pool.members.values()), score(pool, pool.row_of(me.id))
    for row, them in enumerate(everyone):
        told = evidence(everyone, me, them)
        assert {key: float(column[row]) for key, column in found.evidence.items()} == pytest.approx(told, abs=1e-6)
        both = chance(told), chance(mirrored(told))
        assert (found.for_me[row], found.for_them[row]) == pytest.approx(both)
        assert found.rank[row] == pytest.approx(log(both[0] * both[1]))
        apart = me.languages and them.languages and not set(me.languages) & set(them.languages)
        assert found.understood[row] == (not apart)


@settings(max_examples=25)
@given(crowds)
def test_any_small_pool_is_scored_as_it_is_said(crowd: list[FitMember]) -> None:
    pool = FitPool.of(crowd, TAXONOMY)

    compare(pool, pool.members[crowd[0].id])


def test_a_town_is_scored_as_it_is_said_after_some_have_changed() -> None:
    before = town(50, seed=8)
    pool = FitPool.of(before, TAXONOMY).with_changes(town(60, seed=9)[40:], {3, 17})

    for me in list(pool.members.values())[::25]:
        compare(pool, me)
