"""What a community has learnt about who is glad of whom: the expert's weights, moved by what its members answered.

Every answer counts from the first one on (`learner.py` does the reckoning). An answer is about evidence *as it was when
it was shown*, and moves nothing but how much that evidence counts, how readily this member says yes and how gladly that
one is taken; the last two are shrunk hard, never shown, and never a reason.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

import numpy as np

from hometeam.engine.fit.learner import Floats, Ints, Learner, Prior
from hometeam.engine.fit.score import BIAS, KEYS, QUIET, WEIGHT

BIAS_SPREAD, WEIGHT_SPREAD = 0.8, 0.6
"""How unsure the expert is: of how readily people say yes at all, and of each weight (standard deviations)."""
ASKS_SPREAD, LIKED_SPREAD = 0.8, 1.0
"""How much members differ in saying yes and in being taken gladly."""
HALF_LIFE_WEEKS = 52.0
"""After so long half of what was learnt is gone."""
STEPS = 2
"""A tuning goes from so many steps down to so many up."""
VERSION = 1

MOVES: Mapping[str, Mapping[str, float]] = {
    "nearer": {"near_each_other": 0.4, "way": -0.8},
    "adventurous": {
        "our_trades_go_together": -0.3,
        "shared_audience": -0.3,
        "partners_in_common": -0.4,
        "did_things_together": -0.4,
        "way": 0.4,
    },
    "newcomers": {"they_are_new": 0.5},
    "causes": {"business_and_nonprofit": 0.5},
}
"""What one step of each tuning adds to the weights."""


@dataclass(frozen=True, slots=True)
class Tuning:
    """What an organiser wishes for, each from -2 (less) over 0 (as it comes) to 2 (more). Raises ValueError beyond."""

    nearer: int = 0
    adventurous: int = 0
    newcomers: int = 0
    causes: int = 0

    def __post_init__(self) -> None:
        for name, steps in self.steps().items():
            if not isinstance(steps, int) or isinstance(steps, bool) or abs(steps) > STEPS:
                raise ValueError(f"{name} goes from -{STEPS} to {STEPS} in whole steps, not {steps}")

    def steps(self) -> dict[str, int]:
        """Each wish by its name."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    def moves(self) -> dict[str, float]:
        """What it adds to each weight."""
        steps = self.steps()
        return {key: sum(steps[name] * moves.get(key, 0.0) for name, moves in MOVES.items()) for key in KEYS}


AS_IT_COMES = Tuning()


@dataclass(frozen=True, slots=True)
class Answer:
    """What one member made of the suggestion of another.

    `asked` said it, `about` is whom it was about; `evidence` as `asked` saw it when it was shown (keys of `score.KEYS`;
    what is missing counts as 0, keys of another version are passed over). `glad` goes from 0, declined, to 1, accepted,
    done or confirmed; `weight` says how many plain answers it is worth (a thing done and confirmed more than a yes, a
    decline for want of time less than one).

    Raises ValueError where a number is not finite, gladness is outside 0..1 or the weight is negative.
    """

    asked: int
    about: int
    evidence: Mapping[str, float]
    glad: float
    weight: float = 1.0

    def __post_init__(self) -> None:
        numbers = (*self.evidence.values(), self.glad, self.weight)
        if not all(math.isfinite(number) for number in numbers):
            raise ValueError("evidence, gladness and weight of an answer must be finite numbers")
        if not 0 <= self.glad <= 1 or self.weight < 0:
            raise ValueError(f"gladness is from 0 to 1 and weight not negative: {self.glad}, {self.weight}")

    def features(self) -> list[float]:
        """Its line in the table that is learnt from: a one for the bias, then the evidence."""
        return [1.0, *(float(self.evidence.get(key, 0.0)) for key in KEYS)]


@dataclass(frozen=True, eq=False)
class Beliefs:
    """What is believed by now. Frozen: `after`, `forgotten` and `tuned` give new ones."""

    learner: Learner
    tuning: Tuning = AS_IT_COMES

    @classmethod
    def expert(cls, tuning: Tuning = AS_IT_COMES) -> "Beliefs":
        """Before the first answer."""
        return cls(Learner.of(_prior(tuning)), tuning)

    def after(self, answers: Iterable[Answer]) -> "Beliefs":
        """With these answers learnt from; their order within one call means nothing."""
        told = list(answers)
        if not told:
            return self
        who = np.array([(_asks(one.asked), _liked(one.about)) for one in told], np.int64)
        learnt = self.learner.after(
            np.array([one.features() for one in told]),
            np.array([one.glad for one in told]),
            who=who,
            weight=np.array([one.weight for one in told]),
        )
        return replace(self, learner=learnt)

    def forgotten(self, weeks: float) -> "Beliefs":
        """As they are after so many weeks without an answer: drifting back to what experts expect.

        Raises ValueError for fewer weeks than none.
        """
        if not weeks >= 0 or math.isinf(weeks):
            raise ValueError(f"weeks that have passed are not negative: {weeks}")
        return replace(self, learner=self.learner.forgotten(1 - 0.5 ** (weeks / HALF_LIFE_WEEKS)))

    def tuned(self, tuning: Tuning) -> "Beliefs":
        """With another tuning; what was learnt stays, so that both add up."""
        new, old = _prior(tuning), self.learner.prior
        mean = self.learner.mean + new.mean - old.mean
        return Beliefs(replace(self.learner, prior=new, mean=mean), tuning)

    def drawn(self, randomness: np.random.Generator) -> "Beliefs":
        """Beliefs that may well be true instead, for exploring: one draw of the weights; effects stay."""
        return replace(self, learner=replace(self.learner, mean=self.learner.drawn(randomness)))

    @property
    def bias(self) -> float:
        """The logit where nothing speaks for or against."""
        return float(self.learner.mean[0])

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """How much each evidence counts, by its key."""
        return dict(zip(KEYS, self.learner.mean[1:].tolist(), strict=True))

    @cached_property
    def asks(self) -> Mapping[int, float]:
        """How readily each member says yes, by id; who is not there is as everybody."""
        return {one >> 1: mean for one, (mean, _variance) in self.learner.effects.items() if not one & 1}

    @cached_property
    def liked(self) -> Mapping[int, float]:
        """How gladly each member is taken, by id; who is not there is as everybody."""
        return {one >> 1: mean for one, (mean, _variance) in self.learner.effects.items() if one & 1}

    def unsure_of(self, ids: Ints) -> tuple[Floats, Floats]:
        """The standard deviations of `asks` and of `liked` of these members."""
        effects = self.learner.effects
        asks = [effects.get(_asks(one), (0.0, ASKS_SPREAD**2))[1] for one in ids.tolist()]
        liked = [effects.get(_liked(one), (0.0, LIKED_SPREAD**2))[1] for one in ids.tolist()]
        return np.sqrt(np.array(asks)), np.sqrt(np.array(liked))

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        effects = self.learner.effects.items()
        return {
            "version": VERSION,
            "keys": list(_COLUMNS),
            "mean": self.learner.mean.tolist(),
            "cov": self.learner.cov.tolist(),
            "asks": {str(one >> 1): list(told) for one, told in effects if not one & 1},
            "liked": {str(one >> 1): list(told) for one, told in effects if one & 1},
            "tuning": self.tuning.steps(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Beliefs":
        """What `to_json` wrote, also in another version: keys that are none any more are dropped, new ones start at
        what experts expect. Raises ValueError where it is no such data.
        """
        try:
            return _read(data)
        except (KeyError, TypeError, AttributeError, IndexError) as trouble:
            raise ValueError(f"these are no beliefs: {trouble!r}") from trouble


_COLUMNS = ("bias", *KEYS)


def _asks(member: int) -> int:
    return member << 1


def _liked(member: int) -> int:
    return member << 1 | 1


def _prior(tuning: Tuning) -> Prior:
    moves = tuning.moves()
    expected = WEIGHT | QUIET
    mean = np.array([BIAS, *(expected[key] + moves[key] for key in KEYS)])
    return Prior(mean, np.array([BIAS_SPREAD, *(WEIGHT_SPREAD for _key in KEYS)]), (ASKS_SPREAD, LIKED_SPREAD))


def _read(data: Mapping[str, Any]) -> Beliefs:
    wishes = Tuning().steps()
    tuning = Tuning(**{name: data.get("tuning", {}).get(name, 0) for name in wishes})
    start = Learner.of(_prior(tuning))
    told = {str(key): at for at, key in enumerate(data["keys"])}
    here = [at for at, key in enumerate(_COLUMNS) if key in told]
    there = [told[_COLUMNS[at]] for at in here]
    mean, cov = start.mean.copy(), start.cov.copy()
    mean[here] = np.asarray(data["mean"], np.float64)[there]
    cov[np.ix_(here, here)] = np.asarray(data["cov"], np.float64)[np.ix_(there, there)]
    effects = {
        number(int(one)): (float(middle), float(variance))
        for name, number in (("asks", _asks), ("liked", _liked))
        for one, (middle, variance) in data[name].items()
    }
    _check(mean, cov, effects)
    return Beliefs(Learner(start.prior, mean, cov, effects), tuning)


def _check(mean: Floats, cov: Floats, effects: Mapping[int, tuple[float, float]]) -> None:
    numbers = np.array(list(effects.values())).reshape(-1, 2)
    if not all(np.isfinite(one).all() for one in (mean, cov, numbers)):
        raise ValueError("beliefs are finite numbers")
    if np.linalg.eigvalsh((cov + cov.T) / 2).min() <= 0 or (numbers[:, 1] <= 0).any():
        raise ValueError("how unsure beliefs are must be above zero")


EXPERT = Beliefs.expert()
"""Before the first answer, with nothing tuned."""
