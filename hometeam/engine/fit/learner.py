"""A logistic regression that learns from the very first answer: what experts expect is its prior, and each member has
an effect of its own.

    chance = sigmoid(features · weights + Σ effect of each member in `who`)

The weights are one normal distribution with a full covariance, each effect a normal distribution of its own, shrunk
hard towards nothing. New answers, one or thousands, move all of it to where it is most likely now, and as sure as the
curvature there says (Laplace approximation at the joint mode, found by Newton's method; Bishop, *Pattern Recognition
and Machine Learning*, 4.5), and that is what the next answers start from. Within one batch order means nothing;
between batches only what weights and effects say of each other is let go, so that a community of any size is kept in
a few numbers a member.

Knows nothing of collaborations: features are columns of numbers, members are integers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import block_array, block_diag, coo_array, csc_array, diags_array
from scipy.sparse.linalg import splu
from scipy.special import expit, log_expit

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
NO_EFFECTS: Mapping[int, tuple[float, float]] = MappingProxyType({})
STEPS, CLOSE = 50, 1e-9
"""At most so many of Newton's steps, and from when on they are small enough."""


@dataclass(frozen=True, eq=False)
class Prior:
    """What is believed before the first answer: mean and standard deviation of each feature's weight, and the standard
    deviation of members' effects, one for each column of `who` (none when members have no effects).

    A number in `who` says itself which column it is for: divided by how many there are, that is what it leaves.

    Raises ValueError where these are not finite, deviations not above zero, or sizes differ.
    """

    mean: Floats
    spread: Floats
    effect_spread: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if self.mean.ndim != 1 or self.mean.shape != self.spread.shape:
            raise ValueError(f"a mean and a spread for each feature: not {self.mean.shape} and {self.spread.shape}")
        if not np.isfinite(self.mean).all() or not np.isfinite(self.spread).all() or (self.spread <= 0).any():
            raise ValueError("means are finite, spreads are finite and above zero")
        if not all(np.isfinite(one) and one > 0 for one in self.effect_spread):
            raise ValueError("spreads of members' effects are finite and above zero")

    @classmethod
    def flat(cls, features: int, *, spread: float = 1.0, effect_spread: tuple[float, ...] = ()) -> "Prior":
        """Nothing expected of any of so many features."""
        return cls(np.zeros(features), np.full(features, spread), effect_spread)

    def spreads_of(self, numbers: Ints) -> Floats:
        """The standard deviation of each of these members' effects, before any answer."""
        return np.array(self.effect_spread)[numbers % len(self.effect_spread)] if len(numbers) else np.zeros(0)


@dataclass(frozen=True, eq=False)
class Learner:
    """What is believed by now: mean (k) and covariance (k, k) of the weights, and mean and variance of each member's
    effect by number; members that are not there have the prior's.
    """

    prior: Prior
    mean: Floats
    cov: Floats
    effects: Mapping[int, tuple[float, float]] = field(default_factory=lambda: NO_EFFECTS)

    @classmethod
    def of(cls, prior: Prior) -> "Learner":
        """Before the first answer."""
        return cls(prior, prior.mean, np.diag(prior.spread**2))

    @classmethod
    def fitted(
        cls, prior: Prior, features: ArrayLike, glad: ArrayLike, *, who: ArrayLike = (), weight: ArrayLike = 1.0
    ) -> "Learner":
        """What is believed when these are all the answers there are; see `after`."""
        return cls.of(prior).after(features, glad, who=who, weight=weight)

    def after(self, features: ArrayLike, glad: ArrayLike, *, who: ArrayLike = (), weight: ArrayLike = 1.0) -> "Learner":
        """What is believed after n more answers.

        `features` (n, k); `glad` (n), each from 0, no, to 1, yes; `who` (n, columns of effects) the numbers of the
        members whose effects count, -1 for nobody; `weight` (n) or one number: how many answers each is worth.
        Raises ValueError for other shapes, a number in another's column, anything that is not finite, gladness outside
        0..1 and negative weights.
        """
        answers = _Answers.read(self.prior, features, glad, who, weight)
        return _moved(self, answers) if len(answers.glad) else self

    def logits(self, features: ArrayLike, who: ArrayLike = ()) -> Floats:
        """The logit of the chance for each of n rows, at the mean of what is believed."""
        answers = _Answers.read(self.prior, features, np.zeros(len(np.asarray(features))), who, 1.0)
        return answers.features @ self.mean + self._effects_of(answers.who)

    def chances(self, features: ArrayLike, who: ArrayLike = ()) -> Floats:
        """The chance of a yes for each of n rows, at the mean of what is believed."""
        found: Floats = expit(self.logits(features, who))
        return found

    def drawn(self, randomness: np.random.Generator) -> Floats:
        """Weights as they may well be: one draw from what is believed (Thompson sampling)."""
        found: Floats = self.mean + self._root @ randomness.standard_normal(len(self.mean))
        return found

    @cached_property
    def _root(self) -> Floats:
        return np.asarray(np.linalg.cholesky(self.cov + 1e-12 * np.eye(len(self.mean))), np.float64)

    def forgotten(self, share: float) -> "Learner":
        """With that share (0 nothing, 1 all) of what was learnt gone, back towards the prior.

        Raises ValueError for a share outside 0..1.
        """
        if not 0 <= share <= 1:
            raise ValueError(f"a share is from 0 to 1, not {share}")
        start = Learner.of(self.prior)
        kept = 1 - share
        unknown = self.prior.spreads_of(np.fromiter(self.effects, np.int64, len(self.effects))) ** 2
        effects = {
            number: (kept * mean, kept * variance + share * before)
            for (number, (mean, variance)), before in zip(self.effects.items(), unknown.tolist(), strict=True)
        }
        mean, cov = (kept * now + share * then for now, then in ((self.mean, start.mean), (self.cov, start.cov)))
        return replace(self, mean=mean, cov=cov, effects=effects if kept else {})

    def _effects_of(self, who: Ints) -> Floats:
        known = np.array([[self.effects.get(int(one), (0.0, 0.0))[0] for one in row] for row in who])
        found: Floats = known.reshape(who.shape).sum(axis=1)
        return found


@dataclass(frozen=True, eq=False)
class _Answers:
    features: Floats
    glad: Floats
    who: Ints
    weight: Floats

    @classmethod
    def read(cls, prior: Prior, features: ArrayLike, glad: ArrayLike, who: ArrayLike, weight: ArrayLike) -> "_Answers":
        told = np.asarray(glad, np.float64)
        columns = np.asarray(features, np.float64)
        if told.ndim != 1 or columns.shape != (len(told), len(prior.mean)):
            raise ValueError(f"{len(prior.mean)} features for each answer, not {columns.shape} for {told.shape}")
        members = np.full((len(told), 0), -1, np.int64)
        if len(prior.effect_spread):
            members = np.asarray(who, np.int64).reshape(len(told), -1)
        if members.shape[1] != len(prior.effect_spread):
            raise ValueError(f"{len(prior.effect_spread)} members for each answer, not {members.shape[1]}")
        if ((members >= 0) & (members % max(members.shape[1], 1) != np.arange(members.shape[1]))).any():
            raise ValueError(f"a member's number divided by {members.shape[1]} leaves its column")
        counts = np.broadcast_to(np.asarray(weight, np.float64), told.shape)
        if not all(np.isfinite(one).all() for one in (columns, told, counts)):
            raise ValueError("features, gladness and weights of answers must be finite numbers")
        if ((told < 0) | (told > 1)).any() or (counts < 0).any():
            raise ValueError("gladness is from 0 to 1, and no answer weighs less than nothing")
        return cls(columns, told, members, counts)


@dataclass(frozen=True, eq=False)
class _Joint:
    """Weights, then the effects of those who answered, as one column of numbers: what was believed, and the answers.

    `members` says whose effects count in which answer. Features are full of numbers and effects hardly have any, so
    each is multiplied in its own way, many times as fast as both in one table.
    """

    numbers: Ints
    members: csc_array
    start: Floats
    precision: csc_array
    answers: _Answers

    @classmethod
    def of(cls, before: Learner, answers: _Answers) -> "_Joint":
        there = answers.who >= 0
        numbers, at = np.unique(answers.who[there], return_inverse=True)
        rows = np.nonzero(there)[0].astype(np.int64)
        new = zip(numbers.tolist(), before.prior.spreads_of(numbers), strict=True)
        known = np.array([before.effects.get(one, (0.0, wide**2)) for one, wide in new]).reshape(-1, 2)
        members = coo_array((np.ones(len(rows)), (rows, at.ravel())), shape=(len(answers.glad), len(numbers)))
        return cls(
            numbers,
            csc_array(members),
            np.concatenate((before.mean, known[:, 0])),
            csc_array(block_diag((np.linalg.inv(before.cov), diags_array(1 / known[:, 1])))),
            answers,
        )

    def logits(self, here: Floats) -> Floats:
        """The logit of the chance of each answer with these numbers."""
        size = self.answers.features.shape[1]
        found: Floats = self.answers.features @ here[:size] + self.members @ here[size:]
        return found

    def likely(self, here: Floats) -> float:
        """The logarithm of how likely these numbers are now, but for a constant."""
        logits, off, glad = self.logits(here), here - self.start, self.answers.glad
        said = self.answers.weight * (glad * log_expit(logits) + (1 - glad) * log_expit(-logits))
        return float(said.sum() - 0.5 * off @ (self.precision @ off))

    def slope(self, here: Floats) -> Floats:
        """Which way that rises."""
        off = self.answers.weight * (self.answers.glad - expit(self.logits(here)))
        rising = np.concatenate((self.answers.features.T @ off, self.members.T @ off))
        found: Floats = rising - self.precision @ (here - self.start)
        return found

    def bend(self, here: Floats) -> csc_array:
        """How steeply it falls off on all sides: minus its second derivative."""
        chance = expit(self.logits(here))
        root = np.sqrt(self.answers.weight * chance * (1 - chance))
        features, members = self.answers.features * root[:, None], csc_array(diags_array(root) @ self.members)
        between = csc_array(members.T @ features)
        blocks = [[csc_array(features.T @ features), csc_array(between.T)], [between, csc_array(members.T @ members)]]
        return csc_array(block_array(blocks) + self.precision)


def _moved(before: Learner, answers: _Answers) -> Learner:
    joint = _Joint.of(before, answers)
    here = _most_likely(joint)
    size, bend = len(before.mean), joint.bend(here)
    cov = np.asarray(splu(bend).solve(np.eye(len(here), size)))[:size]
    told = zip(here[size:].tolist(), _variances(bend, size), strict=True)
    effects = {**before.effects, **dict(zip(joint.numbers.tolist(), told, strict=True))}
    return replace(before, mean=here[:size], cov=(cov + cov.T) / 2, effects=effects)


def _variances(bend: csc_array, size: int) -> list[float]:
    """Of each effect, whatever the weights may be (other members' effects taken as known)."""
    weights, between = bend[:size, :size].toarray(), bend[size:, :size].toarray()
    told = np.einsum("ij,ij->i", between, np.linalg.solve(weights, between.T).T)
    found: list[float] = (1 / (bend.diagonal()[size:] - told)).tolist()
    return found


def _most_likely(joint: _Joint) -> Floats:
    """The one highest point: Newton's steps, halved for as long as they would lead down."""
    here, height = joint.start, joint.likely(joint.start)
    for _step in range(STEPS):
        step = splu(joint.bend(here)).solve(joint.slope(here))
        share, there = 1.0, joint.likely(here + step)
        while there < height and share > CLOSE:
            share /= 2
            there = joint.likely(here + share * step)
        if there >= height:
            here, height = here + share * step, there
        if share * np.abs(step).max(initial=0.0) < CLOSE:
            break
    return here
