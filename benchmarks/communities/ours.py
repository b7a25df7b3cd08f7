"""The product's own way in a planted town: prices, seats, and each list as `engine/fit/choosing.py` mixes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from benchmarks.communities.truth import Bools, Floats, Ints, Town
from benchmarks.communities.ways import REFUSED, Remembering
from benchmarks.communities.year import SHOWN, Told
from hometeam.engine.fit import FitPool
from hometeam.engine.fit.choosing import LOOKED_AT, Choice
from hometeam.engine.fit.exposure import both_ways, prices_of, table
from hometeam.engine.fit.score import KEYS, Evidence, Scores
from hometeam.engine.fit.seats import MONTH, seated
from hometeam.engine.fit.several import Several

CANDIDATES = 60
"""Prices are prices_of on everybody's so many best."""
LEAST_VIEWERS = 5
"""Whoever is among these of fewer is looked for among all."""
AGAIN = 5
"""To so many of those whom one refused first one is shown again, each week, where one is shown to nobody."""


class Ours(Remembering):
    """The product of both sides, priced by exposure, everybody sure of a seat, refusals kept from both, mixed and
    explored as in the product: of each list one place is for one from afar, one for one to be found out about.
    """

    name = "ours: product, exposure priced"

    def __init__(self, town: Town, seed: int) -> None:
        super().__init__(town, seed)
        self._prices, self._week = np.zeros(len(town.others)), seed * 100
        self._waited = np.full(len(town.others), MONTH + 1)

    def ranks(self, free: Bools) -> Floats:
        rank, (mine, theirs) = super().ranks(free), self.chances()
        seats = self._turned(rank)
        worth = rank - self._prices[np.maximum(self._town.others, 0)]
        self._let_come_back(free, rank > -np.inf)
        found = np.full(rank.shape, -np.inf)
        for row in np.flatnonzero((rank > -np.inf).any(axis=1)):
            listed = self._listed(int(row), worth[row], mine[row], theirs[row], seats.get(int(row), []))
            found[row, listed] = worth[row, listed]
        self._week += 1
        return found

    def _listed(self, row: int, worth: Floats, mine: Floats, theirs: Floats, seats: list[int]) -> list[int]:
        """The columns that the product would show, in the order in which it chose them; beyond those whom it looks at
        it need not be told of any but whoever has a seat.
        """
        town, sure = self._town, np.flatnonzero(np.isin(self._town.others[row], seats))
        best = np.argpartition(-worth, LOOKED_AT)[:LOOKED_AT] if len(worth) > LOOKED_AT else np.arange(len(worth))
        at = np.unique(np.append(best, sure))
        street = cast("FitPool", _Street.of(town, row, at))
        told = np.zeros((len(KEYS), len(at) + 1))
        told[:, :-1] = town.evidence[row, at].T
        mine, theirs, way = (np.append(one[at], 0.0) for one in (mine, theirs, town.metres[row]))
        unused = np.zeros(len(way))
        evidence: Evidence = dict(zip(KEYS, told, strict=True))
        weights = self.beliefs.weights
        scores = _Told(evidence, mine, theirs, way, unused, unused > -1, weights)
        worth, first = np.append(worth[at], -np.inf), np.searchsorted(at, sure).tolist()
        choice = Choice(street, scores, len(at), worth, max_looked_at=2 * SHOWN, seats=first)
        return [int(at[one]) for one in choice.chosen(SHOWN, self.beliefs, self._week, lambda _other: True)]

    def _turned(self, rank: Floats) -> dict[int, list[int]]:
        """This week's prices, and for each viewer who is sure of a place on its list."""
        viewers, whom, ranks = self._candidates(rank)
        seats: dict[int, list[int]] = {}
        self._waited += 1
        if len(viewers):
            others, worth = table(viewers, whom, ranks)
            wanted = np.ones(len(rank))
            self._prices = prices_of(others, worth, wanted, shown=SHOWN, start=self._prices)
            found = seated(others, worth, self._prices, wanted, shown=SHOWN, waited=self._waited)
            for viewer, one in zip(*(some.tolist() for some in found), strict=True):
                seats.setdefault(viewer, []).append(one)
            self._waited[found[1]] = 0
        return seats

    def _let_come_back(self, free: Bools, may: Bools) -> None:
        """From next week on, whoever nobody may be shown may be shown to those whom they refused first, a month ago or
        longer.
        """
        others, refused = np.maximum(self._town.others, 0), self._refused_until.astype(np.int64)
        unseen = np.bincount(others[may], minlength=len(others)) == 0
        viewer, column = np.nonzero(free & unseen[others] & (refused > self._weeks))
        order = np.argsort(refused[viewer, column], kind="stable")
        order = order[(refused[viewer, column] - REFUSED)[order] <= self._weeks - MONTH]
        viewer, column = viewer[order], column[order]
        for member in np.unique(others[viewer, column]):
            first = np.flatnonzero(others[viewer, column] == member)[:AGAIN]
            self._refused_until[viewer[first], column[first]] = self._weeks

    def _candidates(self, rank: Floats) -> tuple[Ints, Ints, Floats]:
        """Everybody's best at these prices, one a line, and all viewers of whoever has hardly any by that."""
        town, size = self._town, len(rank)
        priced = rank - self._prices[np.maximum(town.others, 0)]
        width = min(CANDIDATES, rank.shape[1])
        best = np.argpartition(-priced, width - 1, axis=1)[:, :width]
        ranks = np.take_along_axis(rank, best, axis=1)
        viewers, place = np.nonzero(ranks > -np.inf)
        lines = viewers, town.others[viewers, best[viewers, place]], ranks[viewers, place]
        viewers, whom, ranks = self._there(*both_ways(*lines)) if len(viewers) else lines
        few = np.flatnonzero(np.bincount(whom, minlength=size) < LEAST_VIEWERS)
        more, column = np.nonzero(np.isin(town.others, few) & (rank > -np.inf))
        viewers, whom = np.append(viewers, more), np.append(whom, town.others[more, column])
        once = np.unique(viewers * size + whom, return_index=True)[1]
        return viewers[once], whom[once], np.append(ranks, rank[more, column])[once]

    def _there(self, viewers: Ints, whom: Ints, ranks: Floats) -> tuple[Ints, Ints, Floats]:
        """Without those who are none of a viewer's candidates: in a large town not everybody can be shown to all."""
        others, size = self._town.others, len(self._town.others)
        keys = (np.arange(size)[:, None] * size + others)[others >= 0]
        there = np.isin(viewers * size + whom, keys)
        return viewers[there], whom[there], ranks[there]


class Oracle(Ours):
    """The true chances of both sides, priced by exposure."""

    name = "oracle"

    def chances(self) -> tuple[Floats, Floats]:
        tiny = 1e-12
        mine, theirs = (np.clip(one, tiny, 1 - tiny) for one in (self._town.glad_of, self._town.liked_by))
        return np.log(mine / (1 - mine)), np.log(theirs / (1 - theirs))

    def learn(self, told: Told) -> None:
        """It knows."""


class _Told(Scores):
    """Whether there are reasons to tell is not in question here."""

    def speaks(self, rows: Ints) -> Bools:
        return np.full(len(rows), True)


@dataclass(frozen=True, eq=False)
class _Street:
    """Some of a member's candidates, and last itself, as `Choice` reads a pool."""

    ids: Ints
    cities: Ints
    neighbourhoods: Ints
    online: Bools
    pool: FitPool

    @classmethod
    def of(cls, town: Town, row: int, at: Ints) -> _Street:
        whom = np.append(np.maximum(town.others[row, at], 0), row)
        pool = town.pool
        return cls(whom, pool.cities[whom], pool.neighbourhoods[whom], pool.online[whom], pool)

    @property
    def trades(self) -> object:
        return self.pool.trades

    @property
    def offers(self) -> Several:
        return replace(self.pool.offers, which=self.pool.offers.which[self.ids])
