"""What showing each member costs this week: the engine's prices, from everybody's best and what everybody asked for."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from hometeam.engine.fit.batch import best_of_all
from hometeam.engine.fit.beliefs import Beliefs
from hometeam.engine.fit.exposure import solved
from hometeam.fit.queries.pools import known_of
from hometeam.fit.queries.suggestions import SHOWN
from hometeam.members.models import Community, Member

CANDIDATES = 60
"""So many of everybody's best are looked at: whoever is beyond them is hardly ever on a list."""
FREE = 0.01
"""A price below this makes no difference to anybody."""


def solved_prices(community: Community, beliefs: Beliefs) -> dict[int, float]:
    """The price of each member who is among somebody's best, by id; begins at last week's. Takes a while in a large
    community: for the clock, and for no page.
    """
    known = known_of(community)
    pool, ids = known.pool, known.pool.ids.tolist()
    if len(pool) < 2:
        return {}
    best = best_of_all(pool, top=min(CANDIDATES, len(pool) - 1), beliefs=beliefs)
    nobody = np.isneginf(best.ranks)
    others = np.where(nobody, 0, best.others).astype(np.int64)
    wishes = _wanted(community)
    wanted = np.array([wishes.get(pk, 0) for pk in ids], np.float64)
    start = np.array([known.chosen.prices.get(pk, 0.0) for pk in ids])
    found = solved(others, best.ranks.astype(np.float64), wanted, shown=SHOWN, start=start)
    candidates = np.unique(others[~nobody]).tolist()
    return {ids[row]: round(float(found[row]), 4) for row in candidates if abs(found[row]) >= FREE}


def _wanted(community: Community) -> Mapping[int, int]:
    """How many introductions a month each member would like."""
    return dict(Member.objects.here(community).values_list("pk", "introductions_a_month"))
