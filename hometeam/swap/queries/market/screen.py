"""What the projector shows: everything that the whole room may see, and no name before its loop is agreed."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from hometeam.engine.market import Stage, left
from hometeam.foundation.clock import now
from hometeam.swap.models import Listing, Market, MarketCard, MarketLeg, MarketLoop

SHOWS_CARDS = (Stage.READING,)


@dataclass(frozen=True, slots=True)
class Round:
    """A loop on the screen: its legs once it is agreed; before, only how many are in it and how many said yes."""

    legs: list[MarketLeg]
    size: int
    yes: int
    is_agreed: bool


@dataclass(frozen=True, slots=True)
class Screen:
    """All that the screen shows."""

    market: Market
    seconds: int | None
    here: int
    written: int
    gives: list[MarketCard]
    needs: list[MarketCard]
    loops: list[Round]

    @property
    def agreed(self) -> list[Round]:
        """Loops to which all have said yes."""
        return [one for one in self.loops if one.is_agreed]

    @property
    def waiting(self) -> list[Round]:
        """Loops that wait for answers."""
        return [one for one in self.loops if not one.is_agreed]


def screen_of(market: Market) -> Screen:
    """The screen as it is now."""
    stage = Stage(market.stage)
    cards = list(_cards(market)) if stage in SHOWS_CARDS else []
    return Screen(
        market=market,
        seconds=left(market.sitting, now()),
        here=market.seats.taken().count(),
        written=len(cards) or market.cards.count(),
        gives=[card for card in cards if card.side == Listing.Side.GIVE],
        needs=[card for card in cards if card.side == Listing.Side.NEED],
        loops=_loops(market) if stage in (Stage.LOOPS, Stage.CLOSING) else [],
    )


def _cards(market: Market) -> list[MarketCard]:
    return list(market.cards.annotate(warm=Count("hearts")).order_by("number"))


def _loops(market: Market) -> list[Round]:
    open_ones = market.loops.exclude(state=MarketLoop.State.DISSOLVED)
    legs = MarketLeg.objects.filter(loop__in=open_ones).select_related("loop", "giver__member", "receiver__member")
    by_loop: dict[int, list[MarketLeg]] = {}
    for leg in legs.order_by("loop", "place"):
        by_loop.setdefault(leg.loop_id, []).append(leg)
    return [_round(theirs) for theirs in by_loop.values()]


def _round(legs: list[MarketLeg]) -> Round:
    agreed = legs[0].loop.state == MarketLoop.State.AGREED
    yes = sum(leg.answer == MarketLeg.Answer.YES for leg in legs)
    return Round(legs if agreed else [], len(legs), yes, agreed)
