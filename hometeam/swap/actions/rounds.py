"""When loops are looked for in a community: every night, and when an organiser asks; each such search once."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.db import transaction

from hometeam.foundation import clock, journal, limits
from hometeam.members.access import Viewer
from hometeam.members.models import Community
from hometeam.swap.actions.looking import look, look_for_loops
from hometeam.swap.actions.proposing import lock
from hometeam.swap.models import Round
from hometeam.swap.queries.pool import standing_count
from hometeam.swap.queries.rounds import under_way

SECONDS_WAITED = 3.0
"""How long somebody may be kept waiting for it; a few dozen members are done in far less."""
QUICK = 200
"""Up to so many offers and needs the search is made right away, before the page answers."""
ASKS_AN_HOUR = 6


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
