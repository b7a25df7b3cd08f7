"""Members who are no longer here: what they had open ends kindly for the others, whose history stays theirs."""

from __future__ import annotations

from django.db import transaction

from hometeam.ledger.models import Act
from hometeam.members.actions import gone_lately, put_right, unnamed
from hometeam.members.models import Member
from hometeam.together.actions.moving import see_off_one
from hometeam.together.models import Change, Collaboration, Part, Terms
from hometeam.together.queries.leaving import of_those_no_longer_here


def see_off() -> int:
    """Take members who have closed, or have left the community, out of everything that is open; returns how many
    times.

    Each in its own transaction, and again harmless: whoever is out is not found any more.
    """
    return sum(see_off_one(pk, member) for pk, member in of_those_no_longer_here())


def forget_names() -> int:
    """What others keep of those who closed lately says their name no more: acts, notes, reasons, agreements and their
    versions, thanks. Returns how many rows did.

    All rows have who it was by id, and pages name a member as it is called now; this is about words typed by hand.
    """
    return sum(_forget_name(member) for member in gone_lately())


@transaction.atomic
def _forget_name(member: Member) -> int:
    words = unnamed(member)
    within = {"collaboration__parts__member": member}
    ours = Collaboration.objects.filter(parts__member=member).distinct()
    return (
        put_right(Act.objects.touching(member), ("words",), words)
        + put_right(ours, ("title", "words", "agreement", "answers", "reasons"), words)
        + put_right(Terms.objects.filter(**within).distinct(), ("body",), words)
        + put_right(Change.objects.filter(**within).distinct(), ("words", "changed", "steps"), words)
        + put_right(Part.objects.filter(**within).distinct(), ("thanks",), words)
    )
