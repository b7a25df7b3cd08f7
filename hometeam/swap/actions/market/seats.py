"""Taking a seat in the room, by phone or on paper, and giving it back."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F

from hometeam.engine.market import Deed, NotNow, check
from hometeam.foundation import limits
from hometeam.foundation.clock import now
from hometeam.foundation.text import shorten
from hometeam.members.models import Member
from hometeam.swap.actions.market.cards import write
from hometeam.swap.actions.market.loops import look_again, undo
from hometeam.swap.actions.market.notices import tell_wishes
from hometeam.swap.actions.market.turn import hold, stir
from hometeam.swap.models import Market, MarketLeg, MarketSeat

MOST_SEATS = 150
COMERS, WITHIN = 300, timedelta(minutes=30)
"""So many may sit down in a stretch: a café's phones share one address, so that only the room can be counted."""


class Full(Exception):
    """There is no seat left, or too many came at once."""


@dataclass(frozen=True, slots=True)
class Sitter:
    """Who sits down: a member, or a guest with a name and, to be invited afterwards, an address.

    `key` is the phone's: sent twice, it is one seat.
    """

    name: str = ""
    member: Member | None = None
    email: str = ""
    key: str = ""
    on_paper: bool = False


@transaction.atomic
def sit(*, market: Market, sitter: Sitter) -> MarketSeat:
    """A seat for this market, or the one that is theirs already. Raises Full, and NotNow once nobody comes any more."""
    held = hold(market.pk)
    before = _before(held, sitter)
    if before is not None:
        return _back(before)
    held = hold(market.pk, Deed.SIT)
    _count(held)
    Market.objects.filter(pk=held.pk).update(seats_given=F("seats_given") + 1)
    seat = MarketSeat.objects.create(
        market=held,
        number=held.seats_given + 1,
        member=sitter.member,
        name="" if sitter.member else shorten(sitter.name, 60),
        email=sitter.email.strip().lower(),
        wants_letter=bool(sitter.email),
        is_guest=sitter.member is None,
        on_paper=sitter.on_paper,
        nonce=secrets.token_hex(16),
        key=sitter.key[:36],
    )
    stir(held)
    return seat


def _before(market: Market, sitter: Sitter) -> MarketSeat | None:
    if sitter.member is not None:
        return market.seats.filter(member=sitter.member).first()
    return market.seats.taken().filter(key=sitter.key[:36]).first() if sitter.key else None


def _back(seat: MarketSeat) -> MarketSeat:
    """A member who was sent away, or gave the seat back, may not take it again; all others find theirs."""
    if seat.removed_at is not None:
        raise Full
    return seat


def _count(market: Market) -> None:
    if market.seats.taken().count() >= MOST_SEATS:
        raise Full
    try:
        limits.spend(f"swap.market.sit:{market.pk}", amount=COMERS, per=WITHIN)
    except limits.LimitReached as reached:
        raise Full from reached


@transaction.atomic
def wish_letter(*, seat: MarketSeat, email: str) -> None:
    """A guest would like to be invited, at this address: at the end, or as long after it as guests are kept, when the
    organisers are told, for they have gone home. Raises NotNow.
    """
    market = hold(seat.market_id)
    if market.is_open:
        check(market.sitting, Deed.KEEP)
    elif market.guests_erased_at is not None:
        raise NotNow
    guests = market.seats.taken().filter(pk=seat.pk, is_guest=True, member=None)
    if guests.update(email=email.strip().lower(), wants_letter=True) and not market.is_open:
        tell_wishes(market)
    stir(market, seats=[seat.pk])


def remove_seat(*, seat: MarketSeat, by_itself: bool = False) -> None:
    """The seat is empty: its cards and hearts are gone, and those with whom it was in a loop are looked at anew.

    A member who goes `by_itself` may come in again, in another seat.
    """
    if _removed(seat, by_itself):
        look_again(seat.market_id)


@transaction.atomic
def _removed(seat: MarketSeat, by_itself: bool) -> bool:
    """Empty it; returns whether a loop fell apart."""
    market = hold(seat.market_id)
    if not MarketSeat.objects.filter(pk=seat.pk, removed_at=None).update(removed_at=now()):
        return False
    undone = undo(market, MarketLeg.objects.filter(giver=seat))
    seat.hearts.all().delete()
    seat.cards.all().delete()
    kept = None if by_itself else seat.member
    MarketSeat.objects.filter(pk=seat.pk).update(name="", email="", wants_letter=False, member=kept)
    stir(market, everybody=True)
    return undone


@transaction.atomic
def let_back(*, seat: MarketSeat) -> None:
    """A member who was sent away has its seat again, without the cards. Guests take a new one."""
    market = hold(seat.market_id)
    if MarketSeat.objects.filter(pk=seat.pk, member__isnull=False).update(removed_at=None):
        stir(market, everybody=True)


@transaction.atomic
def make_own(*, seat: MarketSeat, member: Member) -> None:
    """A guest's seat is this member's, who sat down in it before signing in. Raises Full where the member has another,
    and where the guests of the market are forgotten.
    """
    market = hold(seat.market_id)
    if market.guests_erased_at is not None or market.seats.filter(member=member).exists():
        raise Full
    guests = market.seats.taken().filter(pk=seat.pk, is_guest=True, member=None)
    if guests.update(member=member, is_guest=False, name="", email="", wants_letter=False):
        stir(market, everybody=True)


@transaction.atomic
def write_on_paper(*, market: Market, sitter: Sitter, gives: Sequence[str], needs: Sequence[str]) -> MarketSeat:
    """Somebody without a phone, with all cards at once: a line each; a star at its end says "no extra work for me".

    Raises Full, NotNow, and TooMany where there are more lines than one seat may have cards.
    """
    hold(market.pk, Deed.TYPE)
    seat = sit(market=market, sitter=sitter)
    for side, lines in (("give", gives), ("need", needs)):
        for number, line in enumerate(lines):
            key = f"{sitter.key[:24]}-{side}-{number}"
            words, easy = line.rstrip("* "), line.rstrip().endswith("*")
            write(seat=seat, side=side, words=words, no_extra_work=easy, key=key, deed=Deed.TYPE)
    return seat
