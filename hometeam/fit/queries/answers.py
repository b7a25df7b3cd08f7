"""What members answered, read from the journal: whom each was glad of, and whom not, as far as an answer tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hometeam.engine.agreements import ASKING, State
from hometeam.fit.models import Refusal
from hometeam.foundation import clock, journal
from hometeam.foundation.models import Event
from hometeam.members.models import Community
from hometeam.together.models import Collaboration, Part

SETTLED = timedelta(minutes=1)
"""An event so old is certain: none with a lower number comes after it, and whoever thought better of it has said so."""
AT_ONCE = 2_000
"""So many events are read in one go."""
Reason = Refusal.Reason

TELLS = {
    Reason.RIVALS: 1.0,
    Reason.TOO_FAR: 1.0,
    Reason.NOT_RIGHT: 1.0,
    Reason.NOT_NEEDED: 0.5,
    Reason.OTHER: 0.5,
    Reason.LATER: 0.1,
}
"""How much a refusal tells. That two know each other well already (the one left out) tells nothing against anybody."""
ASKED, SAID_YES, SAID_NO, DID, CONFIRMED = 1.0, 1.0, 0.5, 0.5, 1.0
"""How much it tells that somebody proposed, said yes, said "not now", did what was promised, confirmed a deed."""
THANKED = {True: 2.0, False: 1.0, None: 0.5}
"""How much a thank-you tells, by whether one would do it again."""
FOR_THEM, IN_A_GROUP = 0.5, 0.5
"""What an answer counts that an organiser gave in somebody's name, or that somebody gave to a whole group."""
_ASKING = {str(state) for state in ASKING}
_DONE = {str(state) for state in (State.DELIVERED, State.CONFIRMED)}


@dataclass(frozen=True, slots=True)
class Said:
    """How glad (0 to 1) `asked` was of `about`, how much (from 0) that tells, and in the week from which Monday."""

    asked: int
    about: int
    glad: float
    weight: float
    week_on: date


@dataclass(frozen=True, slots=True)
class Heard:
    """What some events of the journal told; `upto` is the number of the last of them."""

    said: Sequence[Said]
    upto: int


@dataclass(frozen=True, slots=True)
class _Between:
    """A collaboration as far as answers go: who started it, who is in it, and who would do it again."""

    starter: int
    again: Mapping[int, bool | None]


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def heard_since(event_id: int, community: Community) -> Heard | None:
    """What members of a community answered after an event, oldest first, in four queries; None when nothing is new."""
    events = _settled(journal.since(event_id, community_id=community.pk)[:AT_ONCE])
    if not events:
        return None
    told = [event for event in events if event.verb in _READERS]
    between = _between([event.object_id for event in told if event.verb != "fit.refused"])
    undone = _undone([event.object_id for event in told if event.verb == "fit.refused"])
    said: list[Said] = []
    for event in told:
        week_on = monday(clock.local(event.at, community.timezone).date())
        for asked, about, glad, weight in _READERS[event.verb](event, between.get(event.object_id), undone):
            if asked != about and weight > 0:
                said.append(Said(asked, about, glad, weight * (FOR_THEM if event.on_behalf else 1.0), week_on))
    return Heard(said, events[-1].pk)


def _settled(events: Iterable[Event]) -> list[Event]:
    """Those up to the first that is too young to be certain."""
    found = []
    for event in events:
        if event.at > clock.now() - SETTLED:
            break
        found.append(event)
    return found


def _between(ids: Sequence[int]) -> dict[int, _Between]:
    rows = Part.objects.filter(collaboration__in=ids).values_list("collaboration_id", "member_id", "again")
    again: dict[int, dict[int, bool | None]] = {}
    for pk, member_id, wish in rows:
        again.setdefault(pk, {})[member_id] = wish
    starters = Collaboration.objects.filter(pk__in=ids).values_list("pk", "started_by_id")
    return {pk: _Between(starter, again.get(pk, {})) for pk, starter in starters}


def _undone(ids: Sequence[int]) -> set[int]:
    """Refusals that were taken back at once: they teach nothing."""
    return set(Refusal.objects.filter(pk__in=ids, undone_at__isnull=False).values_list("pk", flat=True))


Told = Iterable[tuple[int, int, float, float]]
"""Asked, about, how glad, how much that tells."""


def _others(event: Event, between: _Between | None, weight: float, glad: float) -> Told:
    """What one side said of the others; in a group, of whoever started it."""
    if between is None or event.member_id is None:
        return
    me = event.member_id
    if len(between.again) == 2:
        yield from ((me, other, glad, weight) for other in between.again)
    else:
        yield me, between.starter, glad, weight * IN_A_GROUP


def _proposed(event: Event, between: _Between | None, _undone: set[int]) -> Told:
    if between is None or event.member_id is None:
        return
    share = 1.0 if len(between.again) == 2 else IN_A_GROUP
    yield from ((event.member_id, other, 1.0, ASKED * share) for other in between.again)


def _accepted(event: Event, between: _Between | None, _undone: set[int]) -> Told:
    """A yes to what was asked; a yes to other terms of what runs already says nothing new."""
    return _others(event, between, SAID_YES, 1.0) if event.data.get("from") in _ASKING else ()


def _declined(event: Event, between: _Between | None, _undone: set[int]) -> Told:
    return _others(event, between, SAID_NO, 0.0) if event.data.get("from") in _ASKING else ()


def _delivered(event: Event, between: _Between | None, _undone: set[int]) -> Told:
    """With the last step done, each side has kept its word: once, however often one was opened again."""
    is_done = event.data.get("state") in _DONE and event.data.get("from") != event.data.get("state")
    return _others(event, between, DID, 1.0) if is_done and not event.data.get("again") else ()


def _confirmed(event: Event, between: _Between | None, _undone: set[int]) -> Told:
    return _others(event, between, CONFIRMED, 1.0)


def _thanked(event: Event, between: _Between | None, _undone: set[int]) -> Told:
    wish = between.again.get(event.member_id or 0) if between else None
    return _others(event, between, THANKED[wish], 0.0 if wish is False else 1.0)


def _refused(event: Event, _between: _Between | None, undone: set[int]) -> Told:
    weight: Any = TELLS.get(event.data.get("reason"), 0.0)
    if event.member_id is not None and event.object_id not in undone:
        yield event.member_id, int(event.data["other"]), 0.0, weight


_READERS: dict[str, Any] = {
    "together.proposed": _proposed,
    "together.accepted": _accepted,
    "together.declined": _declined,
    "together.delivered": _delivered,
    "together.confirmed": _confirmed,
    "together.thanked": _thanked,
    "fit.refused": _refused,
}
"""How each verb of the journal is read; all others tell nothing of who is glad of whom."""
