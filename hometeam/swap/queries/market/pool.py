"""What the search for loops in a room begins from."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from hometeam.engine.market import Answered, Card, Handing, Heart, Refusal, handings
from hometeam.engine.taxonomy import Taxonomy
from hometeam.members.models import Block
from hometeam.swap.models import Listing, Market, MarketCard, MarketHeart, MarketLeg, MarketLoop, MarketSeat, Refused

STANDING = (MarketLoop.State.PROPOSED, MarketLoop.State.AGREED)


@dataclass(frozen=True, slots=True)
class In:
    """Who could hand what to whom among those whom no loop holds, and what they have said yes to already."""

    handings: list[Handing]
    yes: list[Answered]


def pool_of(market: Market) -> In:
    """The room as it is now."""
    held = MarketLeg.objects.filter(loop__market=market, loop__state__in=STANDING).values("giver")
    seats = list(MarketSeat.objects.taken().filter(market=market).exclude(pk__in=held))
    free = {seat.pk for seat in seats}
    cards = [_card(one) for one in MarketCard.objects.filter(market=market, seat__in=free)]
    hearts = MarketHeart.objects.filter(card__market=market, seat__in=free).values_list("card_id", "seat_id")
    legs = list(MarketLeg.objects.filter(loop__market=market).order_by("loop", "place"))
    found = handings(cards, [Heart(card, seat) for card, seat in hearts], _refusals(legs))
    apart = _apart(seats)
    return In([one for one in found if one.pair not in apart], _yes(legs, free))


def _card(one: MarketCard) -> Card:
    """A broad service says too little for two cards to go together by it alone."""
    found = Taxonomy.load().get(one.service) if one.service else None
    service = one.service if found is not None and not found.broad else ""
    return Card(one.pk, one.seat_id, one.side == Listing.Side.GIVE, service, one.no_extra_work)


def _refusals(legs: list[MarketLeg]) -> list[Refusal]:
    """What somebody did not want to give or get, from the answers that dissolved loops."""
    found = []
    into = {(leg.loop_id, leg.receiver_id): leg for leg in legs}
    for leg in legs:
        meant = {"give": leg, "get": into.get((leg.loop_id, leg.giver_id))}.get(leg.refused)
        if meant is not None and meant.card_id is not None:
            found.append(Refusal(meant.giver_id, meant.receiver_id, meant.card_id))
    return found


def _yes(legs: list[MarketLeg], free: set[int]) -> list[Answered]:
    """The last answer of each free seat, where it was yes."""
    into = {(leg.loop_id, leg.receiver_id): leg for leg in legs}
    last = {leg.giver_id: leg for leg in legs}
    return [
        Answered(seat, leg.card_id, leg.receiver_id, gets.card_id, gets.giver_id)
        for seat, leg in last.items()
        if seat in free and leg.answer == MarketLeg.Answer.YES and leg.card_id is not None
        if (gets := into[leg.loop_id, seat]).card_id is not None
    ]


def _apart(seats: list[MarketSeat]) -> set[tuple[int, int]]:
    """Seats of members one of whom does not want to meet the other, both ways."""
    of = {seat.member_id: seat.pk for seat in seats if seat.member_id is not None}
    blocks = Block.objects.filter(member__in=of, other__in=of).values_list("member_id", "other_id")
    who = Q(giver__in=of, receiver__in=of, gives=None)
    refused = Refused.objects.filter(who).values_list("giver_id", "receiver_id")
    pairs = {(of[one], of[other]) for one, other in [*blocks, *refused]}
    return pairs | {(other, one) for one, other in pairs}
