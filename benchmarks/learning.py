"""Learning online: twelve rounds of one suggestion a member among Lazega's 71 lawyers (2001), who truly work together
or do not.

Each round everybody is suggested one colleague whom they have not been asked about; all suggestions of a round are
chosen together, so that their expected number of ties is greatest (an assignment problem). What was a tie is only told
afterwards, and the product's own learner learns from it: the same attributes, partners of partners, an effect for each
member.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from benchmarks.places import real_file
from benchmarks.table import Reading, Result
from hometeam.engine.fit.learner import Learner, Prior

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
ROUNDS, SEEDS = 12, 4
SAME = {"Status": 0.5, "Gender": 0.2, "Office": 1.0, "Practice": 1.0, "LawSchool": 0.2}
ALIKE = {"Tenure": 0.3, "Age": 0.3}
"""What an expert expects of having the same, and of being near in, as logits."""
BIAS, IN_COMMON, SPREAD, EFFECT = -3.0, 1.0, 1.0, 1.0


def measure() -> Result:
    """All readings."""
    ours = _mean(effects=True, learns=True)
    readings = (
        Reading("random", _mean(effects=False, learns=False, blind=True), "", "read elsewhere: .147", runs=SEEDS),
        Reading("fixed expert weights", _mean(effects=False, learns=False), "", "read elsewhere: .269", runs=SEEDS),
        Reading("weights learnt", _mean(effects=False, learns=True), "", "said, not aimed at", runs=SEEDS),
        Reading("weights and members' effects learnt", ours, "", "≥ .36; read elsewhere: .346–.348", runs=SEEDS),
    )
    return Result(
        "learning", "Learning online: share of suggestions accepted in twelve rounds (Lazega, cowork)", readings
    )


def _mean(*, effects: bool, learns: bool, blind: bool = False) -> float:
    return float(np.mean([_share(seed, effects=effects, learns=learns, blind=blind) for seed in range(SEEDS)]))


def _share(seed: int, *, effects: bool, learns: bool, blind: bool) -> float:
    """The share of suggestions in all rounds that were ties."""
    features, ties = _lawyers()
    size, randomness = len(ties), np.random.default_rng(seed)
    left, right = np.triu_indices(size, 1)
    learner = Learner.of(_prior(effects=effects))
    asked, known = np.zeros(len(left), np.bool_), np.zeros((size, size))
    told: list[Bools] = []
    for _round in range(ROUNDS):
        told_of = np.column_stack((features[left, right], _in_common(known)[left, right]))
        who = np.column_stack((left, right)) if effects else ()
        chances = learner.chances(told_of, who)
        luck = randomness.random(len(left))
        chosen = _one_each(luck if blind else chances + 0.01 * luck, left, right, asked)
        asked[chosen] = True
        told.append(ties[left[chosen], right[chosen]])
        if learns:
            learner = learner.after(told_of[chosen], told[-1] * 1.0, who=who[chosen] if effects else ())
        known[left[chosen], right[chosen]] = known[right[chosen], left[chosen]] = told[-1]
    return float(np.concatenate(told).mean())


def _one_each(worth: Floats, left: Ints, right: Ints, asked: Bools) -> Ints:
    """One pair for every member, none twice and none that was asked before, worth most together."""
    free = np.flatnonzero(~asked)
    members = np.arange(max(int(right.max()), int(left.max())) + 1)[:, None]
    theirs = (left[free] == members) | (right[free] == members)
    chosen: Ints = free[linear_sum_assignment(np.where(theirs, -worth[free], 10.0))[1]]
    return chosen


def _in_common(known: Floats) -> Floats:
    """Partners in common among those who are known by now, as in the score."""
    says = 1 / np.log(2 + np.maximum(known.sum(axis=0), 1))
    shared: Floats = -np.expm1(-(known @ (known * says[:, None])))
    return shared


def _prior(*, effects: bool) -> Prior:
    mean = np.array([BIAS, *SAME.values(), *ALIKE.values(), IN_COMMON])
    return Prior(mean, np.full(len(mean), SPREAD), (EFFECT, EFFECT) if effects else ())


def _lawyers() -> tuple[Floats, Bools]:
    """A one and each attribute for every two, and who works with whom, both saying so."""
    with real_file("networks/lazega_nodes.csv").open(encoding="utf-8", newline="") as lines:
        nodes = list(csv.DictReader(lines))
    with real_file("networks/lazega_edges.csv").open(encoding="utf-8", newline="") as lines:
        arcs = [(row["src"], row["dst"]) for row in csv.DictReader(lines) if row["relation"] == "cowork"]
    number = {row["id"]: at for at, row in enumerate(nodes)}
    ties = np.zeros((len(nodes), len(nodes)), np.bool_)
    for one, other in arcs:
        ties[number[one], number[other]] = True
    same = [_same([row[name] for row in nodes]) for name in SAME]
    alike = [_alike(np.array([float(row[name]) for row in nodes])) for name in ALIKE]
    features: Floats = np.stack([np.ones(ties.shape), *same, *alike], axis=-1)
    return features, ties & ties.T


def _same(values: Sequence[str]) -> Floats:
    column = np.array(values)
    same: Floats = (column[:, None] == column[None, :]).astype(np.float64)
    return same


def _alike(values: Floats) -> Floats:
    """One for the two who are nearest, nought for the two who are farthest apart, by their place in the row."""
    apart = np.abs(values[:, None] - values[None, :]).ravel()
    place = np.argsort(np.argsort(apart, kind="stable"), kind="stable")
    near: Floats = 1 - place.reshape(len(values), len(values)) / len(place)
    return near
