"""The stages of a market, in order, with their clock; and what may be done in which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType


class Stage(StrEnum):
    """Where a market stands."""

    ARRIVING = "arriving"
    OFFERS = "offers"
    NEEDS = "needs"
    READING = "reading"
    LOOPS = "loops"
    CLOSING = "closing"


class Deed(StrEnum):
    """What somebody in the room may want to do."""

    SIT = "sit"
    WRITE_OFFER = "write-offer"
    WRITE_NEED = "write-need"
    WRITE_FIRST = "write-first"
    READ = "read"
    HEART = "heart"
    ANSWER = "answer"
    SEARCH = "search"
    TYPE = "type"
    KEEP = "keep"


class Step(StrEnum):
    """What an organiser does with the clock."""

    ON = "on"
    BACK = "back"
    MORE = "more"
    END = "end"
    REOPEN = "reopen"


class NotNow(Exception):
    """The stage, or the end of the market, does not allow it."""


S, D = Stage, Deed
ORDER: tuple[Stage, ...] = tuple(Stage)
STEPS: tuple[Step, ...] = tuple(Step)
MINUTES: Mapping[Stage, int] = MappingProxyType(
    {S.ARRIVING: 0, S.OFFERS: 6, S.NEEDS: 6, S.READING: 12, S.LOOPS: 10, S.CLOSING: 0}
)
"""Minutes of each stage unless an organiser says otherwise; 0 is as long as it takes."""
MORE = timedelta(minutes=2)
REOPENS = timedelta(minutes=30)
"""So long after its end a market that was ended by a slip can go on."""

# Offers may still be added while needs are written: the best ones come to mind late. What an organiser types for people
# without a phone is a little later than what they wrote, so that typing goes on while others read; and whoever came
# late, or was slow, may still write a first card of a kind then.
ALLOWED: Mapping[Stage, frozenset[Deed]] = MappingProxyType(
    {
        S.ARRIVING: frozenset({D.SIT, D.TYPE}),
        S.OFFERS: frozenset({D.SIT, D.WRITE_OFFER, D.TYPE}),
        S.NEEDS: frozenset({D.SIT, D.WRITE_OFFER, D.WRITE_NEED, D.TYPE}),
        S.READING: frozenset({D.SIT, D.READ, D.HEART, D.TYPE, D.WRITE_FIRST}),
        S.LOOPS: frozenset({D.ANSWER, D.SEARCH}),
        S.CLOSING: frozenset({D.KEEP}),
    }
)


@dataclass(frozen=True, slots=True)
class Sitting:
    """A market as its clock sees it: the stage, when its time is up (None: it takes as long as it takes), the end."""

    stage: Stage
    ends_at: datetime | None = None
    ended_at: datetime | None = None


def may(it: Sitting, deed: Deed) -> bool:
    """Whether this may be done now. That a stage's minutes are over stops nobody: the organiser moves on."""
    return it.ended_at is None and deed in ALLOWED[it.stage]


def check(it: Sitting, deed: Deed) -> None:
    """Raises NotNow where it may not be done now."""
    if not may(it, deed):
        raise NotNow(f"{deed} in {it.stage}")


def step(it: Sitting, wanted: Step, minutes: Mapping[Stage, int], now: datetime) -> Sitting:
    """Move on, move back, add two minutes from now or from the stage's end, end, or go on after the end. `minutes` are
    each stage's.

    Raises NotNow on from the last stage and back from the first; after the end for all but to reopen, and for that half
    an hour later, or before it.
    """
    if wanted == Step.REOPEN and may_reopen(it, now):
        return replace(it, ended_at=None)
    if wanted == Step.REOPEN or it.ended_at is not None:
        raise NotNow(f"{wanted} after the end")
    if wanted == Step.END:
        return replace(it, ended_at=now, ends_at=None)
    if wanted == Step.MORE:
        return replace(it, ends_at=max(it.ends_at or now, now) + MORE)
    at = ORDER.index(it.stage) + (1 if wanted == Step.ON else -1)
    if not 0 <= at < len(ORDER):
        raise NotNow(f"{wanted} from {it.stage}")
    stage = ORDER[at]
    given = minutes.get(stage, 0)
    return replace(it, stage=stage, ends_at=now + timedelta(minutes=given) if given else None)


def may_reopen(it: Sitting, now: datetime) -> bool:
    """Whether it ended so lately that it can go on."""
    return it.ended_at is not None and now - it.ended_at <= REOPENS


def left(it: Sitting, now: datetime) -> int | None:
    """Seconds left in the stage, never below 0; None where it takes as long as it takes, and after the end."""
    if it.ends_at is None or it.ended_at is not None:
        return None
    return max(0, round((it.ends_at - now).total_seconds()))
