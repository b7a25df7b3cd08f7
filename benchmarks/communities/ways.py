"""The ways of ranking that are compared."""

from __future__ import annotations

import numpy as np
from scipy.special import expit, log_expit

from benchmarks.communities.truth import Bools, Floats, Town
from benchmarks.communities.year import Told
from hometeam.engine.fit import EXPERT, Answer, Beliefs
from hometeam.engine.fit.score import KEYS, MIRROR

AT_ONCE = 4_000
"""So many answers are learnt from in one go."""
REFUSED = 52
"""For so many weeks a refusal keeps the two from each other's lists."""
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
    """What all that learn have in common: the product's own beliefs, one side's chance and the other's."""

    name = "product"

    def __init__(self, town: Town, seed: int) -> None:
        self._town, self._seed, self.beliefs = town, seed, EXPERT
        self.foreseen: list[tuple[float, bool, bool]] = []

    def chances(self) -> tuple[Floats, Floats]:
        """The logits of both sides, like the town's candidates."""
        return _logits(self._town, self.beliefs)

    def ranks(self, free: Bools) -> Floats:
        return np.where(free, self._joined(*self.chances()), -np.inf)

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
        for at in range(0, len(answers), AT_ONCE):
            self.beliefs = self.beliefs.after(answers[at : at + AT_ONCE])
        self.beliefs = self.beliefs.forgotten(1)

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
        pull = np.where(free, np.exp((log_expit(mine) + log_expit(theirs)) / 2), 0.0)
        others, single = np.maximum(self._town.others, 0), np.ones(len(free))
        for _round in range(60):
            met = (pull * single[others]).sum(axis=1)
            single = (np.sqrt(met**2 + 4) - met) / 2
        with np.errstate(divide="ignore"):
            return np.where(free, np.log(pull * single[others]), -np.inf)


class Remembering(Learning):
    """A refusal keeps the two from each other's lists for a year, as in the product, not only from that of who
    refused.
    """

    name = "product, refusals kept from both"

    def __init__(self, town: Town, seed: int) -> None:
        super().__init__(town, seed)
        self._refused_until, self._weeks = np.zeros(town.others.shape, np.int16), 0

    def ranks(self, free: Bools) -> Floats:
        return super().ranks(free & (self._refused_until <= self._weeks))

    def learn(self, told: Told) -> None:
        super().learn(told)
        back = self._town.back[told.who, told.column]
        refused = ~told.glad & (back >= 0)
        others = self._town.others[told.who, told.column]
        self._refused_until[others[refused], back[refused]] = self._weeks + REFUSED
        self._weeks += 1


class RememberingIpfp(Remembering, Ipfp):
    """The same with transferable utility."""

    name = "IPFP, refusals kept from both"


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


OTHERS = (Random, Nearest, Popular, OneSided, Harmonic, Remembering, RememberingIpfp)
"""Those that are looked at in one town only."""
