"""What an organiser sees: the markets, one market's desk, who waits on paper, and the record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from hometeam.engine.market import Stage, left, may_reopen
from hometeam.foundation.clock import now
from hometeam.members.models import Community
from hometeam.members.queries.trades import title
from hometeam.swap.models import Listing, Market, MarketCard, MarketLeg, MarketLoop, MarketSeat


@dataclass(frozen=True, slots=True)
class Desk:
    """One market as its organiser sees it."""

    market: Market
    seconds: int | None
    seats: list[MarketSeat]
    sent_away: list[MarketSeat]
    can_reopen: bool
    waiting: int
    agreed: int
    following: str
    before: str

    @property
    def minutes(self) -> int:
        """Minutes left, the last one begun counted whole."""
        return -(-(self.seconds or 0) // 60)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A seat without a phone that a loop waits for: what it gives, and what it would get."""

    mine: MarketLeg
    into: MarketLeg


def markets_of(community: Community) -> QuerySet[Market]:
    """The community's markets, the newest first, with `here`: how many sat in the room."""
    taken = Count("seats", filter=Q(seats__removed_at=None))
    return Market.objects.filter(community=community).annotate(here=taken).order_by("-pk")


def desk_of(market: Market) -> Desk:
    """The desk as it is now; the seats with `gives` and `needs`, how many cards each wrote.

    `sent_away` are members', who can be let back in.
    """
    gives = Count("cards", filter=Q(cards__side=Listing.Side.GIVE))
    needs = Count("cards", filter=Q(cards__side=Listing.Side.NEED))
    seats = list(market.seats.select_related("member").annotate(gives=gives, needs=needs))
    states = list(market.loops.values_list("state", flat=True))
    order = list(Stage)
    at = order.index(Stage(market.stage))
    labels = [str(Market.Stage(stage.value).label) for stage in order]
    return Desk(
        market=market,
        seconds=left(market.sitting, now()),
        seats=[seat for seat in seats if seat.removed_at is None],
        sent_away=[seat for seat in seats if seat.removed_at and seat.member],
        can_reopen=may_reopen(market.sitting, now()),
        waiting=states.count(MarketLoop.State.PROPOSED),
        agreed=states.count(MarketLoop.State.AGREED),
        following=labels[at + 1] if at + 1 < len(order) else "",
        before=labels[at - 1] if at else "",
    )


def waiting_on_paper(market: Market) -> list[Waiting]:
    """Those without a phone whose loops wait for their answer."""
    proposed = MarketLeg.objects.filter(loop__market=market, loop__state=MarketLoop.State.PROPOSED)
    legs = list(proposed.select_related("loop", "giver__member", "receiver__member").order_by("loop", "place"))
    into = {(leg.loop_id, leg.receiver_id): leg for leg in legs}
    return [
        Waiting(leg, into[leg.loop_id, leg.giver_id])
        for leg in legs
        if leg.giver.on_paper and leg.answer == MarketLeg.Answer.WAITING
    ]


def to_invite(market: Market) -> list[MarketSeat]:
    """Guests who wish to be invited and have not been."""
    asked = market.seats.taken().filter(is_guest=True, wants_letter=True, member=None)
    return list(asked.exclude(email=""))


def record_of(market: Market) -> Iterator[list[str]]:
    """The record as rows of a table, its heads first: every card, then every agreed loop, a row for each leg."""
    yield [_("what"), _("number"), _("who"), _("in their words"), _("service"), _("hearts or to whom")]
    sides = {Listing.Side.GIVE: _("gives"), Listing.Side.NEED: _("needs")}
    cards = MarketCard.objects.filter(market=market).select_related("seat__member")
    for card in cards.annotate(warm=Count("hearts")).order_by("seat__number", "number"):
        what = sides[Listing.Side(card.side)]
        yield [what, str(card.number), card.seat.called, card.words, title(card.service), str(card.warm)]
    legs = MarketLeg.objects.filter(loop__market=market, loop__state=MarketLoop.State.AGREED)
    numbers: dict[int, int] = {}
    for leg in legs.select_related("giver__member", "receiver__member").order_by("loop", "place"):
        number = numbers.setdefault(leg.loop_id, len(numbers) + 1)
        yield [_("loop"), str(number), leg.giver.called, leg.words, "", leg.receiver.called]
