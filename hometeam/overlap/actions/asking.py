"""Both say yes before anybody blinds anything."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from hometeam.engine.overlap import Move, Side, State
from hometeam.foundation import clock, limits
from hometeam.members.access import Viewer
from hometeam.members.models import Member
from hometeam.overlap import queries
from hometeam.overlap.actions import notices
from hometeam.overlap.actions.moving import Moved, begin, go, note
from hometeam.overlap.models import Exchange, Level

ASKS, ASKS_WITHIN = 5, timedelta(days=7)


class NotYet(Exception):
    """They cannot be asked now; `until` is the moment from which they can, where that is known."""

    def __init__(self, until: datetime | None = None) -> None:
        super().__init__("not yet")
        self.until = until


@transaction.atomic
def ask(*, viewer: Viewer, other: Member, level: Level) -> Exchange:
    """Ask a member whether they would like to measure.

    Where the two are at it already, that measuring is returned. Raises NotYet after a no, when the two have had their
    results for this time, and when the viewer has asked enough for one week.
    """
    member = viewer.acting
    current = queries.current_between(member, other)
    if current is not None and current.is_open:
        return current
    if queries.refused_lately(member, other, clock.now()) or not queries.results_left(member.pk, other.pk):
        raise NotYet
    try:
        limits.spend(f"overlap.asks:{member.pk}", amount=ASKS, per=ASKS_WITHIN)
    except limits.LimitReached as reached:
        raise NotYet(reached.retry_at) from reached
    return _asked(viewer, other, level)


def _asked(viewer: Viewer, other: Member, level: Level) -> Exchange:
    member = viewer.acting
    key = "{}-{}".format(*queries.pair_of(member.pk, other.pk))
    asked = {"community": viewer.community, "asker": member, "asked": other, "level_asker": level, "open_key": key}
    try:
        with transaction.atomic():
            exchange = Exchange.objects.create(**asked)
    except IntegrityError as error:
        # The other asked at the same moment: theirs is the one.
        current = queries.current_between(member, other)
        if current is None:
            raise Moved from error
        return current
    note(exchange, "asked", viewer.actor)
    notices.tell(exchange, Side.ASKED, "asked")
    return exchange


@transaction.atomic
def agree(*, viewer: Viewer, exchange: Exchange, level: Level) -> None:
    """Say yes, and what the band may be used for. Raises Moved."""
    turn = begin(exchange.pk)
    side = turn.exchange.side_of(viewer.acting)
    go(turn, side, Move.AGREE, viewer.actor)
    Exchange.objects.filter(pk=exchange.pk, state=State.AGREED).update(level_asked=max(level, Level.HIDDEN))
    notices.tell(turn.exchange, Side.ASKER, "agreed")


@transaction.atomic
def decline(*, viewer: Viewer, exchange: Exchange) -> None:
    """Say not this time. Raises Moved."""
    turn = begin(exchange.pk)
    go(turn, turn.exchange.side_of(viewer.acting), Move.DECLINE, viewer.actor)
    notices.tell(turn.exchange, Side.ASKER, "declined")
