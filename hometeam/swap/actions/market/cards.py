"""Cards and hearts. Whatever a phone sends twice, or a hand writes twice, is one."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, Q

from hometeam.engine.market import Deed, Stage, check, may
from hometeam.foundation.text import shorten
from hometeam.members.queries.trades import take
from hometeam.swap.actions.market.loops import look_again, undo
from hometeam.swap.actions.market.turn import hold, stir
from hometeam.swap.models import Listing, Market, MarketCard, MarketHeart, MarketLeg, MarketSeat

MOST_CARDS = 8
"""For each of the two sides."""


class TooMany(Exception):
    """This seat has as many cards of the kind as one may have."""


def writing(side: str) -> Deed:
    """What one does who writes a card of this side."""
    return Deed.WRITE_OFFER if side == Listing.Side.GIVE else Deed.WRITE_NEED


def add_card(*, seat: MarketSeat, side: str, words: str, no_extra_work: bool, key: str) -> MarketCard:
    """Write a card, or find the one on which this seat says the same; what service it speaks of is looked up.

    Raises NotNow, TooMany.
    """
    return write(seat=seat, side=side, words=words, no_extra_work=no_extra_work, key=key[:36], deed=writing(side))


def write(*, seat: MarketSeat, side: str, words: str, no_extra_work: bool, key: str, deed: Deed) -> MarketCard:
    """The same, for whoever may do this deed; the words are read before anything is held."""
    line = shorten(words, 80)
    service = take(line).service
    with transaction.atomic():
        market = hold(seat.market_id)
        before = MarketCard.objects.filter(seat=seat, key=key).first()
        if before is not None:
            return before
        mine = list(seat.cards.filter(side=side))
        if mine or not may(market.sitting, Deed.WRITE_FIRST):
            check(market.sitting, deed)
        same = next((one for one in mine if one.words.casefold() == line.casefold()), None)
        if same is not None:
            stir(market, seats=[seat.pk])
            return same
        if len(mine) >= MOST_CARDS:
            raise TooMany
        Market.objects.filter(pk=market.pk).update(cards_given=F("cards_given") + 1)
        card = MarketCard.objects.create(
            market=market,
            seat=seat,
            number=market.cards_given + 1,
            side=side,
            words=line,
            service=service,
            no_extra_work=no_extra_work and side == Listing.Side.GIVE,
            key=key,
        )
        stir(market, everybody=market.stage == Stage.READING, seats=[seat.pk])
    return card


@transaction.atomic
def change_card(*, card: MarketCard, service: str | None = None, no_extra_work: bool | None = None) -> None:
    """Take it for another service ("" for none), or say whether it is extra work. Raises NotNow."""
    market = hold(card.market_id, writing(card.side))
    fields = {"service": service, "no_extra_work": no_extra_work}
    MarketCard.objects.filter(pk=card.pk).update(**{name: new for name, new in fields.items() if new is not None})
    stir(market, seats=[card.seat_id])


@transaction.atomic
def take_away_card(*, card: MarketCard) -> None:
    """Not this one after all; twice is once. Loops that it was part of, where the room has gone back, do not stand any
    more. Raises NotNow.
    """
    _drop(hold(card.market_id, writing(card.side)), card)


def withdraw_card(*, card: MarketCard) -> None:
    """An organiser takes a card off the room, whatever the stage; loops that it is part of are found anew."""
    if _withdrawn(card):
        look_again(card.market_id)


@transaction.atomic
def _withdrawn(card: MarketCard) -> bool:
    return _drop(hold(card.market_id), card)


def _drop(market: Market, card: MarketCard) -> bool:
    """Delete it; returns whether a loop fell apart by it."""
    undone = undo(market, MarketLeg.objects.filter(Q(card=card) | Q(need=card)))
    is_read = undone or market.stage not in (Stage.OFFERS, Stage.NEEDS)
    card.delete()
    stir(market, everybody=is_read, seats=[card.seat_id])
    return undone


@transaction.atomic
def give_heart(*, seat: MarketSeat, card: MarketCard, deed: Deed = Deed.HEART) -> None:
    """The seat would take this, or could do it; twice is once, and one's own cards need none. Raises NotNow."""
    market = hold(seat.market_id, deed)
    if card.seat_id != seat.pk:
        MarketHeart.objects.get_or_create(card=card, seat=seat)
        stir(market, seats=[seat.pk])


@transaction.atomic
def take_heart_back(*, seat: MarketSeat, card: MarketCard) -> None:
    """Rather not. Raises NotNow."""
    market = hold(seat.market_id, Deed.HEART)
    if MarketHeart.objects.filter(card=card, seat=seat).delete()[0]:
        stir(market, seats=[seat.pk])
