"""The states of a proposed ring and the only way from one to the next."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

ANSWER_WITHIN = timedelta(hours=72)
REMIND_AFTER = timedelta(hours=48)


class State(StrEnum):
    """Where a ring stands."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    DISSOLVED = "dissolved"


class Because(StrEnum):
    """Why a ring dissolved; empty while it stands."""

    NOTHING = ""
    REFUSED = "refused"
    SILENCE = "silence"
    GONE = "gone"


class Move(StrEnum):
    """What a member does, or the clock: REMIND, LAPSE, and FALL_APART where something in it is no longer there."""

    YES = "yes"
    NO = "no"
    TAKE_BACK = "take-back"
    REMIND = "remind"
    LAPSE = "lapse"
    FALL_APART = "fall-apart"


class NotPossible(Exception):
    """The move does not fit where the ring stands, or is not this member's to make."""


@dataclass(frozen=True, slots=True)
class Ring:
    """A proposed ring: its members in order of giving, who has said yes so far, and until when answers are awaited."""

    members: tuple[int, ...]
    deadline_at: datetime
    yes: frozenset[int] = frozenset()
    state: State = State.PROPOSED
    because: Because = Because.NOTHING
    reminded: bool = False

    @property
    def awaited(self) -> frozenset[int]:
        """Those whose answer is awaited."""
        return frozenset(self.members) - self.yes if self.state == State.PROPOSED else frozenset()

    @property
    def remind_at(self) -> datetime:
        """When those who have not answered are reminded, once."""
        return self.deadline_at - (ANSWER_WITHIN - REMIND_AFTER)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A ring after a move, and those who are to hear of it: never who said no, and never of whom it was."""

    ring: Ring
    tell: frozenset[int]


def proposed(members: Collection[int], at: datetime, yes: Collection[int] = ()) -> Ring:
    """A new ring, in which some may have said yes to just this before. Raises ValueError for fewer than two members,
    for one who is there twice, and where nobody is left to ask.
    """
    ring = Ring(tuple(members), at + ANSWER_WITHIN, frozenset(yes))
    if len(ring.members) < 2 or len(set(ring.members)) < len(ring.members) or not ring.awaited:
        raise ValueError("a ring takes two members or more, each once, and somebody to ask")
    return ring


def apply(ring: Ring, move: Move, by: int | None, at: datetime) -> Outcome:
    """Make a move at a moment; `by` is the member who moves, None for the clock. Raises NotPossible."""
    if ring.state != State.PROPOSED:
        raise NotPossible(f"{move} in a ring that is {ring.state}")
    if by is None:
        return _by_clock(ring, move, at)
    if by not in ring.members or at >= ring.deadline_at:
        raise NotPossible(f"{move} by {by}, who is not asked any more")
    return _by_member(ring, move, by)


def _by_member(ring: Ring, move: Move, by: int) -> Outcome:
    if move == Move.YES and by not in ring.yes:
        agreed = replace(ring, yes=ring.yes | {by})
        if agreed.yes == set(agreed.members):
            return Outcome(replace(agreed, state=State.AGREED), frozenset(ring.members))
        return Outcome(agreed, frozenset())
    if move == Move.TAKE_BACK and by in ring.yes:
        return Outcome(replace(ring, yes=ring.yes - {by}), frozenset())
    if move == Move.NO:
        return Outcome(_dissolved(ring, Because.REFUSED), frozenset(ring.members) - {by})
    raise NotPossible(f"{move} by {by}")


def _by_clock(ring: Ring, move: Move, at: datetime) -> Outcome:
    if move == Move.REMIND and not ring.reminded and ring.remind_at <= at < ring.deadline_at:
        return Outcome(replace(ring, reminded=True), ring.awaited)
    if move == Move.LAPSE and at >= ring.deadline_at:
        return Outcome(_dissolved(ring, Because.SILENCE), frozenset(ring.members))
    if move == Move.FALL_APART:
        return Outcome(_dissolved(ring, Because.GONE), frozenset(ring.members))
    raise NotPossible(f"{move} by the clock")


def _dissolved(ring: Ring, because: Because) -> Ring:
    return replace(ring, state=State.DISSOLVED, because=because)
