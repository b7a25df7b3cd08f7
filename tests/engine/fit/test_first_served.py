"""Whoever gave much lately is served sooner, but never instead of a much better fit."""

from hypothesis import given
from hypothesis import strategies as st

from hometeam.engine.fit import FitPool, owed_to, suggest
from tests.engine.fit.street import TAXONOMY, member

POOL = FitPool.of(
    [
        member(1, "photography", wants="bookkeeping"),
        member(2, "bookkeeping"),
        member(3, "bookkeeping"),
        member(4, "plumbing"),
    ],
    TAXONOMY,
)


def names(**owed: float) -> list[int]:
    """Who is suggested to the photographer, in order."""
    found = suggest(POOL, 1, owed={int(pk[1:]): much for pk, much in owed.items()})
    return [fit.member_id for fit in found]


def test_of_two_who_fit_alike_the_giver_comes_first() -> None:
    assert names().index(2) < names().index(3)
    assert names(m3=1.0).index(3) < names(m3=1.0).index(2)


def test_a_much_better_fit_stays_first() -> None:
    assert names(m4=1.0)[0] == names()[0] == 2


def test_the_score_that_is_shown_does_not_change() -> None:
    plain, kind = suggest(POOL, 1), suggest(POOL, 1, owed={3: 1.0})
    assert {fit.member_id: fit.score for fit in plain} == {fit.member_id: fit.score for fit in kind}


@given(given=st.integers(0, 500), received=st.integers(0, 500))
def test_only_who_gave_more_than_came_back_is_owed_and_the_more_the_more(given: int, received: int) -> None:
    much = owed_to(given, received)
    assert 0 <= much < 1
    assert (much > 0) == (given > received)
    assert owed_to(given + 1, received) >= much >= owed_to(given, received + 1)
