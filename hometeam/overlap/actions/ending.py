"""How a measuring ends, or what its band is used for afterwards."""

from __future__ import annotations

from django.db import transaction

from hometeam.engine.overlap import Move, Side, State
from hometeam.foundation import clock
from hometeam.foundation.journal import NOBODY
from hometeam.members.access import Viewer
from hometeam.overlap import access, queries
from hometeam.overlap.actions import notices
from hometeam.overlap.actions.moving import Moved, begin, go, note
from hometeam.overlap.models import Exchange, Level


@transaction.atomic
def withdraw(*, viewer: Viewer, exchange: Exchange) -> None:
    """Stop it, or take the band back from both. All that is blinded is deleted, and so is the band. Raises Moved."""
    turn = begin(exchange.pk)
    side = turn.exchange.side_of(viewer.acting)
    go(turn, side, Move.WITHDRAW, viewer.actor)
    notices.tell(turn.exchange, side.other, "withdrawn")


@transaction.atomic
def choose_level(*, viewer: Viewer, exchange: Exchange, level: Level) -> None:
    """Choose what the band may be used for; nothing at all is `withdraw`. Raises Moved."""
    turn = begin(exchange.pk)
    it = turn.exchange
    side = it.side_of(viewer.acting)
    if it.state not in {State.AGREED, State.EXCHANGING, State.DONE} and not (
        it.state == State.ASKED and side == Side.ASKER
    ):
        raise Moved(State(it.state))
    field = "level_asker" if side == Side.ASKER else "level_asked"
    setattr(it, field, max(level, Level.HIDDEN))
    it.save(update_fields=[field])
    note(it, "level_chosen", viewer.actor)


def lapse_due() -> int:
    """End what has gone quiet, or whose two can no longer meet, each in its own transaction; returns how many.

    A band that neither could take back any more goes too.
    """
    Exchange.objects.filter(pk__in=queries.out_of_reach()).delete()
    return sum(_lapse(pk) for pk in queries.gone_quiet(clock.now()))


@transaction.atomic
def _lapse(pk: int) -> bool:
    try:
        turn = begin(pk)
        it = turn.exchange
        meet = access.may_meet(it.asker, it.asked, it)
        if meet and it.changed_at >= clock.now() - queries.QUIET_FOR:
            return False
        go(turn, Side.ASKER, Move.LAPSE, NOBODY)
    except Moved:
        return False
    for side in Side if meet else ():
        notices.tell(it, side, "lapsed")
    return True


def forget_old() -> int:
    """Forget measurings that ended without a band when they hold nobody back any more; returns how many."""
    ended = [str(State.DECLINED), str(State.WITHDRAWN), str(State.LAPSED)]
    old = Exchange.objects.filter(state__in=ended, changed_at__lt=clock.now() - queries.REST_AFTER_NO)
    return old.delete()[0]
