"""What members did together lately, and rest from doing again; they may all the same if they wish."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min, QuerySet

from hometeam.engine.agreements import State
from hometeam.foundation import clock
from hometeam.foundation.prepared import Given, prepared
from hometeam.members.models import Community, Member
from hometeam.together.models import Change, Part
from hometeam.together.playbook import Kind
from hometeam.together.queries.offering import kinds_known

_OVER = (str(State.CONFIRMED), str(State.CLOSED))


@dataclass(frozen=True, slots=True)
class Rest:
    """The same kind, done by the same members: when it was, and until when it rests."""

    done_at: datetime
    until: datetime


def resting(member: Member, community: Community) -> dict[tuple[int, str], datetime]:
    """What a member rests from, by the other's id and the kind's: until when. Two or three queries."""
    return {
        (other, kind_id): rest.until
        for kind_id, others, rest in _rests(member, community, kinds_known(community))
        for other in others
        if len(others) == 1
    }


def rest_of(member: Member, others: Collection[Member], kind: Kind, community: Community) -> Rest | None:
    """Whether exactly these members did this kind lately and rest from it."""
    ids = frozenset(other.pk for other in others)
    found = [rest for _kind, who, rest in _rests(member, community, {kind.id: kind}) if who == ids]
    return max(found, key=lambda rest: rest.until, default=None)


def _rests(
    member: Member, community: Community, kinds: Mapping[str, Kind]
) -> Iterator[tuple[str, frozenset[int], Rest]]:
    longest = max((kind.rest_days for kind in kinds.values()), default=0)
    if not longest:
        return
    since = clock.now() - timedelta(days=longest)
    done = _done(member=member.pk, community=community.pk, kinds=list(kinds))
    recent = [(one["collaboration_id"], one["collaboration__kind_id"], one["done_at"]) for one in done]
    recent = [one for one in recent if one[2] >= since]
    who = _who(pk for pk, _kind, _at in recent)
    for pk, kind_id, done_at in recent:
        until = done_at + timedelta(days=kinds[kind_id].rest_days)
        if until > clock.now() and member.pk in who[pk]:
            yield kind_id, frozenset(who[pk] - {member.pk}), Rest(done_at, until)


@prepared
def _done(member: Given, community: Given, kinds: Given) -> QuerySet[Change, Any]:
    over = Change.objects.filter(collaboration__community=community, collaboration__state__in=_OVER, to_state__in=_OVER)
    mine = over.filter(collaboration__parts__member=member, collaboration__kind_id__in=kinds)
    each = mine.values("collaboration_id", "collaboration__kind_id")
    return each.annotate(done_at=Min("at")).order_by("collaboration_id")


def _who(collaborations: Iterator[int]) -> Mapping[int, set[int]]:
    """Who took part to the end, by collaboration."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    ids = list(collaborations)
    for part in _parts(collaborations=ids) if ids else ():
        found[part["collaboration_id"]].add(part["member_id"])
    return found


@prepared
def _parts(collaborations: Given) -> QuerySet[Part, Any]:
    return Part.objects.filter(collaboration__pk__in=collaborations, out="").values("collaboration_id", "member_id")
