"""What goes in and what comes out: members, arcs, the rules of one search, and its answer."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Nodes = NDArray[np.int32]
Flags = NDArray[np.bool_]
Clock = Callable[[], float]
Objective = Literal["served", "weight", "expected"]
OBJECTIVES: tuple[Objective, ...] = ("served", "weight", "expected")
# Beyond, sums of weights would no longer tell small ones apart.
MOST_WEIGHT = 1e12
LENGTHS = (0, 2, 3, 4, 5, 6)


class WrongPool(ValueError):
    """A pool, or the rules of a search, that make no sense; the message is one plain sentence."""


@dataclass(frozen=True)
class Arc:
    """What one member could do for another: its worth, and the chance that it comes about once agreed (0 to 1)."""

    giver: str
    receiver: str
    weight: float = 1.0
    chance: float = 1.0


@dataclass(frozen=True)
class Member:
    """Who takes part: what they offer and need, in how many loops at once, and how long they have waited (any unit).

    Whoever does not `count`, such as an item of a want list that only passes on, is in loops but not served.
    """

    id: str
    offers: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    capacity: int = 1
    waiting: float = 0.0
    counts: bool = True


@dataclass(frozen=True, eq=False)
class Pool:
    """Members and the arcs between them, as columns: position i of each array belongs to arc i or member i."""

    ids: tuple[str, ...]
    givers: Nodes
    receivers: Nodes
    weights: Floats
    chances: Floats
    capacities: Ints
    waiting: Floats
    counts: Floats

    def __post_init__(self) -> None:
        """Raises WrongPool for an arc to oneself, an arc twice, or a number that no arc can have."""
        if len(set(self.ids)) < len(self.ids):
            raise WrongPool("a member is in the pool twice")
        for flags, words in (
            (self.givers == self.receivers, "gives to itself"),
            (~((self.weights >= 0) & (self.weights <= MOST_WEIGHT)), "has an arc whose weight is not from 0 to 10¹²"),
            (~((self.chances >= 0) & (self.chances <= 1)), "has an arc whose chance is not between 0 and 1"),
        ):
            if flags.any():
                raise WrongPool(f"{self.ids[int(self.givers[int(np.argmax(flags))])]} {words}")
        if not np.isfinite(self.waiting).all():
            raise WrongPool(f"{self.ids[int(np.argmin(np.isfinite(self.waiting)))]} has waited for what is no number")
        if len(np.unique(self.givers.astype(np.int64) * len(self.ids) + self.receivers)) < len(self.givers):
            raise WrongPool("two arcs lead from the same giver to the same receiver")

    @classmethod
    def of_arcs(cls, arcs: Iterable[Arc], members: Iterable[Member] = ()) -> Pool:
        """A pool of arcs; `members` says capacities and waiting, and who is there without any arc."""
        listed, known = list(arcs), {member.id: member for member in members}
        ids = tuple(dict.fromkeys([*known, *(end for arc in listed for end in (arc.giver, arc.receiver))]))
        place = {each: number for number, each in enumerate(ids)}
        people = [known.get(each) or Member(each) for each in ids]
        return cls(
            ids=ids,
            givers=np.array([place[arc.giver] for arc in listed], np.int32),
            receivers=np.array([place[arc.receiver] for arc in listed], np.int32),
            weights=np.array([arc.weight for arc in listed], np.float64),
            chances=np.array([arc.chance for arc in listed], np.float64),
            capacities=np.array([max(0, member.capacity) for member in people], np.int64),
            waiting=np.array([member.waiting for member in people], np.float64),
            counts=np.array([member.counts for member in people], np.float64),
        )

    @classmethod
    def of_members(cls, members: Iterable[Member]) -> Pool:
        """A pool in which whoever offers something gives to everyone who needs it; one arc between two, of weight 1."""
        people = list(members)
        needing: dict[str, list[str]] = {}
        for member in people:
            for need in sorted(member.needs):
                needing.setdefault(need, []).append(member.id)
        found = dict.fromkeys(
            (member.id, other)
            for member in people
            for offer in sorted(member.offers)
            for other in needing.get(offer, ())
            if other != member.id
        )
        return cls.of_arcs((Arc(giver, receiver) for giver, receiver in found), people)


@dataclass(frozen=True)
class Rules:
    """How to search. Lengths 2 to 6, or 0 for any. `fixed` legs are kept before anything else counts; `forbidden` ones
    are never used. The time limit is in seconds of the clock that the search is given.
    """

    max_length: int = 3
    objective: Objective = "served"
    forbidden: frozenset[tuple[str, str]] = frozenset()
    fixed: frozenset[tuple[str, str]] = frozenset()
    time_limit: float | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        """Raises WrongPool for a length, an objective or a time limit that no search can have."""
        if self.max_length not in LENGTHS:
            raise WrongPool("loops have a greatest length of 2 to 6, or 0 for any length")
        if self.objective not in OBJECTIVES:
            raise WrongPool("the objective is one of served, weight, expected")
        if self.time_limit is not None and not (math.isfinite(self.time_limit) and self.time_limit > 0):
            raise WrongPool("the time limit is a number of seconds above 0")


@dataclass(frozen=True)
class Start:
    """Where to start from: the loops of an earlier answer, those of them that still stand, and its prices."""

    loops: tuple[tuple[str, ...], ...] = ()
    prices: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """The loops found, each giving to the next and the last to the first; the value, a proven bound, and why it ended.

    `prices` says what each member's place in a loop is worth: the dual of the bound, by id, where it is not zero.
    """

    loops: tuple[tuple[str, ...], ...]
    value: float
    upper_bound: float
    optimal: bool
    stopped_because: str
    served: int
    kept: int = 0
    prices: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Deadline:
    """When to stop: a moment of the clock given, or never."""

    clock: Clock | None = None
    ends: float = math.inf

    @classmethod
    def of(cls, rules: Rules, clock: Clock | None) -> Deadline:
        """The deadline of a search; raises WrongPool where there is a limit but no clock."""
        if rules.time_limit is None:
            return cls()
        if clock is None:
            raise WrongPool("a time limit needs a clock")
        return cls(clock, clock() + rules.time_limit)

    @property
    def left(self) -> float:
        """Seconds left; infinite without a limit, never below 0."""
        return math.inf if self.clock is None else max(0.0, self.ends - self.clock())

    @property
    def passed(self) -> bool:
        """Whether the time is up."""
        return self.left <= 0

    def share(self, part: float) -> Deadline:
        """A deadline after that part (0 to 1) of what is left."""
        return self if self.clock is None else Deadline(self.clock, self.clock() + part * self.left)
