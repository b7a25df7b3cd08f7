"""Barter: the board of offers and needs, how a community and a member hold it, and the loops that come of it."""

from hometeam.swap.models.board import Listing, ListingQuerySet, Pace, Rules
from hometeam.swap.models.loops import Leg, Loop, LoopQuerySet, Refused, Round, RoundPart
from hometeam.swap.models.market import Market, MarketCard, MarketHeart, MarketLeg, MarketLoop, MarketSeat
from hometeam.swap.models.uses import Use
from hometeam.swap.models.value import SetOff, SetOffLine, Transfer, TransferQuerySet

__all__ = [
    "Leg",
    "Listing",
    "ListingQuerySet",
    "Loop",
    "LoopQuerySet",
    "Market",
    "MarketCard",
    "MarketHeart",
    "MarketLeg",
    "MarketLoop",
    "MarketSeat",
    "Pace",
    "Refused",
    "Round",
    "RoundPart",
    "Rules",
    "SetOff",
    "SetOffLine",
    "Transfer",
    "TransferQuerySet",
    "Use",
]
