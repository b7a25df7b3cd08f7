"""What the clock does: markets that nobody ended end, guests are forgotten, and so are names of members who closed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from hometeam.foundation import journal
from hometeam.members.actions import gone_lately, put_right, unnamed
from hometeam.swap.actions.market.closing import settle
from hometeam.swap.actions.market.notices import tell_not_joined
from hometeam.swap.actions.market.turn import hold, stir
from hometeam.swap.models import Market, MarketCard, MarketHeart, MarketLeg
from hometeam.swap.models.market import GUESTS_KEPT
from hometeam.swap.queries.market.guests import agreed_with_guests

LONGEST = timedelta(hours=12)


def close_forgotten(at: datetime) -> int:
    """End markets that were opened half a day ago; returns how many."""
    late = Market.objects.filter(ended_at=None, opened_at__lt=at - LONGEST).values_list("pk", flat=True)
    return sum(_close(pk, at) for pk in list(late))


@transaction.atomic
def _close(pk: int, at: datetime) -> bool:
    market = hold(pk)
    if market.ended_at is not None:
        return False
    market.ended_at, market.ends_at = at, None
    market.save(update_fields=["ended_at", "ends_at"])
    settle(market=market)
    stir(market, everybody=True)
    journal.record(actor=journal.NOBODY, verb="swap.market_ended", object=market, community_id=market.community_id)
    return True


def erase_guests(at: datetime) -> int:
    """Forget the guests of markets that ended a week ago: names, addresses, cards, hearts; returns of how many markets.

    What a member gave to or got from one stays without their words.
    """
    over = Market.objects.filter(guests_erased_at=None, ended_at__lt=at - GUESTS_KEPT).values_list("pk", flat=True)
    return sum(_erase(pk, at) for pk in list(over))


@transaction.atomic
def _erase(pk: int, at: datetime) -> bool:
    market = hold(pk)
    if market.guests_erased_at is not None:
        return False
    for loop in agreed_with_guests().filter(market=market):
        tell_not_joined(loop)
    guests = market.seats.filter(is_guest=True)
    theirs = Q(giver__in=guests) | Q(card__seat__in=guests)
    MarketLeg.objects.filter(theirs, loop__market=market).update(words="")
    MarketHeart.objects.filter(seat__in=guests).delete()
    MarketCard.objects.filter(seat__in=guests).delete()
    guests.update(name="", email="", wants_letter=False, member=None, nonce="", key="")
    Market.objects.filter(pk=pk).update(guests_erased_at=at)
    return True


def forget_market_names() -> int:
    """Cards and loops say the names of members who closed lately no more; returns how many did."""
    found = 0
    for member in gone_lately():
        words = unnamed(member)
        rooms = Market.objects.filter(seats__member=member)
        found += put_right(MarketCard.objects.filter(market__in=rooms), ("words",), words)
        found += put_right(MarketLeg.objects.filter(loop__market__in=rooms), ("words",), words)
    return found
