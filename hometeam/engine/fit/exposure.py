"""What showing a member costs, so that nobody drowns in introductions and hardly anybody is invisible.

Everybody is shown a few of those who fit them best. Without prices the same few are shown to all. With a price taken
from everybody's rank, nobody is on many more lists than their share, and hardly anybody on far fewer: whoever would be
is dearer, or costs less than nothing; in between, and that is where most are, fit alone decides. These are the
multipliers of a transport problem with a floor and a ceiling for each member, found by dual ascent (Bertsekas, *The
auction algorithm*, 1988; complementary slackness: who is within the two has no price), here with steps that get
smaller, on everybody's best candidates only. Lists are whole, prices are not exact, and lists are mixed yet: so
everybody is also given a seat on one list (`seats.py`).
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from hometeam.engine.fit.trades import Floats

Ints = NDArray[np.int64]
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
NOTHING: Mapping[int, float] = MappingProxyType({})


def prices(
    candidates: Mapping[int, Sequence[tuple[int, float]]],
    wanted: Mapping[int, float],
    *,
    shown: int = 5,
    start: Mapping[int, float] = NOTHING,
) -> dict[int, float]:
    """The price of each member, by id.

    `candidates`: for each member who is shown somebody, the ids of its best candidates (about sixty, best after last
    week's prices) with their rank before prices, a logarithm as `Scores.rank`. `wanted`: how many introductions each
    wants in a month; only how they compare counts, as there are as many to give as there are places in the lists,
    `shown` for each; whoever is not there wants as many as the others on average; whoever wants none is dearest, and
    better no candidate. `start`: last week's prices, so that this week's are like them. Raises ValueError for numbers
    that are not finite, or negative wishes.
    """
    edges = [(viewer, other, rank) for viewer, best in candidates.items() for other, rank in best if viewer != other]
    if not edges:
        return {}
    whose, whom, rank = (np.array(column) for column in zip(*edges, strict=True))
    ids, at = np.unique(np.concatenate((whose, whom)), return_inverse=True)
    wishes = np.array([wanted.get(int(one), np.nan) for one in ids])
    begin = np.array([start.get(int(one), 0.0) for one in ids])
    _check(rank, list(wanted.values()), begin)
    usual = wishes[~np.isnan(wishes)].mean() if (~np.isnan(wishes)).any() else 1.0
    others, ranks = table(*both_ways(at[: len(whose)], at[len(whose) :], rank.astype(np.float64)))
    found = solved(others, ranks, np.where(np.isnan(wishes), usual, wishes), shown=shown, start=begin)
    return dict(zip(ids.tolist(), found.tolist(), strict=True))


def _check(ranks: Floats, wanted: Sequence[float], start: Floats) -> None:
    if not np.isfinite(wanted).all() or (np.asarray(wanted) < 0).any():
        raise ValueError("introductions wanted are finite and not negative")
    if not np.isfinite(ranks).all() or not np.isfinite(start).all():
        raise ValueError("ranks and prices are finite numbers")


def solved(others: Ints, ranks: Floats, wanted: Floats, *, shown: int, start: Floats | None = None) -> Floats:
    """The same on tables: `others` and `ranks` (members, candidates) with rows into `wanted` and -inf for nobody;
    gives one price for each entry of `wanted`: above nought at the ceiling, below at the floor. Whoever is nobody's
    candidate keeps the price of the start.
    """
    there = _load(others, ranks, ranks.shape[1], len(wanted)) > 0
    room = _room(ranks, np.where(there, wanted, 0.0), shown)
    begin = np.zeros(len(wanted)) if start is None else start
    dearer, cheaper = np.maximum(begin, 0.0), np.maximum(-begin, 0.0)
    kept = np.zeros(len(wanted))
    for number, step in enumerate(np.geomspace(FIRST_STEP, LAST_STEP, ROUNDS)):
        load = _load(others, ranks - (dearer - cheaper)[others], shown, len(wanted)) + UNSEEN
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


def _load(others: Ints, worth: Floats, shown: int, size: int) -> Floats:
    """On how many lists each is at these prices."""
    if worth.shape[1] > shown:
        best = np.argpartition(-worth, shown - 1, axis=1)[:, :shown]
        others, worth = np.take_along_axis(others, best, axis=1), np.take_along_axis(worth, best, axis=1)
    return np.bincount(others[worth > -np.inf], minlength=size).astype(np.float64)


def table(viewers: Ints, others: Ints, ranks: Floats) -> tuple[Ints, Floats]:
    """Candidates one a line as one row a viewer, filled up with nobody: others and ranks (members, longest list)."""
    order = np.argsort(viewers, kind="stable")
    viewers, size = viewers[order], int(viewers.max()) + 1
    place = np.arange(len(viewers)) - np.searchsorted(viewers, viewers)
    wide = np.zeros((size, int(place.max()) + 1), np.int64)
    worth = np.full(wide.shape, -np.inf)
    wide[viewers, place], worth[viewers, place] = others[order], ranks[order]
    return wide, worth
