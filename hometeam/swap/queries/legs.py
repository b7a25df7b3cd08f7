"""Legs of agreed loops whose help has been confirmed and not been counted yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from hometeam.ledger.models import Act
from hometeam.swap.models import Leg, Transfer
from hometeam.together.queries.made import label_of

LOOKED_BACK = timedelta(days=30)
"""A leg is counted within minutes; a worker that stood still for a month catches up."""


def to_count(at: datetime) -> Iterator[tuple[Leg, Act]]:
    """The legs to count at a moment, each with the act that fulfilled it. Two queries."""
    legs = list(_agreed_since(at - LOOKED_BACK))
    acts = _uncounted({_within(leg) for leg in legs}) if legs else {}
    for leg in legs:
        act = acts.get((_within(leg), leg.giver_id, leg.receiver_id))
        if act is not None:
            yield leg, act


def _agreed_since(since: datetime) -> QuerySet[Leg]:
    changed = Leg.objects.filter(worth__isnull=False, loop__collaboration__changed_at__gte=since)
    return changed.select_related("loop")


def _within(leg: Leg) -> str:
    return label_of(leg.loop.collaboration_id or 0)


def _uncounted(within: set[str]) -> dict[tuple[str, int, int], Act]:
    """What was confirmed of these collaborations and not counted yet, by collaboration, giver and receiver."""
    counted = Transfer.objects.filter(act=OuterRef("pk"))
    acts = Act.objects.standing().filter(within__in=within, confirmed_at__isnull=False).exclude(Exists(counted))
    return {(act.within, act.giver_id, act.receiver_id): act for act in acts.select_related("community")}
