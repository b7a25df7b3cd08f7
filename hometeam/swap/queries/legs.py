"""Legs of agreed loops whose help has been confirmed and not been counted yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from hometeam.ledger.models import Act
from hometeam.swap.models import Leg, Transfer
from hometeam.together.queries.made import label_of

LOOKED_BACK = timedelta(days=30)
"""A leg is counted within minutes; a worker that stood still for a month catches up."""


def to_count(at: datetime) -> Iterator[tuple[Leg, Act]]:
    """The legs to count at a moment, each with the act that fulfilled it."""
    legs = Leg.objects.filter(worth__isnull=False, loop__collaboration__changed_at__gte=at - LOOKED_BACK)
    for leg in legs.select_related("loop"):
        act = _act_of(leg)
        if act is not None:
            yield leg, act


def _act_of(leg: Leg) -> Act | None:
    within = label_of(leg.loop.collaboration_id or 0)
    counted = Transfer.objects.filter(act=OuterRef("pk"))
    acts = Act.objects.standing().filter(within=within, giver=leg.giver_id, receiver=leg.receiver_id)
    return acts.filter(confirmed_at__isnull=False).exclude(Exists(counted)).select_related("community").first()
