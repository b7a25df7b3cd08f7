"""One pool of members per community and process, kept fresh from the journal.

Every change of a member is an event of its community, written in the same transaction; before a pool is used, the
events that came since are read and just those members are read anew. So a changed profile is in everybody's
suggestions at the next page view, in every process. With PostgreSQL an event with a lower number may be committed
after one with a higher: each look therefore reaches `OVERLAP` numbers back and skips what it has already heard of.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any

from django.db.models import Q, QuerySet

from hometeam.engine.fit import FitPool, owed_to
from hometeam.engine.taxonomy import Taxonomy
from hometeam.fit.models import Week
from hometeam.fit.queries.partners import overlaps_in, partners_in
from hometeam.fit.queries.reading import fit_members
from hometeam.fit.queries.weeks import Chosen, chosen_for
from hometeam.foundation import journal
from hometeam.foundation.clock import now
from hometeam.foundation.models import Event
from hometeam.foundation.prepared import Given, prepared
from hometeam.ledger.queries import gave_plenty, lately_since
from hometeam.members.models import Community, Member
from hometeam.together.playbook import Kind
from hometeam.together.queries import kinds_here

OVERLAP = 1_000
"""More events than can begin and end while one transaction that changes a member is open."""
OLD_AFTER = timedelta(hours=6)
"""From time to time a pool is built anew all the same."""
COMMUNITIES = 64
"""So many pools a process keeps; of more, those that nobody has asked for longest go."""
OWED_AFTER = timedelta(minutes=10)
"""How often it is looked up who gave plenty."""
THE_CHOICE = 0
"""No member has this number."""
NEVER = datetime.min.replace(tzinfo=UTC)
MANY = 400
"""With more members changed than this, all are read anew."""


@dataclass(frozen=True, slots=True)
class Known:
    """The members of a community, the kinds that it offers and that two can do, who is to be served first, and what
    this week goes by.
    """

    pool: FitPool
    kinds: Mapping[str, Kind]
    owed: Mapping[int, float]
    chosen: Chosen


@dataclass(frozen=True)
class _Kept:
    pool: FitPool
    kinds: Mapping[str, Kind]
    heard: frozenset[int]
    newest: int
    built_at: datetime
    chosen: Chosen
    owed: Mapping[int, float] = field(default_factory=dict)
    owed_at: datetime = NEVER


_kept: OrderedDict[tuple[int, datetime], _Kept] = OrderedDict()
_lock = Lock()
"""Two threads must not build the same pool at once."""


def pool_of(community: Community) -> FitPool:
    """The community's members as of now; one query when nothing changed."""
    return known_of(community).pool


def known_of(community: Community) -> Known:
    """What a suggestion is made from, as of now; one query when nothing changed."""
    with _lock:
        key = community.pk, community.made_at
        kept = _kept.get(key)
        is_old = kept is None or now() - kept.built_at > OLD_AFTER or now() < kept.built_at
        fresh = _built(community) if kept is None or is_old else _freshened(kept, community)
        _kept[key] = _with_acts(fresh, community)
        _kept.move_to_end(key)
        while len(_kept) > COMMUNITIES:
            _kept.popitem(last=False)
        kept = _kept[key]
        return Known(kept.pool, kept.kinds, kept.owed, kept.chosen)


def forget() -> None:
    """Let go of every pool of this process."""
    with _lock:
        _kept.clear()


def _built(community: Community) -> _Kept:
    """All members read anew. The events are looked at first: what comes in between is heard of, at worst, twice."""
    heard = _touching(community=community.pk, after=_newest(community) - OVERLAP)
    pool = FitPool.of(fit_members(community), Taxonomy.load())
    for_two = {kind_id: kind for kind_id, kind in kinds_here(community).items() if kind.least == 2}
    return _Kept(pool, for_two, frozenset(heard), max(heard, default=0), now(), chosen_for(community))


def _freshened(kept: _Kept, community: Community) -> _Kept:
    heard = frozenset(_touching(community=community.pk, after=kept.newest - OVERLAP))
    new = sorted(heard - kept.heard)
    if not new:
        return kept
    touched = _whom(new)
    changed = set().union(*(whom for whom in touched if whom is not None))
    if None in touched or len(changed) > MANY:
        return _built(community)
    chosen = chosen_for(community) if THE_CHOICE in changed else kept.chosen
    pool = _with_changes(kept.pool, community, changed - {THE_CHOICE})
    return replace(kept, pool=pool, chosen=chosen, heard=heard, newest=max(heard))


def _with_changes(pool: FitPool, community: Community, changed: set[int]) -> FitPool:
    if not changed:
        return pool
    members = fit_members(community, changed)
    return pool.with_changes(members, changed - {member.id for member in members})


def _with_acts(kept: _Kept, community: Community) -> _Kept:
    """Who gave much more lately than came back, who did things together, and who was found to share customers. Minutes
    do not matter: nobody waits.
    """
    if timedelta() <= now() - kept.owed_at < OWED_AFTER:
        return kept
    plenty = gave_plenty(community, lately_since(now().date()))
    partners, overlaps = partners_in(community, now().date()), overlaps_in(kept.pool.members)
    pool = kept.pool if partners == kept.pool.partners else kept.pool.with_partners(partners)
    pool = pool if overlaps == pool.overlaps else pool.with_overlaps(overlaps)
    return replace(kept, pool=pool, owed={pk: owed_to(*counts) for pk, counts in plenty.items()}, owed_at=now())


def _newest(community: Community) -> int:
    return journal.since(0, community_id=community.pk).order_by("-pk").values_list("pk", flat=True).first() or 0


@prepared
def _touching(community: Given, after: Given) -> QuerySet[Event, int]:
    """The numbers of the events that touch members. Only of new ones it is read whom: of a busy community there may be
    a thousand each time.
    """
    labels = [Member._meta.label_lower, Week._meta.label_lower]
    touching = Q(object_label__in=labels) | Q(data__has_key="members")
    found = Event.objects.filter(touching, pk__gt=after, community_id=community)
    return found.values_list("pk", flat=True)


def _whom(events: list[int]) -> list[set[int] | None]:
    """The ids of those whom each of these events touches; None stands for everyone, and `THE_CHOICE` for what this week
    goes by.
    """
    return [_ids(label, pk, data.get("members", ())) for label, pk, data in _told(events=events)]


@prepared
def _told(events: Given) -> QuerySet[Event, Any]:
    return Event.objects.filter(pk__in=events).values_list("object_label", "object_id", "data")


def _ids(label: str, object_id: int, members: Iterable[int] | str) -> set[int] | None:
    if isinstance(members, str):
        return None
    if label == Week._meta.label_lower:
        return {THE_CHOICE}
    return {*members, object_id} if label == Member._meta.label_lower else set(members)
