"""Nobody is shown to nobody in a month, even where all like the same few and refuse everyone whom they are shown."""

from dataclasses import replace

import numpy as np
import pytest

from hometeam.engine.fit import FitPool, suggest
from hometeam.engine.fit.batch import best_of_all
from hometeam.engine.fit.beliefs import EXPERT, Beliefs
from hometeam.engine.fit.exposure import both_ways, prices_of, table
from hometeam.engine.fit.seats import seated
from hometeam.engine.fit.trades import Floats
from hometeam.engine.fit.worth_telling import both_are_told
from tests.engine.fit.street import TAXONOMY, TRADES, member

SIZE, SHOWN, WEEKS = 72, 5, 4
Pairs = set[tuple[int, int]]


def street(seed: int) -> FitPool:
    """Every trade six times, far from each other; few have more in common than what one needs and another does."""
    randomness = np.random.default_rng(seed)
    return FitPool.of(
        [
            member(
                number,
                TRADES[number % len(TRADES)],
                wants=str(randomness.choice(TRADES)),
                at=float(randomness.uniform(0, 3_000)),
                audiences=("families",) * (number % 4 == 0),
            )
            for number in range(SIZE)
        ],
        TAXONOMY,
    )


def all_like_the_same_few(seed: int) -> Beliefs:
    liked = np.random.default_rng(seed).normal(0, 2, SIZE)
    effects = {number << 1 | 1: (float(one), 0.1) for number, one in enumerate(liked)}
    return replace(EXPERT, learner=replace(EXPERT.learner, effects=effects))


def a_week(pool: FitPool, beliefs: Beliefs, refused: Pairs, start: Floats, week: int) -> tuple[Floats, set[int], Pairs]:
    """This week's prices, whoever may be shown to anybody, and who is shown whom."""
    best = best_of_all(pool, top=SIZE - 1, beliefs=beliefs)
    whose, place = np.nonzero(best.others >= 0)
    whom, ranks = best.others[whose, place].astype(np.int64), best.ranks[whose, place].astype(np.float64)
    may = both_are_told(pool, whose, whom, beliefs)
    may &= np.array([(one, other) not in refused for one, other in zip(whose.tolist(), whom.tolist(), strict=True)])
    others, worth = table(*both_ways(whose[may], whom[may], ranks[may]))
    wanted = np.ones(SIZE)
    price = prices_of(others, worth, wanted, shown=SHOWN, start=start)
    viewers, sure = seated(others, worth, price, wanted, shown=SHOWN)
    costs = dict(enumerate(price.tolist()))
    shown = {
        (viewer, fit.member_id)
        for viewer in range(SIZE)
        for fit in suggest(
            pool,
            viewer,
            top=SHOWN,
            exclude={other for one, other in refused if one == viewer},
            beliefs=beliefs,
            prices=costs,
            seats=sure[viewers == viewer].tolist(),
            seed=week,
        )
    }
    return price, set(whom[may].tolist()), shown


@pytest.mark.parametrize("seed", range(3))
def test_everybody_is_on_a_list_every_week_of_the_month(seed: int) -> None:
    pool, beliefs = street(seed), all_like_the_same_few(seed)
    refused: Pairs = set()
    price = np.zeros(SIZE)
    for week in range(WEEKS):
        price, may_be_shown, shown = a_week(pool, beliefs, refused, price, week)
        assert {other for _viewer, other in shown} == may_be_shown
        refused |= shown | {(other, viewer) for viewer, other in shown}


def test_without_seats_and_prices_many_are_on_none() -> None:
    pool, beliefs = street(0), all_like_the_same_few(0)
    seen = {fit.member_id for viewer in range(SIZE) for fit in suggest(pool, viewer, top=SHOWN, beliefs=beliefs)}
    assert len(seen) < 0.8 * SIZE
