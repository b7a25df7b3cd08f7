"""What showing a member costs, so that nobody drowns in introductions and hardly anybody is invisible.

Everybody is shown a few of those who fit them best. Without prices the same few are shown to all. With a price taken
from everybody's rank, nobody is on many more lists than their share, and hardly anybody on far fewer: whoever would be
is dearer, or costs less than nothing; in between, and that is where most are, fit alone decides. These are the
multipliers of a transport problem with a floor and a ceiling for each member, found by dual ascent (Bertsekas, *The
auction algorithm*, 1988; complementary slackness: who is within the two has no price), here with steps that get
smaller, on everybody's best candidates only. Lists are whole, prices are not exact, and lists are mixed yet: so
everybody is also given a seat on one list (`seats.py`).
"""

import numpy as np
from numpy.typing import NDArray

from hometeam.engine.fit.trades import Floats

Ints = NDArray[np.int64]
Lists = tuple[Ints, Floats]
ROUNDS, FIRST_STEP, LAST_STEP = 80, 0.5, 0.01
"""How often prices move, and how far at first and at last."""
FLOOR, CEILING = 0.25, 1.8
"""So many times their share anybody is shown without a price, at least and at most. A narrower band costs gladness."""
UNSEEN = 0.5
"""Added to what is counted, so that somebody who is shown to nobody has a logarithm, too."""
DEAREST = 8.0
"""No price is higher or lower than this, which outweighs whatever anybody was found to be like."""
LEAST_ADDED = 20
"""So many may be added to a list that is shorter than that."""


def prices_of(others: Ints, ranks: Floats, wanted: Floats, *, shown: int, start: Floats | None = None) -> Floats:
    """The price of each member (members): above nought at the ceiling, below at the floor.

    `others` and `ranks` (viewers, candidates) are a row of best candidates for each who is shown somebody, as `table`
    makes them: their places in `wanted`, and how they rank before prices, as `Scores.rank`, -inf for nobody. `wanted`
    (members): how many introductions each wants in a month; only how they compare counts, as there are as many to give
    as there are places in the lists, `shown` for each; whoever wants none is dearest, and better no candidate. `start`
    (members): last week's prices, so that this week's are like them; whoever is nobody's candidate keeps that.
    """
    there = np.bincount(others[ranks > -np.inf], minlength=len(wanted)) > 0
    lists = _by_length(others, ranks)
    room = _room(ranks, np.where(there, wanted, 0.0), shown)
    begin = np.zeros(len(wanted)) if start is None else start
    dearer, cheaper = np.maximum(begin, 0.0), np.maximum(-begin, 0.0)
    kept = np.zeros(len(wanted))
    for number, step in enumerate(np.geomspace(FIRST_STEP, LAST_STEP, ROUNDS)):
        load = _load(lists, dearer - cheaper, shown) + UNSEEN
        dearer = np.clip(dearer + step * np.log(load / (CEILING * room + UNSEEN)), 0.0, DEAREST)
        cheaper = np.clip(cheaper + step * np.log((FLOOR * room + UNSEEN) / load), 0.0, DEAREST)
        if number >= ROUNDS // 2:
            kept += (dearer - cheaper) / (ROUNDS - ROUNDS // 2)
    return np.where(wanted > 0, np.where(there, kept, begin), DEAREST)


def _room(ranks: Floats, wanted: Floats, shown: int) -> Floats:
    """How many lists each is to be on: its share, by what it wants, of all the places there are."""
    places = float(np.minimum((ranks > -np.inf).sum(axis=1), shown).sum())
    return wanted * (places / max(float(wanted.sum()), 1e-9))


def both_ways(viewers: Ints, others: Ints, ranks: Floats) -> tuple[Ints, Ints, Floats]:
    """Candidates with those added who rank a viewer among their own best, as a rank is the same from either side: of a
    viewer whom everybody wants, those who are on the fewest lists, as many as are on its own. So everyone is
    somebody's candidate who has any.
    """
    size = int(max(viewers.max(), others.max())) + 1
    back = ~np.isin(others * size + viewers, viewers * size + others)
    seen, own = np.bincount(others, minlength=size), np.bincount(viewers, minlength=size)
    whose, whom, rank = others[back], viewers[back], ranks[back]
    order = np.lexsort((whom, -rank, seen[whom], whose))
    whose, whom, rank = whose[order], whom[order], rank[order]
    place = np.arange(len(whose)) - np.searchsorted(whose, whose)
    few = place < np.maximum(own[whose], LEAST_ADDED)
    both = np.concatenate((viewers, whose[few])), np.concatenate((others, whom[few]))
    return *both, np.concatenate((ranks, rank[few]))


def _by_length(others: Ints, ranks: Floats) -> list[Lists]:
    """The same lists, those of about one length together and no wider than they are: a few viewers may have twenty
    times as many candidates as most.
    """
    there = ranks > -np.inf
    length = np.where(there.any(axis=1), ranks.shape[1] - there[:, ::-1].argmax(axis=1), 0)
    size = np.ceil(np.log2(np.maximum(length, 1)))
    rows = (np.flatnonzero(size == one) for one in np.unique(size[length > 0]))
    return [(others[some, :width], ranks[some, :width]) for some in rows for width in [int(length[some].max())]]


def _load(lists: list[Lists], price: Floats, shown: int) -> Floats:
    """On how many lists each is at these prices."""
    found = np.zeros(len(price))
    for others, ranks in lists:
        whom, worth = others, ranks - price[others]
        if worth.shape[1] > shown:
            best = np.argpartition(-worth, shown - 1, axis=1)[:, :shown]
            whom, worth = np.take_along_axis(others, best, axis=1), np.take_along_axis(worth, best, axis=1)
        found += np.bincount(whom[worth > -np.inf], minlength=len(price))
    return found


def table(viewers: Ints, others: Ints, ranks: Floats) -> tuple[Ints, Floats]:
    """Candidates one a line as one row a viewer, filled up with nobody: others and ranks (members, longest list)."""
    order = np.argsort(viewers, kind="stable")
    viewers, size = viewers[order], int(viewers.max()) + 1
    place = np.arange(len(viewers)) - np.searchsorted(viewers, viewers)
    wide = np.zeros((size, int(place.max()) + 1), np.int64)
    worth = np.full(wide.shape, -np.inf)
    wide[viewers, place], worth[viewers, place] = others[order], ranks[order]
    return wide, worth
