"""Loops in the room: found, answered, and found anew where one of them was not right for somebody."""

from __future__ import annotations

import time
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from hometeam.engine.market import Deed, Limits, Ring, check, kept_answers, may, rings
from hometeam.foundation.clock import now
from hometeam.swap.actions.market.notices import tell_not_joined
from hometeam.swap.actions.market.turn import hold, stir
from hometeam.swap.models import Market, MarketCard, MarketLeg, MarketLoop, MarketSeat
from hometeam.swap.queries.market.pool import STANDING, In, pool_of

SECONDS = 1.2
"""A room waits for the search, and its writers wait for nothing: it holds no lock."""
YES, NO = MarketLeg.Answer.YES, MarketLeg.Answer.NO


class TooLate(Exception):
    """The loop is no longer waiting for an answer."""


def look(*, market: Market) -> int:
    """Look for loops among those whom none holds; returns how many were found. Raises NotNow.

    Loops that wait or are agreed stay as they are: nobody's phone says suddenly something else. Yeses that were given
    to a loop that dissolved are kept where a seat gives and gets the very same, to and from the same people; what they
    said yes to is in the new loops wherever it can be.
    """
    check(market.sitting, Deed.SEARCH)
    pool = pool_of(market)
    limits = Limits(longest=market.longest_loop, seconds=SECONDS, stopwatch=time.perf_counter, seed=market.pk)
    return _propose(market, pool, rings(pool.handings, pool.yes, limits))


def look_again(market_id: int) -> None:
    """Look for those whom a loop that fell apart held, where loops are being looked for."""
    market = Market.objects.get(pk=market_id)
    if may(market.sitting, Deed.SEARCH):
        look(market=market)


def undo(market: Market, legs: QuerySet[MarketLeg]) -> bool:
    """The loops of these legs fall apart, agreed ones too unless they are the community's already; returns whether any
    did. Belongs in the caller's transaction, which holds the market.
    """
    found = market.loops.filter(state__in=STANDING, loop=None, pk__in=legs.values("loop"))
    gone = list(found)
    for loop in gone:
        if loop.state == MarketLoop.State.AGREED and market.stage == Market.Stage.CLOSING:
            tell_not_joined(loop)
    MarketLoop.objects.filter(pk__in=[loop.pk for loop in gone]).update(state=MarketLoop.State.DISSOLVED)
    return bool(gone)


@transaction.atomic
def _propose(market: Market, pool: In, found: Iterable[Ring]) -> int:
    """Write those that still stand: meanwhile somebody may have left, or another search been quicker."""
    held = hold(market.pk, Deed.SEARCH)
    busy = set(MarketLeg.objects.filter(loop__market=held, loop__state__in=STANDING).values_list("giver_id", flat=True))
    here = set(MarketSeat.objects.taken().filter(market=held).values_list("pk", flat=True))
    cards = {card.pk: card for card in MarketCard.objects.filter(market=held)}
    standing = [ring for ring in found if all(one.giver in here - busy and one.card in cards for one in ring)]
    for ring in standing:
        _write(held, ring, pool, cards)
    stir(held, everybody=True)
    return len(standing)


def _write(market: Market, ring: Ring, pool: In, cards: dict[int, MarketCard]) -> None:
    loop = MarketLoop.objects.create(market=market)
    kept = kept_answers(ring, pool.yes)
    MarketLeg.objects.bulk_create(
        MarketLeg(
            loop=loop,
            place=place,
            giver_id=one.giver,
            receiver_id=one.receiver,
            card=cards[one.card],
            need=cards.get(one.need) if one.need is not None else None,
            words=cards[one.card].words,
            answer=YES if kept[one.giver] else MarketLeg.Answer.WAITING,
            answered_at=now() if kept[one.giver] else None,
        )
        for place, one in enumerate(ring)
    )
    if all(kept.values()):
        _agree(loop)


def answer(*, seat: MarketSeat, loop: MarketLoop, says: str, on_behalf: bool = False) -> None:
    """A seat's answer to its loop: "yes", or "give" or "get" for the side of it that is not right.

    Once all say yes it is agreed; after a refusal the loops of all whom it held are found anew at once. The same answer
    twice is one. Raises NotNow, and TooLate where the loop is past answering.
    """
    if _answered(seat, loop, says, on_behalf):
        look(market=Market.objects.get(pk=seat.market_id))


@transaction.atomic
def _answered(seat: MarketSeat, loop: MarketLoop, says: str, on_behalf: bool) -> bool:
    """Write the answer; returns whether loops have to be found anew."""
    market = hold(seat.market_id, Deed.ANSWER)
    leg = MarketLeg.objects.select_related("loop").get(loop=loop, giver=seat)
    wanted = (YES, "") if says == YES else (NO, says)
    if (leg.answer, leg.refused) == wanted:
        return False
    if leg.loop.state != MarketLoop.State.PROPOSED:
        raise TooLate
    leg.answer, leg.refused = wanted
    leg.answered_at, leg.on_behalf = now(), on_behalf
    leg.save(update_fields=["answer", "refused", "answered_at", "on_behalf"])
    return _follow(market, leg.loop)


def _follow(market: Market, loop: MarketLoop) -> bool:
    legs = list(loop.legs.values_list("giver_id", "answer"))
    refused = any(said == NO for _seat, said in legs)
    if refused:
        MarketLoop.objects.filter(pk=loop.pk).update(state=MarketLoop.State.DISSOLVED)
    elif all(said == YES for _seat, said in legs):
        _agree(loop)
    stir(market, seats=[seat for seat, _said in legs])
    return refused


def _agree(loop: MarketLoop) -> None:
    MarketLoop.objects.filter(pk=loop.pk).update(state=MarketLoop.State.AGREED, agreed_at=now())
