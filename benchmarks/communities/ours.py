"""The product's own way in a planted town: prices, seats, and each list as `engine/fit/choosing.py` mixes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from benchmarks.communities.truth import Bools, Floats, Ints, Town
from benchmarks.communities.ways import Learning
from benchmarks.communities.year import SHOWN, Told
from hometeam.engine.fit import FitPool
from hometeam.engine.fit.choosing import Choice
from hometeam.engine.fit.exposure import both_ways, seated, solved, table
from hometeam.engine.fit.score import KEYS, Scores
from hometeam.engine.fit.several import Several

CANDIDATES = 60
"""Prices are solved on everybody's so many best."""
LISTED = 5
"""The product's list is this long, its last two places for one from afar and one to be found out about."""


class Ours(Learning):
    """The product of both sides, priced by exposure, everybody sure of a seat, mixed and explored as in the product.

    Of the five on a list so many are looked at as by every other way: the first ones, and by turns one of the others.
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
            looked_at = [*listed[: SHOWN - 1], *listed[SHOWN - 1 :][self._week % (LISTED - SHOWN + 1) :][:1]]
            found[row, looked_at] = worth[row, looked_at]
        self._week += 1
        return found

    def _listed(self, row: int, worth: Floats, mine: Floats, theirs: Floats, seat: int) -> list[int]:
        """The columns that the product would show, in the order in which it chose them."""
        town, street = self._town, cast("FitPool", _Street.of(self._town, row))
        told = np.pad(town.evidence[row].T.astype(np.float64), ((0, 0), (0, 1)))
        way = np.append(town.metres[row], 0.0)
        mine, theirs, unused = np.append(mine, 0.0), np.append(theirs, 0.0), np.zeros(len(way))
        scores = Scores(
            dict(zip(KEYS, told, strict=True)), mine, theirs, way, unused, unused > -1, self.beliefs.weights
        )
        sure = np.flatnonzero(town.others[row] == seat)
        seat_at = int(sure[0]) if len(sure) else None
        worth = np.append(worth, -np.inf)
        choice = Choice(street, scores, len(worth) - 1, worth, max_looked_at=2 * LISTED, seat=seat_at)
        return list(choice.chosen(LISTED, self.beliefs, self._week, lambda _other: True))

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


@dataclass(frozen=True, eq=False)
class _Street:
    """A member's candidates, and last itself, as `Choice` reads a pool."""

    ids: Ints
    cities: Ints
    neighbourhoods: Ints
    online: Bools
    pool: FitPool

    @classmethod
    def of(cls, town: Town, row: int) -> _Street:
        whom = np.append(np.maximum(town.others[row], 0), row)
        pool = town.pool
        return cls(whom, pool.cities[whom], pool.neighbourhoods[whom], pool.online[whom], pool)

    @property
    def trades(self) -> object:
        return self.pool.trades

    @property
    def offers(self) -> Several:
        return replace(self.pool.offers, which=self.pool.offers.which[self.ids])
