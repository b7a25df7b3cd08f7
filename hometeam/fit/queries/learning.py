"""What the answers of a community have taught: read from where it was left, and taken on from there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from hometeam.engine.fit import FitPool
from hometeam.engine.fit.beliefs import Answer, Beliefs, Tuning
from hometeam.engine.fit.score import score
from hometeam.fit.models import Learnt, Tuned
from hometeam.fit.queries.answers import Said, heard_since, monday
from hometeam.fit.queries.pools import pool_of
from hometeam.foundation import clock
from hometeam.members.models import Community


@dataclass(frozen=True, slots=True)
class Further:
    """What is believed after some more of the journal, up to event `heard`, with what is old faded up to a Monday."""

    beliefs: Beliefs
    heard: int
    reached_on: date


def tuning_of(community: Community) -> Tuning:
    """How the organisers wish suggestions to lean."""
    tuned = Tuned.objects.filter(community=community).first()
    return as_tuning(tuned.steps if tuned else {})


def as_tuning(steps: Mapping[str, int]) -> Tuning:
    """The engine's tuning from stored steps; names that it no longer knows are passed over."""
    return Tuning(**{name: step for name, step in steps.items() if name in Tuning().steps()})


def beliefs_of(community: Community) -> Beliefs:
    """What has been learnt by now, or what experts expect, as the organisers tuned it."""
    learnt = Learnt.objects.filter(community=community).first()
    return _beliefs_in(learnt).tuned(tuning_of(community))


def _beliefs_in(learnt: Learnt | None) -> Beliefs:
    return Beliefs.from_json(learnt.beliefs) if learnt and learnt.beliefs else Beliefs.expert()


def further(learnt: Learnt, community: Community) -> Further | None:
    """The next step of learning; None when there is nothing new and nothing to fade."""
    this_week = monday(clock.today(community.timezone))
    heard = heard_since(learnt.heard, community)
    if heard is None and learnt.reached_on and learnt.reached_on >= this_week:
        return None
    said = heard.said if heard else ()
    reached = learnt.reached_on or next((one.week_on for one in said), this_week)
    beliefs = _beliefs_in(learnt)
    for week_on, answers in _by_week(said):
        beliefs, reached = _faded(beliefs, reached, week_on)
        beliefs = beliefs.after(_with_evidence(pool_of(community), beliefs, answers))
    beliefs, reached = _faded(beliefs, reached, this_week)
    return Further(beliefs, heard.upto if heard else learnt.heard, reached)


def _by_week(said: Sequence[Said]) -> Iterator[tuple[date, list[Said]]]:
    """Answers by week, in the order in which they were written down."""
    for week_on, group in groupby(said, key=lambda one: one.week_on):
        yield week_on, list(group)


def _faded(beliefs: Beliefs, reached: date, week_on: date) -> tuple[Beliefs, date]:
    weeks = (week_on - reached).days // 7
    return (beliefs.forgotten(weeks), week_on) if weeks > 0 else (beliefs, reached)


def _with_evidence(pool: FitPool, beliefs: Beliefs, said: Iterable[Said]) -> list[Answer]:
    """Answers with what spoke for the other in the eyes of whoever was asked; those who have left teach nothing."""
    known = [one for one in said if one.asked in pool.members and one.about in pool.members]
    scores = {asked: score(pool, pool.row_of(asked), beliefs) for asked in {one.asked for one in known}}

    def evidence(one: Said) -> dict[str, float]:
        row = pool.row_of(one.about)
        return {key: float(values[row]) for key, values in scores[one.asked].evidence.items()}

    return [Answer(one.asked, one.about, evidence(one), one.glad, one.weight) for one in known]
