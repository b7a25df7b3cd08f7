"""One search for loops: read the board, look, propose.

What is found is written at once or not at all: whatever dies on the way is begun again and ends the same. A large
search is done by Dask's workers where the operator names them, or else handed out in parts, a job for each.
"""

from __future__ import annotations

import logging
import time
from functools import partial

from django.conf import settings
from django.db import transaction

from hometeam.engine.barter import Plan, in_turn
from hometeam.engine.loops import Answer, Start
from hometeam.foundation import clock, jobs
from hometeam.swap.actions.parts import answered, hand_out, leave_out
from hometeam.swap.actions.proposing import lock, propose_loops
from hometeam.swap.models import Round, RoundPart
from hometeam.swap.queries import cluster
from hometeam.swap.queries.parts import answer_of_parts, is_in_parts, to_do
from hometeam.swap.queries.pool import board_of
from hometeam.swap.queries.rounds import last_loops_of, prices_of
from hometeam.swap.queries.searching import plan_of

log = logging.getLogger("hometeam.swap")
SECONDS = 30.0
"""How long a search in the background may take, or each part of a large one: the best loops by then are proposed."""
ALONE = 2_000
"""Up to so many members one job does it all."""


@jobs.task
def look_for_loops(round_id: int) -> None:
    """Do one search, unless it is done already."""
    look(round_id=round_id)


@jobs.task(priority=-5)
def look_in_part(part_id: int) -> None:
    """Do one part of a search, unless it is done already."""
    look_in(part_id=part_id)


def look(*, round_id: int, seconds: float = SECONDS) -> int:
    """Make a search of at most so many seconds and propose what it finds; returns how many loops, 0 where it was made
    before, or goes on in parts.
    """
    round = Round.objects.select_related("community").filter(pk=round_id, ended_at=None).first()
    if round is None:
        return 0
    if is_in_parts(round):
        found = answer_of_parts(round)
        return _write(round, found) if found else 0
    _at(round, Round.Step.READING)
    board = board_of(round.community)
    _at(round, Round.Step.LOOKING)
    planned = plan_of(board, Start(last_loops_of(round.community), prices_of(round.community)), seconds)
    round.members = board.size
    is_large = board.size > ALONE and len(planned.regions) + len(planned.whole) > 1
    answer = _large(round, planned) if is_large else planned.done(partial(in_turn, clock=time.monotonic))
    return _write(round, answer) if answer else 0


def _large(round: Round, planned: Plan) -> Answer | None:
    """What Dask's workers answer; None where nobody named them or they are not there, and jobs do it part by part."""
    if settings.DASK:
        try:
            return cluster.done_at(settings.DASK, planned)
        except cluster.NotThere as trouble:
            log.warning("Dask at %s cannot be used, so jobs look for loops: %s", settings.DASK, trouble)
    hand_out(round=round, planned=planned, then=look_in_part.enqueue)
    return None


def look_in(*, part_id: int) -> bool:
    """Do one part of a search; whoever does the last one lets it be proposed. False where it was done before."""
    open_parts = RoundPart.objects.filter(found__isnull=True, round__ended_at=None)
    part = open_parts.select_related("round").filter(pk=part_id).first()
    if part is None:
        return False
    found = in_turn(to_do(part), clock=time.monotonic)
    return answered(part=part, found=found, then=look_in_part.enqueue, at_last=look_for_loops.enqueue)


def leave_out_late() -> int:
    """End searches of which a part could not be done, without it; returns how many parts."""
    return leave_out(then=look_in_part.enqueue, at_last=look_for_loops.enqueue)


def _at(round: Round, step: Round.Step) -> None:
    Round.objects.filter(pk=round.pk).update(step=step)


@transaction.atomic
def _write(round: Round, found: Answer) -> int:
    """All of it, or nothing; of two workers with the same search one comes first."""
    lock(round.community)
    if not Round.objects.select_for_update().filter(pk=round.pk, ended_at=None).exists():
        return 0
    round.value, round.upper_bound = found.value, found.upper_bound
    round.stopped_because, round.prices = found.stopped_because[:80], dict(found.prices)
    proposed = propose_loops(board_of(round.community), found.loops, round)
    round.step, round.ended_at = Round.Step.DONE, clock.now()
    round.save()
    round.parts.all().delete()
    return len(proposed)
