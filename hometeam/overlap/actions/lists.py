"""The two rounds: each side's own list under its key, then each side's return of the other's. After them, the band."""

from __future__ import annotations

import secrets
from random import SystemRandom

from django.db import transaction

from hometeam.engine import overlap
from hometeam.engine.overlap import SIZE, Move, Paper, Side, State
from hometeam.engine.overlap.measuring import Chance
from hometeam.foundation import limits
from hometeam.members.access import Viewer
from hometeam.overlap import queries
from hometeam.overlap.actions import notices
from hometeam.overlap.actions.moving import Turn, begin, go, note
from hometeam.overlap.models import Exchange


class TooManyTries(Exception):
    """A side has sent so many lists, or returns that did not fit, that this measuring takes no more of them."""


@transaction.atomic
def put_in(*, viewer: Viewer, exchange: Exchange, paper: Paper) -> None:
    """Put in a side's own blinded list. Nothing is handed over before both lists are in. Raises Moved, TooManyTries."""
    turn = begin(exchange.pk)
    side = turn.exchange.side_of(viewer.acting)
    course = go(turn, side, Move.PUT_IN, viewer.actor)
    hand = turn.hand_of(side)
    if hand.tries >= queries.TRIES:
        raise TooManyTries
    hand.tries += 1
    # The decoys go with the list that they hide in. If the same list came with others, or another with the same ones,
    # what two copies have in common would show which lines are ours.
    if bytes(hand.key_point) != paper.key_point:
        hand.seed = secrets.token_bytes(SIZE)
    hand.points, hand.key_point = overlap.joined(paper.points), paper.key_point
    hand.save()
    notices.tell(turn.exchange, side.other, "both-in" if course.state == State.EXCHANGING else "first-in")


@transaction.atomic
def start_again(*, viewer: Viewer, exchange: Exchange) -> None:
    """Take one's list out, to put in another; what was returned is void with it. Raises Moved."""
    turn = begin(exchange.pk)
    side = turn.exchange.side_of(viewer.acting)
    go(turn, side, Move.START_AGAIN, viewer.actor)
    for hand in turn.hands:
        hand.returned = b""
        if hand.side == side:
            hand.points = b""
        hand.save()


@transaction.atomic
def hand_back(*, viewer: Viewer, exchange: Exchange, paper: Paper, chance: Chance | None = None) -> bool:
    """Hand the other side's list back under this side's key too; with the second return, work out the band.

    False where it is not what was handed over under the key of the side's own list: that counts as a try, and nothing
    else happens. Raises Moved, TooManyTries, and limits.LimitReached where the two have had their results.
    """
    turn = begin(exchange.pk)
    side = turn.exchange.side_of(viewer.acting)
    hand, partner = turn.hand_of(side), turn.hand_of(side.other)
    if hand.tries >= queries.TRIES and turn.course.state == State.EXCHANGING:
        raise TooManyTries
    if overlap.may(turn.course, side, Move.HAND_BACK) and not overlap.is_faithful(
        paper.points,
        length=len(bytes(partner.points)) // SIZE,
        key_point=bytes(hand.key_point),
        seed=bytes(partner.seed),
    ):
        hand.tries += 1
        hand.save(update_fields=["tries"])
        return False
    back = [paper.points, partner.returned_points]
    if go(turn, side, Move.HAND_BACK, viewer.actor).state == State.DONE:
        _finish(turn, viewer, overlap.shared(*back), chance or SystemRandom())
    else:
        hand.returned = overlap.joined(paper.points)
        hand.save(update_fields=["returned"])
        notices.tell(turn.exchange, side.other, "one-back")
    return True


def _finish(turn: Turn, viewer: Viewer, count: int, chance: Chance) -> None:
    """Say the band, and forget the number; an earlier band of the two gives way to it."""
    exchange = turn.exchange
    key = queries.results_key(exchange.asker_id, exchange.asked_id)
    limits.spend(key, amount=queries.RESULTS_EACH, per=queries.RESULTS_WITHIN)
    earlier = Exchange.objects.between(exchange.asker, exchange.asked).done()
    earlier.exclude(pk=exchange.pk).delete()
    exchange.band = str(overlap.band_of(count, chance))
    exchange.save(update_fields=["band"])
    note(exchange, "measured", viewer.actor)
    for side in Side:
        notices.tell(exchange, side, "done")
