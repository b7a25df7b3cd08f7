"""What showing each member costs this week: the engine's prices, from everybody's best and what everybody asked for."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from hometeam.engine.fit import FitPool
from hometeam.engine.fit.batch import best_of_all
from hometeam.engine.fit.beliefs import Beliefs
from hometeam.engine.fit.exposure import both_ways, solved, table
from hometeam.engine.fit.pool import Ints
from hometeam.engine.fit.trades import Floats
from hometeam.fit.queries.pools import known_of
from hometeam.fit.queries.suggestions import SHOWN
from hometeam.members.models import Community, Member

CANDIDATES = 60
"""So many of everybody's best are looked at: whoever is beyond them is hardly ever on a list."""
FREE = 0.01
"""A price below this makes no difference to anybody."""


def solved_prices(community: Community, beliefs: Beliefs) -> dict[int, float]:
    """The price of each member, by id; begins at last week's, and whoever comes during the week, at no price, is as
    dear as the one in the middle. Takes a while in a large community: for the clock, and
    for no page.
    """
    known = known_of(community)
    whose, whom, ranks = _everybodys_best(known.pool, beliefs)
    if not len(whose):
        return {}
    others, worth = table(*both_ways(whose, whom, ranks))
    ids, wishes = known.pool.ids.tolist(), _wanted(community)
    wanted = np.array([wishes.get(pk, 0) for pk in ids], np.float64)
    start = np.array([known.chosen.prices.get(pk, 0.0) for pk in ids])
    found = solved(others, worth, wanted, shown=SHOWN, start=start)
    found -= np.median(found[wanted > 0]) if (wanted > 0).any() else 0.0
    return {pk: round(price, 4) for pk, price in zip(ids, found.tolist(), strict=True) if abs(price) >= FREE}


def _wanted(community: Community) -> Mapping[int, int]:
    """How many introductions a month each member would like."""
    return dict(Member.objects.here(community).values_list("pk", "introductions_a_month"))


def _everybodys_best(pool: FitPool, beliefs: Beliefs) -> tuple[Ints, Ints, Floats]:
    """Everybody's best candidates, one a line: whose, whom (rows of the pool), and the rank."""
    best = best_of_all(pool, top=CANDIDATES, beliefs=beliefs)
    whose, place = np.nonzero(best.others >= 0)
    return whose, best.others[whose, place].astype(np.int64), best.ranks[whose, place].astype(np.float64)
