"""What the tests of a market begin with: one that is open, and people in it."""

from __future__ import annotations

from collections.abc import Sequence

from django.test import Client
from django.urls import reverse

from hometeam.engine.market import Step
from hometeam.swap import access
from hometeam.swap.actions import market as actions
from hometeam.swap.models import Market, MarketCard, MarketSeat
from tests.cast import Cast, Player


def opened(cast: Cast, stage: str = "arriving") -> Market:
    """A market on Elm Street that Gus opened and led to a stage."""
    market = actions.open_market(viewer=cast.gus.viewer, title="Autumn market")
    return led_to(cast, market, stage)


def led_to(cast: Cast, market: Market, stage: str) -> Market:
    """The market, moved on until it is there."""
    while market.stage != stage:
        market = actions.move(viewer=cast.gus.viewer, market=market, wanted=Step.ON)
    return market


def seated(market: Market, who: Player | str) -> MarketSeat:
    """A member's seat, or that of a guest of this name."""
    if isinstance(who, str):
        return actions.sit(market=market, sitter=actions.Sitter(name=who))
    return actions.sit(market=market, sitter=actions.Sitter(member=who.member))


def card(seat: MarketSeat, side: str, words: str) -> MarketCard:
    """A card, written while it may be."""
    return actions.add_card(seat=seat, side=side, words=words, no_extra_work=False, key=f"{side}-{words}"[:36])


def phone(seat: MarketSeat) -> Client:
    """A browser that holds this seat."""
    client = Client()
    client.cookies[access.cookie_of(seat.market)] = access.seat_token(seat)
    return client


def url(name: str, market: Market, **more: object) -> str:
    """A path in this market's room."""
    return reverse(f"swap:{name}", kwargs={"code": market.code, **more})


def ring_of_three(cast: Cast, names: Sequence[Player | str]) -> tuple[Market, list[MarketSeat]]:
    """A room of three in which only a loop of all three is possible: photographs, cakes, accounts."""
    market = opened(cast, "needs")
    seats = [seated(market, who) for who in names]
    services = ("An hour of photographs", "A birthday cake", "My books kept")
    for at, seat in enumerate(seats):
        card(seat, "give", services[at])
        card(seat, "need", services[at - 1])
    return led_to(cast, market, "loops"), seats
