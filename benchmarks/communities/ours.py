"""The product's own way in a planted town: prices, seats, and each list as `engine/fit/choosing.py` mixes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from benchmarks.communities.truth import Bools, Floats, Ints, Town
from benchmarks.communities.ways import Remembering
from benchmarks.communities.year import SHOWN, Told
from hometeam.engine.fit import FitPool
from hometeam.engine.fit.choosing import LOOKED_AT, Choice
from hometeam.engine.fit.exposure import both_ways, seated, solved, table
from hometeam.engine.fit.score import KEYS, Evidence, Scores
from hometeam.engine.fit.several import Several

CANDIDATES = 60
"""Prices are solved on everybody's so many best."""


class Ours(Remembering):
    """The product of both sides, priced by exposure, everybody sure of a seat, refusals kept from both, mixed and
    explored as in the product: of each list one place is for one from afar, one for one to be found out about.
    """

    name = "ours: product, exposure priced"

    def __init__(self, town: Town, seed: int) -> None:
        super().__init__(town, seed)
        self._prices, self._week = np.zeros(len(town.others)), seed * 100

    def ranks(self, free: Bools) -> Floats:
        rank, (mine, theirs) = super().ranks(free), self.chances()
        seats = self._turned(rank)
        worth = rank - self._prices[np.maximum(self._town.others, 0)]
        found = np.full(rank.shape, -np.inf)
        for row in np.flatnonzero((rank > -np.inf).any(axis=1)):
            listed = self._listed(int(row), worth[row], mine[row], theirs[row], int(seats[row]))
            found[row, listed] = worth[row, listed]
        self._week += 1
        return found

    def _listed(self, row: int, worth: Floats, mine: Floats, theirs: Floats, seat: int) -> list[int]:
        """The columns that the product would show, in the order in which it chose them; beyond those whom it looks at
        it need not be told of any but whoever has a seat.
        """
        town, sure = self._town, np.flatnonzero(self._town.others[row] == seat)
        best = np.argpartition(-worth, LOOKED_AT)[:LOOKED_AT] if len(worth) > LOOKED_AT else np.arange(len(worth))
        at = np.unique(np.append(best, sure[:1]))
        street = cast("FitPool", _Street.of(town, row, at))
        told = np.zeros((len(KEYS), len(at) + 1))
        told[:, :-1] = town.evidence[row, at].T
        mine, theirs, way = (np.append(one[at], 0.0) for one in (mine, theirs, town.metres[row]))
        unused = np.zeros(len(way))
        evidence: Evidence = dict(zip(KEYS, told, strict=True))
        weights = self.beliefs.weights
        scores = _Told(evidence, mine, theirs, way, unused, unused > -1, weights)
        worth, first = np.append(worth[at], -np.inf), int(np.searchsorted(at, sure[0])) if len(sure) else None
        choice = Choice(street, scores, len(at), worth, max_looked_at=2 * SHOWN, seat=first)
        return [int(at[one]) for one in choice.chosen(SHOWN, self.beliefs, self._week, lambda _other: True)]

    def _turned(self, rank: Floats) -> Ints:
        """This week's prices, and for each member who is sure of a place on its list, or -1."""
        town, size = self._town, len(rank)
        priced = rank - self._prices[np.maximum(town.others, 0)]
        width = min(CANDIDATES, rank.shape[1])
        best = np.argpartition(-priced, width - 1, axis=1)[:, :width]
        ranks = np.take_along_axis(rank, best, axis=1)
        viewers = np.broadcast_to(np.arange(size)[:, None], best.shape)[sound := ranks > -np.inf]
        seats = np.full(size, -1)
        if len(viewers):
            whom = np.take_along_axis(town.others, best, axis=1)[sound]
            others, worth = table(*both_ways(viewers, whom, ranks[sound]))
            wanted = np.ones(size)
            self._prices = solved(others, worth, wanted, shown=SHOWN, start=self._prices)
            seats[: len(others)] = seated(others, worth, self._prices, wanted, shown=SHOWN)
        return seats


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
