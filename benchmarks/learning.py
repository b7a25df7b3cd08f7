"""Learning online: twelve rounds of one suggestion a member among Lazega's 71 lawyers (2001), who truly work together,
ask each other for advice or are friends, or are not.

Each round everybody is suggested one colleague whom they have not been asked about; all suggestions of a round are
chosen together, so that their expected number of ties is greatest (an assignment problem). As in the product, whoever
is suggested somebody answers first, the other is asked only after a yes, and the product's own learner learns from each
answer: attributes, partners of partners, how readily each member says yes and how gladly each is taken, all as
uncertain beforehand as the product is. The chance of a tie is the product of both sides'. What else ties two members
stays unknown, as it was where the aim was read; what it would bring to know it, as the product does, is said apart.

How far knowing goes at all is said by the same learner that was taught beforehand what everybody answers about
everybody, but for a tenth of the pairs by turns: those are foreseen from what is known of all others, never from their
own answers. And by the richest that there is here, all evidence of `hometeam evaluate ties`, knowing the same.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from benchmarks.places import real_file
from benchmarks.table import Reading, Result
from hometeam.engine.evaluate import Asked, foreseen, read_members, read_ties
from hometeam.engine.fit.beliefs import ASKS_SPREAD, BIAS_SPREAD, LIKED_SPREAD, WEIGHT_SPREAD
from hometeam.engine.fit.learner import Learner, Prior
from hometeam.engine.fit.score import QUIET

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Way = Literal["random", "expert", "weights", "weights and effects", "others known", "all evidence"]
ROUNDS, SEEDS, PARTS = 12, 10, 10
SAME = {"Status": 0.5, "Gender": 0.2, "Office": 1.0, "Practice": 1.0, "LawSchool": 0.2}
ALIKE = {"Tenure": 0.3, "Age": 0.3}
"""What an expert expects of having the same, and of being near in, as logits."""
BIAS = -3.0
LUCK = 0.01
"""By so much of a chance at most the choice is left to luck, so that seeds differ."""


def measure() -> Result:
    """All readings."""
    readings = (
        _reading("random", "random", "read elsewhere: 14.7"),
        _reading("fixed expert weights", "expert", "read elsewhere: 26.9"),
        _reading("weights learnt", "weights", "said, not aimed at"),
        _reading("weights and members' effects learnt", "weights and effects", "≥ 36; read elsewhere: 34.6–34.8"),
        _reading(KNOWN, "others known", "said: how far knowing goes"),
        _reading(ALL, "all evidence", "said: how far knowing goes"),
        _reading(f"fixed expert weights, {BESIDES}", "expert", "said", besides=("advice", "friendship")),
        _reading(
            f"weights and effects learnt, {BESIDES}", "weights and effects", "said", besides=("advice", "friendship")
        ),
        *(_reading(f"{what}, {name}", way, "said", name) for name in ("advice", "friendship") for what, way in OTHERS),
    )
    title = "Learning online: share of suggestions accepted in twelve rounds (Lazega, cowork unless said otherwise)"
    return Result("learning", title, readings)


KNOWN = "all other pairs' answers known beforehand"
ALL = f"{KNOWN}, by all evidence of `evaluate ties`"
BESIDES = "knowing who asks whom for advice and who are friends"
OTHERS: tuple[tuple[str, Way], ...] = (
    ("fixed expert weights", "expert"),
    ("weights and members' effects learnt", "weights and effects"),
    (KNOWN, "others known"),
    (ALL, "all evidence"),
)


def _reading(what: str, way: Way, aim: str, relation: str = "cowork", besides: Sequence[str] = ()) -> Reading:
    lawyers = Lawyers.by(relation, besides)
    share = float(np.mean([_share(lawyers, seed, way) for seed in range(SEEDS)]))
    return Reading(what, 100 * share, "%", aim, runs=SEEDS)


@dataclass(frozen=True, eq=False)
class Lawyers:
    """In which relation; a one and each attribute for every two (n, n, features), what experts expect of each feature,
    and who would say yes (row) of whom (column).
    """

    relation: str
    features: Floats
    expected: Floats
    glad: Bools

    @classmethod
    def by(cls, relation: str, besides: Sequence[str] = ()) -> Lawyers:
        """As they named each other in this relation; what else they are to each other counts as evidence, half of it
        where only one names the other.
        """
        with real_file("networks/lazega_nodes.csv").open(encoding="utf-8", newline="") as lines:
            nodes = list(csv.DictReader(lines))
        named = {name: _named(name, [row["id"] for row in nodes]) for name in (relation, *besides)}
        same = [_same([row[name] for row in nodes]) for name in SAME]
        alike = [_alike(np.array([float(row[name]) for row in nodes])) for name in ALIKE]
        acts = [(named[name] + named[name].T.astype(np.float64)) / 2 for name in besides]
        features = np.stack([np.ones((len(nodes), len(nodes))), *same, *alike, *acts], axis=-1)
        of_acts = [QUIET["did_things_together"] for _name in besides]
        return cls(relation, features, np.array([BIAS, *SAME.values(), *ALIKE.values(), *of_acts]), named[relation])

    def evidence(self, known: Floats, one: Ints, other: Ints) -> Floats:
        """What speaks for these pairs, by the ties that are known."""
        return np.column_stack((self.features[one, other], _in_common(known)[one, other]))


def _named(relation: str, ids: Sequence[str]) -> Bools:
    with real_file("networks/lazega_edges.csv").open(encoding="utf-8", newline="") as lines:
        arcs = [(row["src"], row["dst"]) for row in csv.DictReader(lines) if row["relation"] == relation]
    number, named = {one: at for at, one in enumerate(ids)}, np.zeros((len(ids), len(ids)), np.bool_)
    for one, other in arcs:
        named[number[one], number[other]] = True
    return named


def _share(lawyers: Lawyers, seed: int, way: Way) -> float:
    """The share of suggestions in all rounds that were ties."""
    effects, size, randomness = way == "weights and effects", len(lawyers.glad), np.random.default_rng(seed)
    (left, right), first = np.triu_indices(size, 1), np.arange(size)
    beforehand = _beforehand(lawyers, way, seed)
    learner, told = Learner.of(_prior(lawyers, effects=effects)), list[Bools]()
    asked, known = np.zeros(len(left), np.bool_), np.zeros((size, size))
    for _round in range(ROUNDS):
        luck = randomness.random(len(left))
        chances = beforehand
        if chances is None:
            chances = _of_both(learner, lawyers.evidence(known, left, right), left, right, effects=effects)
        chosen = _one_each(luck if way == "random" else chances + LUCK * luck, left, right, asked)
        asked[chosen] = True
        second = left[chosen] + right[chosen] - first
        if way.startswith("weights"):
            learner = _after(learner, lawyers, known, first, second, effects=effects)
        told.append(lawyers.glad[first, second] & lawyers.glad[second, first])
        known[first[told[-1]], second[told[-1]]] = known[second[told[-1]], first[told[-1]]] = 1.0
    return float(np.concatenate(told).mean())


def _of_both(learner: Learner, evidence: Floats, one: Ints, other: Ints, *, effects: bool) -> Floats:
    """The chance that both say yes."""
    theirs = learner.chances(evidence, _who(other, one, effects=effects))
    both: Floats = learner.chances(evidence, _who(one, other, effects=effects)) * theirs
    return both


def _after(learner: Learner, lawyers: Lawyers, known: Floats, first: Ints, second: Ints, *, effects: bool) -> Learner:
    """What is believed when the first of each two has answered, and after a yes the second."""
    yes = lawyers.glad[first, second]
    asked, about = np.concatenate((first, second[yes])), np.concatenate((second, first[yes]))
    evidence, glad = lawyers.evidence(known, asked, about), lawyers.glad[asked, about]
    return learner.after(evidence, glad, who=_who(asked, about, effects=effects))


def _beforehand(lawyers: Lawyers, way: Way, seed: int) -> Floats | None:
    """The chance of each two, where it is known before the first round."""
    if way == "others known":
        return _others_known(lawyers, *np.triu_indices(len(lawyers.glad), 1), np.random.default_rng(seed))
    return _by_all_evidence(lawyers, seed) if way == "all evidence" else None


def _by_all_evidence(lawyers: Lawyers, seed: int) -> Floats:
    members = read_members(real_file("networks/lazega_nodes.csv").read_text("utf-8"))
    ties = read_ties(real_file("networks/lazega_edges.csv").read_text("utf-8"), members)
    return foreseen(members, ties, Asked(lawyers.relation, mutual=True, seed=seed))[1]


def _others_known(lawyers: Lawyers, left: Ints, right: Ints, randomness: np.random.Generator) -> Floats:
    """The chance of each two, by what everybody but these two answered about each other, in parts drawn at random."""
    found, part = np.zeros(len(left)), randomness.integers(0, PARTS, len(left))
    for hidden in (part == one for one in range(PARTS)):
        open_ = ~np.eye(len(lawyers.glad), dtype=np.bool_)
        open_[left[hidden], right[hidden]] = open_[right[hidden], left[hidden]] = False
        one, other = np.nonzero(open_)
        ties = (lawyers.glad & lawyers.glad.T & open_).astype(np.float64)
        taught = lawyers.evidence(ties, one, other), lawyers.glad[one, other]
        learner = Learner.fitted(_prior(lawyers, effects=True), *taught, who=_who(one, other, effects=True))
        asked = left[hidden], right[hidden]
        found[hidden] = _of_both(learner, lawyers.evidence(ties, *asked), *asked, effects=True)
    return found


def _who(asked: Ints, about: Ints, *, effects: bool) -> Ints | tuple[()]:
    """Whose effects count: even numbers for saying yes, odd ones for being taken gladly."""
    return np.column_stack((2 * asked, 2 * about + 1)) if effects else ()


def _one_each(worth: Floats, left: Ints, right: Ints, asked: Bools) -> Ints:
    """A pair for each member, by number, none twice and none that was asked before, worth most together."""
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


def _prior(lawyers: Lawyers, *, effects: bool) -> Prior:
    mean = np.append(lawyers.expected, QUIET["partners_in_common"])
    spread = np.array([BIAS_SPREAD, *(WEIGHT_SPREAD for _weight in mean[1:])])
    return Prior(mean, spread, (ASKS_SPREAD, LIKED_SPREAD) if effects else ())


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
