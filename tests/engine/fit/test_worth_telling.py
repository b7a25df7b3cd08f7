"""Which pairs can be told a reason is said of many at once as it is said of each alone."""

import numpy as np
from hypothesis import Phase, given, settings

from hometeam.engine.fit import FitMember, FitPool, between
from hometeam.engine.fit.beliefs import EXPERT
from hometeam.engine.fit.worth_telling import both_are_told
from tests.engine.fit.street import TAXONOMY, member
from tests.engine.fit.test_laws import crowds

SHRINKS_NOT = settings(max_examples=40, phases=(Phase.explicit, Phase.reuse, Phase.generate))


@SHRINKS_NOT
@given(crowds)
def test_whoever_would_be_suggested_is_told(crowd: list[FitMember]) -> None:
    pool = FitPool.of(crowd, TAXONOMY)
    one, other = (at.ravel() for at in np.indices((len(pool), len(pool))))
    told = both_are_told(pool, one, other, EXPERT)
    for at, (a, b) in enumerate(zip(pool.ids[one].tolist(), pool.ids[other].tolist(), strict=True)):
        assert told[at] or between(pool, a, b) is None


def test_who_needs_the_other_is_told_and_who_has_nothing_in_common_is_not() -> None:
    seeks, does, far = member(1, "bakery", wants="plumbing"), member(2, "plumbing"), member(3, "florist", at=9_000)
    pool = FitPool.of([seeks, does, far], TAXONOMY)
    assert both_are_told(pool, np.array([0, 0, 1]), np.array([1, 2, 2]), EXPERT).tolist() == [True, False, False]
