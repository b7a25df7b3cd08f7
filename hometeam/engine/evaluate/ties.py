"""How well ties between members are predicted, by the same learner as the product, beside the usual yardsticks.

A hidden pair's own tie is in nothing that the learner is shown, and neither is it for the pairs that it is taught by:
the ties of those are hidden in turn (rounds within rounds), so that what it learns from looks like what it is asked.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import expit

from hometeam.engine.evaluate.baselines import NAMES, baselines
from hometeam.engine.evaluate.columns import Column, attribute_features, columns, likeness, most_telling
from hometeam.engine.evaluate.measures import Figures, at_the_top, auc, average_precision
from hometeam.engine.evaluate.reading import EVERYTHING, Ints, Members, Ties, Unfit
from hometeam.engine.evaluate.rounds import Cold, Pairs, Round, Setting, Warm
from hometeam.engine.evaluate.seen import Whole
from hometeam.engine.evaluate.structure import COMMON, structure_features
from hometeam.engine.fit.learner import Learner, Prior

Floats = NDArray[np.float64]

FOLDS, TAUGHT_FOLDS = 10, 10
ALL_PAIRS, TAUGHT = 120_000, 20_000
"""Up to so many pairs are all asked about; beyond, the ties and as many others, drawn at random. The learner is taught
by the ties and others drawn at random, at most so many, and of neither more than half.
"""
SPREADS = 0.1, 0.2
"""How far what columns and what ties say is expected to move the logit of a tie, each a standardised number."""
CLOSING = 0.4
"""What whom both are tied to is expected to speak for a tie, before any is seen: where ties are few, that is most of
what is known.
"""
MOST = 24
"""With more columns, those are looked at that tell most in each lesson."""


@dataclass(frozen=True)
class Asked:
    """What to evaluate: which relation (all together by default), whether the others are evidence, whether only mutual
    arcs are ties, how many folds, and the seed of all that is drawn.
    """

    relation: str | None = None
    layers: bool = False
    mutual: bool = False
    folds: int = FOLDS
    seed: int = 0


@dataclass(frozen=True)
class TiesReport:
    """Figures of ours and of each yardstick for hidden pairs (warm) and hidden members (cold). `sampled` says that the
    pairs are not all there are: then average precision, P@5 and MRR are those among the drawn ones.
    """

    nodes: int
    pairs: int
    ties: int
    sampled: bool
    warm: Mapping[str, Figures]
    cold: Mapping[str, Figures]

    def as_json(self) -> dict[str, object]:
        """The report with its figures rounded to four places."""
        return {
            "nodes": self.nodes,
            "pairs": self.pairs,
            "ties": self.ties,
            "sampled": self.sampled,
            "warm": {name: _rounded(one) for name, one in self.warm.items()},
            "cold": {name: _rounded(one) for name, one in self.cold.items()},
        }


def _rounded(figures: Figures) -> dict[str, float]:
    return {name: round(value, 4) for name, value in asdict(figures).items()}


def evaluate_ties(members: Members, ties: Ties, asked: Asked = Asked()) -> TiesReport:
    """Predict each tie from the attributes and from the ties of the other folds.

    AUC and average precision are means over the folds, P@5 and MRR are over each member's whole list. Raises `Unfit`
    for a relation that is not there, and where ties or pairs without one are too few to hide some of them.
    """
    chance = np.random.default_rng(asked.seed)
    whole, pairs, teacher = _taught(members, ties, asked, chance)
    warm = Warm(whole, pairs, np.ones(len(pairs), np.bool_))
    cold = Cold(whole, pairs, np.ones(whole.size, np.bool_))
    return TiesReport(
        nodes=whole.size,
        pairs=len(pairs),
        ties=int(np.count_nonzero(pairs.tied)),
        sampled=len(pairs) < whole.size * (whole.size - 1) // 2,
        warm=teacher.figures(warm, chance),
        cold=teacher.figures(cold, chance),
    )


def foreseen(members: Members, ties: Ties, asked: Asked = Asked()) -> tuple[Pairs, Floats]:
    """The pairs that are asked about, and the chance of a tie of each, foreseen from all ties but those of its tenth
    (warm). Raises as `evaluate_ties` does.
    """
    chance = np.random.default_rng(asked.seed)
    whole, pairs, teacher = _taught(members, ties, asked, chance)
    return pairs, teacher.foreseen(Warm(whole, pairs, np.ones(len(pairs), np.bool_)), chance)


# -- What is asked about ---------------------------------------------------------------------------------------------


def _taught(members: Members, ties: Ties, asked: Asked, chance: np.random.Generator) -> tuple[Whole, Pairs, "_Teacher"]:
    whole = _whole(members, ties, asked)
    pairs = _pairs(whole, chance)
    _check(pairs, asked, ties.called if asked.relation is None else f"“{asked.relation}” in {ties.called}")
    return whole, pairs, _Teacher(whole, columns(members.attributes), pairs, asked)


def _whole(members: Members, ties: Ties, asked: Asked) -> Whole:
    relations = ties.relations
    if asked.relation is not None and asked.relation not in relations:
        there = ", ".join(f"“{one}”" for one in sorted(relations))
        told = "it names none" if list(relations) == [EVERYTHING] else f"there is {there}"
        raise Unfit(f"There is no relation “{asked.relation}” in {ties.called}; {told}.")
    if asked.layers and asked.relation is None:
        raise Unfit("--layers takes the other relations as evidence, so say by --relation which one is predicted.")
    if asked.relation is None:
        arcs, layers = np.unique(np.concatenate(list(relations.values())), axis=0), []
    else:
        arcs = relations[asked.relation]
        layers = [relations[name] for name in sorted(relations) if name != asked.relation] if asked.layers else []
    if asked.mutual and not _any_mutual(arcs, len(members.ids)):
        raise Unfit(f"No two members in {ties.called} are tied both ways; leave out --mutual if ties are listed once.")
    return Whole.of(len(members.ids), arcs, layers, mutual=asked.mutual)


def _any_mutual(arcs: Ints, size: int) -> bool:
    return bool(np.isin(arcs[:, 0] * size + arcs[:, 1], arcs[:, 1] * size + arcs[:, 0]).any())


def _pairs(whole: Whole, chance: np.random.Generator) -> Pairs:
    """All pairs, or the ties and others drawn at random where all are too many."""
    size, ties = whole.size, whole.ties()
    if size * (size - 1) // 2 <= ALL_PAIRS:
        left, right = (one.astype(np.int64) for one in np.triu_indices(size, 1))
        return Pairs(left, right, np.asarray(ties[left, right]).ravel() > 0)
    found = ties.tocoo()
    source, target = (np.asarray(one, np.int64) for one in found.coords)
    tied = (source * size + target)[source < target]
    drawn = np.sort(chance.integers(0, size, (ALL_PAIRS, 2)), axis=1)
    drawn = drawn[drawn[:, 0] < drawn[:, 1]]
    others = np.setdiff1d(drawn[:, 0] * size + drawn[:, 1], tied)
    both = np.concatenate((tied, others))
    return Pairs(both // size, both % size, np.arange(len(both)) < len(tied))


def _check(pairs: Pairs, asked: Asked, called: str) -> None:
    ties = int(np.count_nonzero(pairs.tied))
    if ties < FEWEST_TIES:
        raise Unfit(f"At least {FEWEST_TIES} ties are needed to hide some and learn from others; {called} has {ties}.")
    if len(pairs) - ties < FEWEST_TIES:
        raise Unfit(f"In {called} nearly everybody is tied to everybody, so there is nothing to predict.")
    if asked.folds < 2:
        raise Unfit("At least two folds are needed.")


FEWEST_TIES = 4


# -- Teaching and asking ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Scored:
    whose: Ints | None
    pairs: Pairs
    scores: Mapping[str, Floats]


@dataclass(frozen=True, eq=False)
class _Known:
    """What attributes say: of each pair, whom each member is most like, and which kinds there are."""

    fixed: Floats
    alike: csr_array
    kinds: Sequence[Ints]

    @classmethod
    def of(cls, known: Sequence[Column], pairs: Pairs, size: int) -> "_Known":
        fixed = attribute_features(known, pairs.left, pairs.right)
        return cls(fixed, likeness(known, size), [one.kinds() for one in known])


class _Teacher:
    """Teaches a learner in each round of a setting and asks it about what is hidden."""

    def __init__(self, whole: Whole, known: tuple[Column, ...], pairs: Pairs, asked: Asked) -> None:
        self.pairs, self.folds, self.size, self.columns = pairs, asked.folds, whole.size, known
        self.all = _Known.of(known, pairs, whole.size) if len(known) <= MOST else None

    def figures(self, setting: Setting, chance: np.random.Generator) -> dict[str, Figures]:
        """Ours and the yardsticks' figures over all rounds of the setting."""
        scored = [self._scored(setting, one, chance) for one in self._rounds(setting, chance)]
        return {name: _figures(scored, name, chance) for name in ("ours", *NAMES)}

    def foreseen(self, setting: Warm, chance: np.random.Generator) -> Floats:
        """The chance of a tie of every pair, each in the round that hides it."""
        found = np.zeros(len(self.pairs))
        for one in self._rounds(setting, chance):
            found[one.asked] = expit(self._ours(setting.inside(one), one, chance))
        return found

    def _rounds(self, setting: Setting, chance: np.random.Generator) -> Iterator[Round]:
        return setting.rounds(min(self.folds, int(np.count_nonzero(self.pairs.tied))), chance)

    def _scored(self, setting: Setting, outer: Round, chance: np.random.Generator) -> _Scored:
        ours = self._ours(setting.inside(outer), outer, chance)
        asked = self.pairs.of(outer.asked)
        yardsticks = baselines(outer.seen.ties, asked.left, asked.right)
        return _Scored(outer.whose, asked, {"ours": ours} | dict(yardsticks))

    def _ours(self, lessons: Setting, outer: Round, chance: np.random.Generator) -> Floats:
        taught = [(one, self._lessons(one.asked, chance)) for one in lessons.rounds(TAUGHT_FOLDS, chance)]
        if not taught:
            return np.zeros(len(outer.asked))
        lesson = np.concatenate([asked for _one, asked in taught])
        said = self.all or self._most_telling(lesson)
        features = np.concatenate([self._features(said, one, asked) for one, asked in taught])
        tied = self.pairs.tied[lesson]
        middle, spread = features.mean(axis=0), features.std(axis=0)
        tell = spread > SMALL
        known = _with_one((features[:, tell] - middle[tell]) / spread[tell])
        expected, spreads = _beforehand(said.fixed.shape[1], len(tell))
        prior = Prior(np.append(0.0, expected[tell]), np.append(BIAS_SPREAD, spreads[tell]))
        learner = Learner.fitted(prior, known, tied)
        asked_of = self._features(said, outer, outer.asked)[:, tell]
        return learner.logits(_with_one((asked_of - middle[tell]) / spread[tell]))

    def _most_telling(self, lesson: Ints) -> _Known:
        """By the columns that tell most in a lesson: so many would take long, and noise drown the few that tell."""
        pairs = self.pairs.of(lesson)
        return _Known.of(most_telling(self.columns, pairs.left, pairs.right, pairs.tied, MOST), self.pairs, self.size)

    def _lessons(self, asked: Ints, chance: np.random.Generator) -> Ints:
        """The ties of a round and of the others as many as fit."""
        tied = self.pairs.tied[asked]
        room = TAUGHT // TAUGHT_FOLDS
        ties = _some(asked[tied], room // 2, chance)
        return np.concatenate((ties, _some(asked[~tied], room - len(ties), chance)))

    def _features(self, said: _Known, one: Round, asked: Ints) -> Floats:
        pairs = self.pairs.of(asked)
        seen = structure_features(one.seen, said.alike, said.kinds, pairs.left, pairs.right)
        return np.concatenate((said.fixed[asked], seen), axis=1)


def _some(pairs: Ints, room: int, chance: np.random.Generator) -> Ints:
    return pairs if len(pairs) <= room else chance.choice(pairs, room, replace=False)


def _beforehand(of_columns: int, features: int) -> tuple[Floats, Floats]:
    """What is expected of each feature's weight, and how far it may be off."""
    expected = np.zeros(features)
    expected[of_columns:][COMMON] = CLOSING
    return expected, np.repeat(SPREADS, (of_columns, features - of_columns))


SMALL = 1e-9
BIAS_SPREAD = 10.0


def _with_one(features: Floats) -> Floats:
    return np.concatenate((np.ones((len(features), 1)), features), axis=1)


def _figures(scored: list[_Scored], name: str, chance: np.random.Generator) -> Figures:
    both = [one for one in scored if one.pairs.tied.any() and not one.pairs.tied.all()]
    if not both:
        raise Unfit("There are too few ties for so many folds.")
    members, tied, scores = _lists(scored, name)
    p5, mrr = at_the_top(members, tied, scores, chance.random(len(scores)))
    return Figures(
        auc=float(np.mean([auc(one.pairs.tied, one.scores[name]) for one in both])),
        ap=float(np.mean([average_precision(one.pairs.tied, one.scores[name]) for one in both])),
        p5=p5,
        mrr=mrr,
    )


def _lists(scored: list[_Scored], name: str) -> tuple[Ints, NDArray[np.bool_], Floats]:
    """Every entry of every member's list: a hidden pair stands in both lists, a new member has one alone."""
    members, tied, scores = [], [], []
    for one in scored:
        for whose in [one.whose] if one.whose is not None else [one.pairs.left, one.pairs.right]:
            members.append(whose)
            tied.append(one.pairs.tied)
            scores.append(one.scores[name])
    return np.concatenate(members), np.concatenate(tied), np.concatenate(scores)
