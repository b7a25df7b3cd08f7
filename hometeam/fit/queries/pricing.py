"""Everybody's share this week: the engine's prices and seats, from everybody's best and what everybody asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from hometeam.engine.fit import FitPool
from hometeam.engine.fit.batch import best_of_all
from hometeam.engine.fit.beliefs import Beliefs
from hometeam.engine.fit.exposure import both_ways, seated, solved, table
from hometeam.engine.fit.trades import Floats, Ints
from hometeam.engine.fit.worth_telling import both_are_told
from hometeam.fit.queries.leaving_out import left_out
from hometeam.fit.queries.pools import known_of
from hometeam.fit.queries.suggestions import SHOWN
from hometeam.members.models import Community, Member

CANDIDATES = 60
"""So many of everybody's best are looked at: whoever is beyond them is hardly ever on a list."""
Best = tuple[Ints, Ints, Floats]
AT_ONCE = 500
"""For so many members at a time it is asked who is left out."""
FREE = 0.01
"""A price below this makes no difference to anybody."""


@dataclass(frozen=True, slots=True)
class FairWeek:
    """What showing each member costs, and by member who is sure of a place on that one's list."""

    prices: Mapping[int, float] = field(default_factory=dict)
    seats: Mapping[int, int] = field(default_factory=dict)


def fair_week(community: Community, beliefs: Beliefs) -> FairWeek:
    """What sees to it that everybody gets their share; begins at last week's prices. Whoever comes during the week has
    no price. Takes a while in a large community: for the clock, and for no page.
    """
    known = known_of(community)
    best = _told_to_both(known.pool, beliefs, _everybodys_best(known.pool, beliefs))
    whose, whom, ranks = _that_may_be_shown(known.pool, community, both_ways(*best) if len(best[0]) else best)
    if not len(whose):
        return FairWeek()
    others, worth = table(whose, whom, ranks)
    ids, wishes = known.pool.ids.tolist(), _wanted(community)
    wanted = np.array([wishes.get(pk, 0) for pk in ids], np.float64)
    start = np.array([known.chosen.prices.get(pk, 0.0) for pk in ids])
    prices = solved(others, worth, wanted, shown=SHOWN, start=start)
    seats = seated(others, worth, prices, wanted, shown=SHOWN)
    return FairWeek(
        {pk: round(price, 4) for pk, price in zip(ids, prices.tolist(), strict=True) if abs(price) >= FREE},
        {ids[viewer]: ids[row] for viewer, row in enumerate(seats.tolist()) if row >= 0},
    )


def _wanted(community: Community) -> Mapping[int, int]:
    """How many introductions a month each member would like."""
    return dict(Member.objects.here(community).values_list("pk", "introductions_a_month"))


def _everybodys_best(pool: FitPool, beliefs: Beliefs) -> Best:
    """Everybody's best candidates, one a line: whose, whom (rows of the pool), and the rank."""
    best = best_of_all(pool, top=CANDIDATES, beliefs=beliefs)
    whose, place = np.nonzero(best.others >= 0)
    return whose, best.others[whose, place].astype(np.int64), best.ranks[whose, place].astype(np.float64)


def _told_to_both(pool: FitPool, beliefs: Beliefs, best: Best) -> Best:
    """Without those who would not be shown for want of a reason on either side: a seat with such a one is none."""
    whose, whom, ranks = best
    told = both_are_told(pool, whose, whom, beliefs)
    return whose[told], whom[told], ranks[told]


def _that_may_be_shown(pool: FitPool, community: Community, best: Best) -> Best:
    """Without those who would be left out of each list just now, as far as is known on a Monday."""
    order = np.argsort(best[0], kind="stable")
    whose, whom, ranks = best[0][order], best[1][order], best[2][order]
    ids, may = pool.ids.tolist(), np.ones(len(whose), np.bool_)
    begins = np.searchsorted(whose, np.arange(len(ids) + 1))
    for at in range(0, len(ids), AT_ONCE):
        without = left_out(ids[at : at + AT_ONCE], community).without
        for row, pk in enumerate(ids[at : at + AT_ONCE], at):
            mine = slice(begins[row], begins[row + 1])
            may[mine] = ~np.isin(pool.ids[whom[mine]], list(without[pk]))
    return whose[may], whom[may], ranks[may]
