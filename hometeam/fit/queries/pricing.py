"""Everybody's share this week: the engine's prices and seats, from everybody's best and what everybody asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from hometeam.engine.fit import FitPool
from hometeam.engine.fit.batch import best_of_all
from hometeam.engine.fit.beliefs import Beliefs
from hometeam.engine.fit.exposure import both_ways, prices_of, table
from hometeam.engine.fit.seats import MONTH, seated
from hometeam.engine.fit.trades import Floats, Ints
from hometeam.engine.fit.worth_telling import both_are_told
from hometeam.fit.queries import weeks
from hometeam.fit.queries.leaving_out import left_out
from hometeam.fit.queries.pools import known_of
from hometeam.fit.queries.suggestions import SHOWN
from hometeam.members.models import Community, Member

CANDIDATES = 60
"""So many of everybody's best are looked at: whoever is beyond them is hardly ever on a list."""
LEAST_VIEWERS, FARTHER = 5, 600
"""Whoever has fewer viewers than that left is looked for among so many."""
Best = tuple[Ints, Ints, Floats]
AT_ONCE = 500
"""For so many members at a time it is asked who is left out."""
FREE = 0.01
"""A price below this makes no difference to anybody."""


@dataclass(frozen=True, slots=True)
class FairWeek:
    """What showing each member costs, by member who is sure of a place on that one's list, and who would like to be
    introduced but may be suggested to nobody.
    """

    prices: Mapping[int, float] = field(default_factory=dict)
    seats: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    invisible: tuple[int, ...] = ()


def fair_week(community: Community, beliefs: Beliefs) -> FairWeek:
    """What sees to it that everybody gets their share; begins at last week's prices. Whoever comes during the week has
    no price. Takes a while in a large community: for the clock, and for no page.
    """
    known = known_of(community)
    ids, wishes = known.pool.ids.tolist(), _wanted(community)
    wanted = np.array([wishes.get(pk, 0) for pk in ids], np.float64)
    best = _told_to_both(known.pool, beliefs, _everybodys_best(known.pool, beliefs, CANDIDATES))
    best = _that_may_be_shown(known.pool, community, both_ways(*best) if len(best[0]) else best)
    best = _with_more_viewers(known.pool, community, beliefs, best, wanted)
    invisible = _invisible(known.pool, community, best, wanted)
    if not len(best[0]):
        return FairWeek(invisible=invisible)
    others, worth = table(*best)
    start = np.array([known.chosen.prices.get(pk, 0.0) for pk in ids])
    prices = prices_of(others, worth, wanted, shown=SHOWN, start=start)
    ago = weeks.weeks_since_seated(community)
    waited = np.array([ago.get(pk, MONTH + 1) for pk in ids])
    viewers, sure = seated(others, worth, prices, wanted, shown=SHOWN, waited=waited)
    return FairWeek(
        {pk: round(price, 4) for pk, price in zip(ids, prices.tolist(), strict=True) if abs(price) >= FREE},
        _by_viewer(known.pool.ids[viewers].tolist(), known.pool.ids[sure].tolist()),
        invisible,
    )


def _wanted(community: Community) -> Mapping[int, int]:
    """How many introductions a month each member would like."""
    return dict(Member.objects.here(community).values_list("pk", "introductions_a_month"))


def _invisible(pool: FitPool, community: Community, best: Best, wanted: Floats) -> tuple[int, ...]:
    """Who would like to be introduced, has a free hand, and may be suggested to nobody."""
    seen = np.bincount(best[1], minlength=len(pool))
    nobodys = pool.ids[(seen == 0) & pool.open & (wanted > 0)].tolist()
    busy = left_out(nobodys, community).everyone
    return tuple(pk for pk in nobodys if pk not in busy)


def _by_viewer(viewers: Iterable[int], sure: Iterable[int]) -> Mapping[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for viewer, other in zip(viewers, sure, strict=True):
        found[viewer] = (*found.get(viewer, ()), other)
    return found


def _everybodys_best(pool: FitPool, beliefs: Beliefs, top: int, rows: Ints | None = None) -> Best:
    """The best candidates of everybody, or of those in `rows`, one a line: whose, whom (rows of the pool), and the
    rank.
    """
    best = best_of_all(pool, top=top, beliefs=beliefs, rows=rows)
    line, place = np.nonzero(best.others >= 0)
    return best.rows[line], best.others[line, place].astype(np.int64), best.ranks[line, place].astype(np.float64)


def _with_more_viewers(pool: FitPool, community: Community, beliefs: Beliefs, best: Best, wanted: Floats) -> Best:
    """For whoever hardly anybody may be shown, as most were left out, viewers are looked for farther down."""
    seen = np.bincount(best[1], minlength=len(pool))
    few = np.flatnonzero((seen < LEAST_VIEWERS) & pool.open & (wanted > 0))
    if not len(few):
        return best
    whom, viewers, ranks = _told_to_both(pool, beliefs, _everybodys_best(pool, beliefs, FARTHER, few))
    more = _that_may_be_shown(pool, community, (viewers, whom, ranks))
    whose, whom, ranks = (np.concatenate(both) for both in zip(best, more, strict=True))
    once = np.unique(whose * len(pool) + whom, return_index=True)[1]
    return whose[once], whom[once], ranks[once]


def _told_to_both(pool: FitPool, beliefs: Beliefs, best: Best) -> Best:
    """Without those who would not be shown for want of a reason on either side: a seat with such a one is none."""
    whose, whom, ranks = best
    told = both_are_told(pool, whose, whom, beliefs)
    return whose[told], whom[told], ranks[told]


def _that_may_be_shown(pool: FitPool, community: Community, best: Best) -> Best:
    """Without those who would be left out of each list just now, as far as is known on a Monday."""
    order = np.argsort(best[0], kind="stable")
    whose, whom, ranks = best[0][order], best[1][order], best[2][order]
    viewers, begins = np.unique(whose, return_index=True)
    asked, lines = pool.ids[viewers].tolist(), np.split(pool.ids[whom], begins[1:])
    may: list[bool] = []
    for at in range(0, len(asked), AT_ONCE):
        without = left_out(asked[at : at + AT_ONCE], community).without
        for pk, some in zip(asked[at : at + AT_ONCE], lines[at : at + AT_ONCE], strict=True):
            may += [other not in without[pk] for other in some.tolist()]
    return whose[may], whom[may], ranks[may]
