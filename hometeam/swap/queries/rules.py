"""How a community barters, and how a member does: their own say, or what holds where nobody said anything."""

from __future__ import annotations

from hometeam.members.models import Community, Member
from hometeam.swap.models import Pace, Rules


def rules_of(community: Community) -> Rules:
    """The community's rules; unsaved ones where it has said nothing."""
    return Rules.objects.filter(community=community).first() or Rules(community=community)


def pace_of(member: Member) -> Pace:
    """The member's pace; an unsaved one where it has said nothing."""
    return Pace.objects.filter(member=member).first() or Pace(member=member)
