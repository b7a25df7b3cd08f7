"""A town whose members are real and whose tastes are planted: who would truly be glad of whom, by a rule that the score
does not know.

Trades and places are those of Langley's licences. What is planted: what each needs, a table of which trades go together
that agrees with ours but in part, how far each goes, tastes and styles that no profile shows, popularity, openness, and
luck of two with each other.

How much of each, and how many read, ask and have time for (`year.py`), was chosen in towns 101 and 102 so that the
plain product and IPFP read there nearly as they do in the generator in which our aims were read. These were, where
popularity is moderate, 2.16 partnerships a member, a Gini of exposure of .40 and 2 % never shown in a month for the
product, 2.36, .16, 0 % for IPFP; where it is strong 1.20, .68, 24 % and 1.44, .28, 0 %. Here, in town 102, they read
2.30, .39, 12 %; 2.38, .14, 0 %; 1.25, .63, 19 %; 1.36, .15, 0 %. Our own way was not looked at for it, its constants
were then chosen in these two towns, and other towns are reported.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from benchmarks.places import real_file
from hometeam.engine.fit import FitMember, FitPool, Needed
from hometeam.engine.fit.score import KEYS, SAME_WORK, Scores, score
from hometeam.engine.taxonomy import Taxonomy
from hometeam.fit.queries.directory import read_directory

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
WIDEST = 300
"""Of a larger town, each member's so many best by the expert's weights, and as many others, may be suggested."""
GLAD_OF_ALL = 0.045
"""The share of all pairs in which one would be glad of the other."""
NEEDS = 2
MET, ASKED, NEAR, TASTE, BOTH, OPEN = 3.5, 2.5, 1.2, 0.6, 0.5, 0.25
"""What a need counts that is met, and one that one may meet oneself, doors on one street, a style to one's taste, luck
of two with each other (a standard deviation), and how much members differ in saying yes: all as logits.
"""


@dataclass(frozen=True, eq=False)
class Town:
    """A line per member, a column per candidate (a row of the town, -1 for nobody): evidence in the eyes of the
    member, metres and ring between them, how likely each would truly be glad of the other, and whether they would be.
    """

    pool: FitPool
    others: Ints
    evidence: NDArray[np.float32]
    metres: Floats
    glad_of: Floats
    liked_by: Floats
    is_glad: Bools
    is_liked: Bools
    trades: Ints
    joins: Ints
    back: Ints
    """For each candidate the column in which it has that member, or -1."""


def town(size: int, popularity: float, seed: int, widest: int = WIDEST) -> Town:
    """A town of so many members; `popularity` is the standard deviation of how gladly each is taken, as a logit."""
    randomness = np.random.default_rng(seed)
    pool, truly_needs = _members(size, randomness)
    rows = [_candidates(pool, row, randomness, widest) for row in range(size)]
    width = max(len(others) for others, *_told in rows)
    others = np.full((size, width), -1, np.int64)
    evidence = np.zeros((size, width, len(KEYS)), np.float32)
    metres = np.full((size, width), np.inf)
    for row, (whom, told, way) in enumerate(rows):
        here = row, slice(len(whom))
        others[here], evidence[here], metres[here] = whom, told, way
    planted = _Planted.by(pool, truly_needs, popularity, randomness)
    glad_of, liked_by = planted.chances(others, metres)
    luck = planted.luck(others)
    return Town(
        pool,
        others,
        evidence,
        metres,
        glad_of,
        liked_by,
        luck[0] < glad_of,
        luck[1] < liked_by,
        planted.trades,
        np.where(randomness.random(size) < 0.1, randomness.integers(8, 30, size), 0),
        _the_other_way(others),
    )


def _the_other_way(others: Ints) -> Ints:
    """For each member's candidates the column in which they have that member, or -1."""
    size, width = others.shape
    rows = np.broadcast_to(np.arange(size)[:, None], others.shape)
    there = others >= 0
    key, back = (rows * size + others)[there], (others * size + rows)[there]
    order = np.argsort(key)
    at = np.minimum(np.searchsorted(key[order], back), len(key) - 1)
    columns = np.broadcast_to(np.arange(width), others.shape)[there][order][at]
    found = np.full(others.shape, -1)
    found[there] = np.where(key[order][at] == back, columns, -1)
    return found


def _members(size: int, randomness: np.random.Generator) -> tuple[FitPool, list[list[int]]]:
    """Real members with a place and a trade, and what each needs."""
    sound = _langley()
    chosen = [sound[at] for at in randomness.permutation(len(sound))[:size]]
    while len(chosen) < size:
        chosen += [sound[at] for at in randomness.permutation(len(sound))[: size - len(chosen)]]
    taxonomy = Taxonomy.load()
    ids = [service.id for service in taxonomy.services]
    truly: list[list[int]] = []
    told: list[FitMember] = []
    for number, one in enumerate(chosen):
        likely = [service for service, _weight in taxonomy.likely_needs(one.offers[0].service)][:10] or ids
        needs = [str(randomness.choice(likely if randomness.random() < 0.6 else ids)) for _need in range(NEEDS)]
        truly.append([ids.index(need) for need in needs])
        said = tuple(Needed(need) for need in needs)
        told.append(replace(one, id=number, needs=said, lat=_near(one.lat, randomness), lon=_near(one.lon, randomness)))
    return FitPool.of(told, taxonomy), truly


@cache
def _langley() -> tuple[FitMember, ...]:
    directory = read_directory(real_file("businesses/langley_bc_2022.csv"))
    return tuple(one for one in directory.pool.members.values() if one.offers and one.lat is not None)


def _near(degrees: float | None, randomness: np.random.Generator) -> float:
    """A few doors on: in a town larger than the file, members are drawn twice."""
    return float(degrees or 0.0) + float(randomness.normal(0, 0.0005))


def _candidates(pool: FitPool, row: int, randomness: np.random.Generator, widest: int) -> tuple[Ints, Floats, Floats]:
    scores: Scores = score(pool, row)
    fair = scores.rivalry < SAME_WORK
    fair[row] = False
    whom = np.flatnonzero(fair)
    if len(whom) > 2 * widest:
        whom = whom[np.argpartition(-scores.rank[whom], widest - 1)]
        whom = np.concatenate((whom[:widest], randomness.choice(whom[widest:], widest, replace=False)))
    told = np.stack([scores.evidence[key][whom] for key in KEYS], axis=1)
    return whom, told, scores.metres[whom]


@dataclass(frozen=True, eq=False)
class _Planted:
    """What nobody sees. Pairs are reckoned by `of` as logits, the same whichever side asks."""

    trades: Ints
    needs: Bools
    offers: Bools
    go_together: Floats
    reach_m: Floats
    taste: Floats
    style: Floats
    popularity: Floats
    openness: Floats
    seed: int

    @classmethod
    def by(cls, pool: FitPool, needs: list[list[int]], popularity: float, randomness: np.random.Generator) -> _Planted:
        size, services = len(pool), len(pool.trades.ids)
        offers = np.zeros((size, services), np.bool_)
        rows, codes, _weights = pool.offers.by_member()
        offers[rows, codes] = True
        wanted = np.zeros((size, services), np.bool_)
        for row, some in enumerate(needs):
            wanted[row, some] = True
        ours = pool.trades.together
        other = np.maximum(randomness.normal(0, 1, (services, services)) - 1, 0)
        return cls(
            np.array([int(pool.offers.of_row(row)[0][0]) for row in range(size)]),
            wanted,
            offers,
            1.2 * ours + 0.8 * (other + other.T),
            np.exp(randomness.normal(np.log(3_000), 0.7, size)),
            randomness.normal(0, 1, (size, 3)),
            randomness.normal(0, 1, (size, 3)),
            randomness.normal(0, popularity, size),
            randomness.normal(0, OPEN, size),
            int(randomness.integers(2**31)),
        )

    def chances(self, others: Ints, metres: Floats) -> tuple[Floats, Floats]:
        """How likely each would be glad of the candidate, and the candidate of them."""
        mine, theirs = np.full(others.shape, -np.inf), np.full(others.shape, -np.inf)
        for row, whom in enumerate(others):
            here = whom >= 0
            mine[row, here] = self._logit(np.full(here.sum(), row), whom[here], metres[row, here])
            theirs[row, here] = self._logit(whom[here], np.full(here.sum(), row), metres[row, here])
        level = _level(mine)
        return expit(mine + level), expit(theirs + level)

    def luck(self, others: Ints) -> tuple[Floats, Floats]:
        """For each pair and direction a number from 0 to 1, the same from whichever side it is looked at."""
        rows = np.broadcast_to(np.arange(len(others))[:, None], others.shape)
        return self._drawn(rows, others, 7), self._drawn(others, rows, 7)

    def _logit(self, one: Ints, other: Ints, metres: Floats) -> Floats:
        met = (self.needs[one] & self.offers[other]).any(axis=1) * MET
        asked = (self.offers[one] & self.needs[other]).any(axis=1) * ASKED
        near = NEAR * np.exp(-metres / self.reach_m[one])
        taste = TASTE * np.einsum("ij,ij->i", self.taste[one], self.style[other]) / np.sqrt(3)
        both = BOTH * _normal(self._drawn(np.minimum(one, other), np.maximum(one, other), 3))
        work = self.go_together[self.trades[one], self.trades[other]]
        logit: Floats = met + asked + near + taste + both + work + self.popularity[other] + self.openness[one]
        return logit

    def _drawn(self, one: Ints, other: Ints, kind: int) -> Floats:
        mixed = one.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + other.astype(np.uint64)
        mixed = (mixed + np.uint64(self.seed * 31 + kind)) * np.uint64(0xBF58476D1CE4E5B9)
        for shift in (30, 27, 31):
            mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(0x94D049BB133111EB)
        drawn: Floats = (mixed >> np.uint64(11)).astype(np.float64) / 2**53
        return drawn


def _normal(share: Floats) -> Floats:
    from scipy.special import ndtri

    found: Floats = ndtri(np.clip(share, 1e-9, 1 - 1e-9))
    return found


def _level(logits: Floats) -> float:
    """What to add so that the given share of all pairs would be glad."""
    some, low, high = logits[np.isfinite(logits)][:200_000], -20.0, 20.0
    for _step in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if expit(some + middle).mean() > GLAD_OF_ALL else (middle, high)
    return middle
