"""What a member and others did before: everything that no longer waits for anybody."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.db.models import Q

from hometeam.engine.agreements import ANSWERABLE, RUNNING, State
from hometeam.members.models import Community, Member
from hometeam.together.models import Collaboration, Part
from hometeam.together.queries.at_hand import without_blocked
from hometeam.together.queries.collaborations import light

A_PAGE = 20
GOING = [State.IDEA, *ANSWERABLE, *RUNNING, State.DELIVERED, State.CONFIRMED]


def past(member: Member, community: Community, page: str | None = None) -> Page[Collaboration]:
    """A page of a member's collaborations that are over, or over for it, the latest first: four queries."""
    mine = Part.objects.filter(member=member)
    over = mine.exclude(collaboration__state__in=GOING)
    out = mine.filter(answer=Part.Answer.OUT, collaboration__state__in=GOING)
    found = light().filter(Q(pk__in=over.values("collaboration")) | Q(pk__in=out.values("collaboration")))
    found = without_blocked(found.filter(community=community), member).order_by("-changed_at", "-pk")
    return Paginator(found, A_PAGE).get_page(page)
