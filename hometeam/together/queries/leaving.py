"""Open collaborations with members who are no longer here."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from hometeam.engine.agreements import ANSWERABLE, RUNNING, State
from hometeam.foundation.prepared import Given, prepared
from hometeam.members.models import Membership
from hometeam.together.models import Part


def of_those_no_longer_here(collaboration: int | None = None) -> list[tuple[int, int]]:
    """Pairs of a collaboration's and a member's id, where the member has closed or has left the community; of one
    collaboration, or of all.
    """
    return _gone(collaboration=collaboration)


@prepared
def _gone(collaboration: Given | None) -> QuerySet[Any, Any]:
    here = Membership.objects.filter(
        member=OuterRef("member"), community=OuterRef("collaboration__community"), state=Membership.State.HERE
    )
    open_ones = Part.objects.filter(collaboration__state__in=[State.IDEA, *ANSWERABLE, *RUNNING], out="")
    if collaboration is not None:
        open_ones = open_ones.filter(collaboration__pk=collaboration)
    gone = open_ones.filter(Q(member__closed_at__isnull=False) | ~Exists(here))
    return gone.order_by("collaboration", "pk").values_list("collaboration", "member")
