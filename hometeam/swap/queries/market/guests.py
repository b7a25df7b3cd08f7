"""Loops that were agreed in a room with a guest in them, until everybody in them has joined."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from hometeam.members.models import Community, Member
from hometeam.swap.models import MarketLeg, MarketLoop


@dataclass(frozen=True, slots=True)
class WithGuests:
    """Such a loop as one of its members sees it; `guests` are the names of those who have not joined."""

    loop: MarketLoop
    member: Member
    gives: str
    to: str
    gets: str
    by: str
    guests: tuple[str, ...]


def agreed_with_guests() -> QuerySet[MarketLoop]:
    """All of them whose guests are not forgotten yet."""
    found = MarketLoop.objects.filter(state=MarketLoop.State.AGREED, loop=None, market__guests_erased_at=None)
    return found.select_related("market__community")


def with_guests_of(loop: MarketLoop) -> list[WithGuests]:
    """One of them as each of its members sees it."""
    return _seen(_legs().filter(loop=loop))


def that_wait_for_guests(member: Member, community: Community) -> list[WithGuests]:
    """A member's own of markets that are closing or over: one query."""
    mine = agreed_with_guests().filter(market__community=community, legs__giver__member=member)
    mine = mine.filter(market__stage="closing") | mine.filter(market__ended_at__isnull=False)
    return [one for one in _seen(_legs().filter(loop__in=mine.values("pk"))) if one.member == member]


def _legs() -> QuerySet[MarketLeg]:
    parts = ("loop__market__community", "giver__member", "receiver__member")
    return MarketLeg.objects.select_related(*parts).order_by("loop", "place")


def _seen(legs: Iterable[MarketLeg]) -> list[WithGuests]:
    some = list(legs)
    into = {(leg.loop_id, leg.receiver_id): leg for leg in some}
    guests: dict[int, list[str]] = {}
    for leg in some:
        if leg.giver.member is None or not leg.giver.member.is_claimed:
            guests.setdefault(leg.loop_id, []).append(leg.giver.called)
    return [
        WithGuests(
            loop=leg.loop,
            member=leg.giver.member,
            gives=leg.words,
            to=leg.receiver.called,
            gets=into[leg.loop_id, leg.giver_id].words,
            by=into[leg.loop_id, leg.giver_id].giver.called,
            guests=tuple(guests.get(leg.loop_id, ())),
        )
        for leg in some
        if leg.giver.member is not None and leg.giver.member.is_claimed
    ]
