"""Whom not to suggest to a member just now, although they might fit."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count, F, QuerySet

from hometeam.engine.agreements import OPEN, RUNNING, State
from hometeam.fit.models import Refusal
from hometeam.foundation import clock
from hometeam.members.models import Block, Community, Member
from hometeam.together.models import Change, Part

DECLINED_FOR = timedelta(days=90)


def left_out(member: Member, community: Community) -> set[int]:
    """Blocked or refused by either side, declined lately, in touch already, resting, or with full hands: one query."""
    kinds = [
        *_blocked(member),
        *_refused(member),
        _sides(_declined(member), member),
        _sides(Part.objects.filter(member=member, collaboration__state__in=[*OPEN]).values("collaboration"), member),
        _resting(community),
        _full(community),
    ]
    first, *others = [kind.order_by() for kind in kinds]
    return set(first.union(*others)) - {member.pk}


def _blocked(member: Member) -> list[QuerySet[Block, int]]:
    return [
        Block.objects.filter(member=member).values_list("other_id", flat=True),
        Block.objects.filter(other=member).values_list("member_id", flat=True),
    ]


def _refused(member: Member) -> list[QuerySet[Refusal, int]]:
    """Another time is only said for oneself; any other refusal keeps the two from being suggested either way."""
    in_force = Refusal.objects.in_force()
    return [
        in_force.filter(member=member).values_list("other_id", flat=True),
        in_force.filter(other=member).exclude(reason=Refusal.Reason.LATER).values_list("member_id", flat=True),
    ]


def _declined(member: Member) -> QuerySet[Change, Any]:
    lately = Change.objects.filter(move="decline", to_state=State.DECLINED, at__gte=clock.now() - DECLINED_FOR)
    return lately.filter(collaboration__parts__member=member).values("collaboration")


def _sides(collaborations: QuerySet[Any, Any], member: Member) -> QuerySet[Part, int]:
    return (
        Part.objects.filter(collaboration__in=collaborations).exclude(member=member).values_list("member_id", flat=True)
    )


def _resting(community: Community) -> QuerySet[Member, int]:
    today = clock.today(community.timezone)
    return Member.objects.here(community).filter(snoozed_until_on__gt=today).values_list("pk", flat=True)


def _full(community: Community) -> QuerySet[Part, int]:
    """Members who have said yes to as much as they can carry."""
    busy = Part.objects.filter(
        member__in=Member.objects.here(community),
        answer=Part.Answer.YES,
        collaboration__state__in=[*RUNNING, State.PROPOSED, State.COUNTERED],
    )
    carried = busy.order_by().values("member_id").annotate(carried=Count("pk"))
    return carried.filter(carried__gte=F("member__capacity")).values_list("member_id", flat=True)
