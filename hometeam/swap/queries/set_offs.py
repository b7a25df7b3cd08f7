"""Rings that wait for a member's word: it sees what it owes and is owed in them, and nothing of the others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from hometeam.members.access import Viewer
from hometeam.swap.models import SetOff, SetOffLine
from hometeam.swap.queries.counting import Counting

MOST = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """A ring as one of its members sees it: who is owed by them and who owes them, the same amount."""

    pk: int
    creditor: str
    debtor: str
    amount: str
    until_at: datetime
    said_yes: bool


def asked_of(viewer: Viewer, counting: Counting) -> list[Asked]:
    """The rings that wait, those that wait for this member first. One query."""
    owes_me = SetOffLine.objects.filter(set_off=OuterRef("set_off"), creditor=viewer.acting)
    lines = SetOffLine.objects.filter(
        debtor=viewer.acting, set_off__community=viewer.community, set_off__state=SetOff.State.PROPOSED
    )
    named = lines.annotate(debtor_name=Subquery(owes_me.values("debtor__name")[:1]))
    found = named.select_related("set_off", "creditor").order_by("said_yes_at", "pk")[:MOST]
    return [
        Asked(
            pk=line.set_off_id,
            creditor=line.creditor.name,
            debtor=line.debtor_name,
            amount=counting.said(line.amount),
            until_at=line.set_off.deadline_at,
            said_yes=line.said_yes_at is not None,
        )
        for line in found
    ]
