"""Another loop in the stead of one that did not come together: with as much of what was said yes to as can be kept.

Looked for at once in a small community, and within the minute by a job everywhere; whichever comes first does it.
"""

from __future__ import annotations

import time

from django.db import transaction

from hometeam.foundation import clock, jobs
from hometeam.swap.actions import notices
from hometeam.swap.actions.proposing import lock, propose_instead
from hometeam.swap.models import Leg, Loop
from hometeam.swap.queries.loops import asked
from hometeam.swap.queries.pool import board_of, standing_count
from hometeam.swap.queries.rounds import prices_of
from hometeam.swap.queries.searching import instead_of

SECONDS = 5.0
SMALL = 200
"""Up to so many offers and needs it is looked for before the page answers."""


@jobs.task(priority=10)
def mend_later(loop_id: int) -> None:
    """Look for another loop, unless that was done already."""
    mend(loop_id=loop_id)


def mend_if_small(loop: Loop) -> None:
    """The same right away, where that takes no time."""
    if standing_count(loop.community) <= SMALL:
        mend(loop_id=loop.pk)


def mend(*, loop_id: int) -> list[Loop]:
    """Propose what can be proposed instead of a loop that dissolved, and tell its members, once; returns the loops.

    Whoever gives and gets just what they said yes to is not asked again. All others hear that it did not come together,
    and whether there is another loop for them; nobody hears by whom.
    """
    loop = Loop.objects.select_related("community", "round").filter(pk=loop_id).first()
    if loop is None or loop.state != Loop.State.DISSOLVED or loop.mended_at is not None:
        return []
    legs = list(loop.legs.select_related("giver", "receiver").order_by("place"))
    board = board_of(loop.community)
    found = instead_of(board, legs, prices_of(loop.community), SECONDS, time.monotonic)
    return _write(loop, legs, found)


@transaction.atomic
def _write(loop: Loop, legs: list[Leg], found: list[tuple[str, ...]]) -> list[Loop]:
    lock(loop.community)
    if not Loop.objects.select_for_update().filter(pk=loop.pk, mended_at=None).exists():
        return []
    board = board_of(loop.community) if found else None
    tried = [propose_instead(board, members, loop, legs) for members in found] if board else []
    written = [one for one in tried if one is not None]
    Loop.objects.filter(pk=loop.pk).update(mended_at=clock.now())
    old = {leg.giver_id for leg in legs}
    for one in written:
        _tell_asked(one, old)
    _tell_left(loop, legs, written)
    return written


def _tell_asked(loop: Loop, old: set[int]) -> None:
    for leg in loop.legs.select_related("giver"):
        one = asked(loop, leg.giver)
        if leg.answer == Leg.Answer.YES:
            notices.tell_goes_on(one)
        else:
            notices.tell_proposed(one, instead=leg.giver_id in old)


def _tell_left(loop: Loop, legs: list[Leg], written: list[Loop]) -> None:
    """Those for whom there is no other loop now; whoever said no knows."""
    inside = set(Leg.objects.filter(loop__in=written).values_list("giver", flat=True))
    for leg in legs:
        said_no = leg.answer in (Leg.Answer.NO, Leg.Answer.LATER)
        if not said_no and leg.giver_id not in inside:
            notices.tell_dissolved(loop, leg.giver)
