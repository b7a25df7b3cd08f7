"""The ways of ranking that are compared."""

from __future__ import annotations

import numpy as np
from scipy.special import expit, log_expit

from benchmarks.communities.truth import Bools, Floats, Ints, Town
from benchmarks.communities.year import Told
from hometeam.engine.fit import EXPERT, Answer, Beliefs
from hometeam.engine.fit.score import KEYS, MIRROR

_MIRRORED = [KEYS.index(MIRROR.get(key, key)) for key in KEYS]


class Random:
    """Anybody."""

    name = "random"

    def __init__(self, town: Town, seed: int) -> None:
        self._town, self._randomness = town, np.random.default_rng(seed)

    def ranks(self, free: Bools) -> Floats:
        return np.where(free, self._randomness.random(free.shape), -np.inf)

    def learn(self, told: Told) -> None:
        """Nothing is learnt."""


class Nearest(Random):
    """Whoever is nearest."""

    name = "nearest first"

    def ranks(self, free: Bools) -> Floats:
        return np.where(free, -self._town.metres, -np.inf)


class Popular(Random):
    """Whoever was taken most often in one's own category, then in others."""

    name = "same category, most popular"

    def __init__(self, town: Town, seed: int) -> None:
        super().__init__(town, seed)
        self._taken = np.zeros(len(town.others))
        groups = [town.pool.trades.ids[trade].split("-")[0] for trade in town.trades]
        self._group = np.unique(groups, return_inverse=True)[1]

    def ranks(self, free: Bools) -> Floats:
        others = np.maximum(self._town.others, 0)
        same = self._group[others] == self._group[:, None]
        return np.where(free, 100 * same + self._taken[others] + self._randomness.random(free.shape), -np.inf)

    def learn(self, told: Told) -> None:
        whom = self._town.others[told.who, told.column]
        np.add.at(self._taken, whom[told.glad], 1)


class Learning:
    """What all that learn have in common: the product's own beliefs, one side's chance and the other's, and that a
    refusal keeps the two from each other's lists.
    """

    name = "product"

    def __init__(self, town: Town, seed: int) -> None:
        self._town, self._seed, self.beliefs = town, seed, EXPERT
        self.foreseen: list[tuple[float, bool, bool]] = []
        self._back, self._no = _the_other_way(town), np.zeros(town.others.shape, np.bool_)

    def chances(self) -> tuple[Floats, Floats]:
        """The logits of both sides, like the town's candidates."""
        return _logits(self._town, self.beliefs)

    def ranks(self, free: Bools) -> Floats:
        mine, theirs = self.chances()
        return np.where(free & ~self._no, self._joined(mine, theirs), -np.inf)

    def _joined(self, mine: Floats, theirs: Floats) -> Floats:
        joined: Floats = log_expit(mine) + log_expit(theirs)
        return joined

    def learn(self, told: Told) -> None:
        evidence = self._town.evidence[told.who, told.column]
        others = self._town.others[told.who, told.column]
        answers = [
            Answer(int(who), int(other), dict(zip(KEYS, line.tolist(), strict=True)), float(glad))
            for who, other, line, glad in zip(told.who, others, evidence, told.glad, strict=True)
        ]
        if answers:
            self._foresee(answers, told)
        self.beliefs = self.beliefs.after(answers).forgotten(1)
        refused = ~told.glad & (self._back[told.who, told.column] >= 0)
        self._no[others[refused], self._back[told.who, told.column][refused]] = True

    def _foresee(self, answers: list[Answer], told: Told) -> None:
        """What was expected of each answer before it came."""
        who = np.array([(one.asked << 1, one.about << 1 | 1) for one in answers])
        expected = self.beliefs.learner.chances(np.array([one.features() for one in answers]), who)
        self.foreseen += list(zip(expected.tolist(), told.glad.tolist(), told.of_proposal.tolist(), strict=True))


class OneSided(Learning):
    """Whom I would be glad of."""

    name = "one-sided"

    def chances(self) -> tuple[Floats, Floats]:
        mine, theirs = super().chances()
        return mine, np.zeros_like(theirs)


class Harmonic(Learning):
    """The harmonic mean of both sides."""

    name = "harmonic mean"

    def _joined(self, mine: Floats, theirs: Floats) -> Floats:
        joined: Floats = 2 / (1 / expit(mine) + 1 / expit(theirs))
        return joined


class Ipfp(Learning):
    """Matching with transferable utility (Choo and Siow 2006), solved by iterative proportional fitting."""

    name = "transferable utility (IPFP)"

    def ranks(self, free: Bools) -> Floats:
        mine, theirs = self.chances()
        free = free & ~self._no
        pull = np.where(free, np.exp((log_expit(mine) + log_expit(theirs)) / 2), 0.0)
        others, single = np.maximum(self._town.others, 0), np.ones(len(free))
        for _round in range(60):
            met = (pull * single[others]).sum(axis=1)
            single = (np.sqrt(met**2 + 4) - met) / 2
        with np.errstate(divide="ignore"):
            return np.where(free, np.log(pull * single[others]), -np.inf)


def _the_other_way(town: Town) -> Ints:
    """For each member's candidates the column in which they have that member, or -1."""
    size, width = town.others.shape
    rows = np.broadcast_to(np.arange(size)[:, None], town.others.shape)
    there = town.others >= 0
    key, back = (rows * size + town.others)[there], (town.others * size + rows)[there]
    order = np.argsort(key)
    at = np.minimum(np.searchsorted(key[order], back), len(key) - 1)
    columns = np.broadcast_to(np.arange(width), town.others.shape)[there][order][at]
    found = np.full(town.others.shape, -1)
    found[there] = np.where(key[order][at] == back, columns, -1)
    return found


def _logits(town: Town, beliefs: Beliefs) -> tuple[Floats, Floats]:
    weights = np.array([beliefs.weights[key] for key in KEYS], np.float32)
    size = len(town.others)
    asks = np.array([beliefs.asks.get(one, 0.0) for one in range(size)])
    liked = np.array([beliefs.liked.get(one, 0.0) for one in range(size)])
    others = np.maximum(town.others, 0)
    mine = beliefs.bias + town.evidence @ weights + asks[:, None] + liked[others]
    back = weights[_MIRRORED]
    theirs = beliefs.bias + town.evidence @ back + liked[:, None] + asks[others]
    return mine.astype(np.float64), theirs.astype(np.float64)


OTHERS = (Random, Nearest, Popular, OneSided, Harmonic)
"""Those that are looked at in one town only."""
