"""Members who closed: what others keep of loops says their name no more."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from hometeam.members.actions import gone_lately, put_right, unnamed
from hometeam.members.models import Member
from hometeam.swap.models import Leg, Refused


def forget_names() -> int:
    """Take the names of those who closed lately out of words in others' loops; returns how many rows said them.

    Rows have who it was by id, and pages name a member as it is called now; this is about words typed by hand.
    """
    return sum(_forget_name(member) for member in gone_lately())


@transaction.atomic
def _forget_name(member: Member) -> int:
    words = unnamed(member)
    legs = Leg.objects.filter(loop__legs__giver=member).distinct()
    refused = Refused.objects.filter(Q(giver=member) | Q(receiver=member))
    return put_right(legs, ("words",), words) + put_right(refused, ("words",), words)
