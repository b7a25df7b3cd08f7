"""Looking for loops in a community: every night, and when an organiser asks.

What is found is written at once or not at all, and each night's or organiser's search once: whatever dies on the way is
begun again and ends the same.
"""

from __future__ import annotations

import time
from datetime import timedelta
from uuid import uuid4

from django.db import transaction

from hometeam.engine.loops import Start
from hometeam.foundation import clock, jobs, journal, limits
from hometeam.members.access import Viewer
from hometeam.members.models import Community
from hometeam.swap.actions.proposing import lock, propose_loops
from hometeam.swap.models import Round
from hometeam.swap.queries.pool import board_of, standing_count
from hometeam.swap.queries.rounds import last_loops_of, prices_of, under_way
from hometeam.swap.queries.searching import best_of

SECONDS = 30.0
"""How long a search in the background may take: the best loops found by then are proposed."""
SECONDS_WAITED = 3.0
"""How long somebody may be kept waiting for it; a few dozen members are done in far less."""
QUICK = 200
"""Up to so many offers and needs the search is made right away, before the page answers."""
ASKS_AN_HOUR = 6


@jobs.task
def look_for_loops(round_id: int) -> None:
    """Do one search, unless it is done already."""
    look(round_id=round_id)


@transaction.atomic
def begin_night(*, community: Community, slot: str) -> Round | None:
    """Let a night's search be made, once; None where it was begun before."""
    round, is_new = Round.objects.get_or_create(community=community, slot=slot, defaults={"made_at": clock.now()})
    if is_new:
        look_for_loops.enqueue(round.pk)
    return round if is_new else None


def ask_for_loops(*, viewer: Viewer) -> Round:
    """An organiser lets loops be looked for now: at once in a small community, else in the background.

    One that is under way already is the one. Raises limits.LimitReached after six in an hour.
    """
    round = _ask(viewer)
    if round.ended_at is None and standing_count(viewer.community) <= QUICK:
        look(round_id=round.pk, seconds=SECONDS_WAITED)
        round.refresh_from_db()
    return round


@transaction.atomic
def _ask(viewer: Viewer) -> Round:
    lock(viewer.community)
    running = under_way(viewer.community)
    if running is not None:
        return running
    limits.spend(f"swap.look:{viewer.community.pk}", amount=ASKS_AN_HOUR, per=timedelta(hours=1))
    round = Round.objects.create(
        community=viewer.community, slot=f"asked:{uuid4().hex}"[:40], asked_by=viewer.person, made_at=clock.now()
    )
    journal.record(actor=viewer.actor, verb="swap.loops_asked_for", object=round, community_id=viewer.community.pk)
    look_for_loops.enqueue(round.pk)
    return round


def look(*, round_id: int, seconds: float = SECONDS) -> int:
    """Make a search of at most so many seconds and propose what it finds; returns how many loops, 0 where it was made
    before.
    """
    round = Round.objects.select_related("community").filter(pk=round_id, ended_at=None).first()
    if round is None:
        return 0
    _at(round, Round.Step.READING)
    board = board_of(round.community)
    _at(round, Round.Step.LOOKING)
    start = Start(last_loops_of(round.community), prices_of(round.community))
    found = best_of(board, start, seconds, time.monotonic)
    round.members, round.value, round.upper_bound = board.size, found.value, found.upper_bound
    round.stopped_because, round.prices = found.stopped_because[:80], dict(found.prices)
    return _write(round, found.loops)


def _at(round: Round, step: Round.Step) -> None:
    Round.objects.filter(pk=round.pk).update(step=step)


@transaction.atomic
def _write(round: Round, found: tuple[tuple[str, ...], ...]) -> int:
    """All of it, or nothing; of two workers with the same search one comes first."""
    lock(round.community)
    if not Round.objects.select_for_update().filter(pk=round.pk, ended_at=None).exists():
        return 0
    proposed = propose_loops(board_of(round.community), found, round)
    round.step, round.ended_at = Round.Step.DONE, clock.now()
    round.save()
    return len(proposed)
