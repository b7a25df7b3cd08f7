"""Which legs of agreed loops have fallen away, as what became of their collaborations says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from hometeam.engine.agreements import State
from hometeam.swap.models import Leg, Loop
from hometeam.together.models import Commitment, Part

OVER = (State.WITHDRAWN, State.LAPSED, State.DECLINED)


@dataclass(frozen=True, slots=True)
class Missing:
    """A leg that has fallen away: nobody gives it, or nobody is there to receive it."""

    leg_id: int
    missed: Leg.Missed


def missing_legs() -> list[Missing]:
    """The legs of agreed loops that have fallen away and of which that was not noted yet.

    What was promised has dropped out of what all agreed, or the whole is over and it was not done. Where it is the
    receiver who left, nobody goes without.
    """
    found = _agreed().filter(Q(is_promised=False) | Q(loop__collaboration__state__in=OVER, is_done=False))
    rows = found.order_by("pk").values_list("pk", "receiver_left", "has_ended_it")
    return [Missing(pk, Leg.Missed.RECEIVER if left or ended else Leg.Missed.GIVER) for pk, left, ended in rows]


def _agreed() -> QuerySet[Any]:
    promises = Commitment.objects.filter(
        collaboration=OuterRef("loop__collaboration"),
        part__member=OuterRef("giver"),
        receiver__member=OuterRef("receiver"),
    )
    out = Part.objects.filter(collaboration=OuterRef("loop__collaboration"), member=OuterRef("receiver")).exclude(
        out=""
    )
    ended = Loop.objects.filter(pk=OuterRef("loop"), collaboration__left_by=OuterRef("receiver"))
    standing = Leg.objects.filter(loop__state=Loop.State.AGREED, missed=Leg.Missed.STANDS)
    return standing.filter(loop__collaboration__isnull=False).annotate(
        is_promised=Exists(promises),
        is_done=Exists(promises.filter(done_at__isnull=False)),
        receiver_left=Exists(out),
        has_ended_it=Exists(ended),
    )
