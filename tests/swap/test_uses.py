"""Counting down and back for loops: once for each leg, however often it is tried."""

from __future__ import annotations

from datetime import timedelta

from hometeam.foundation.clock import now, today
from hometeam.swap.actions import put_back_one, take_one
from hometeam.swap.models import Leg, Listing, Loop
from hometeam.swap.queries.left import left
from tests.cast import Cast
from tests.swap.boards import fresh, gives, needs


def legs(cast: Cast, gives_it: Listing, needs_it: Listing, n: int) -> list[Leg]:
    """As many loops in which the one listing goes to the other."""
    found = []
    for _nth in range(n):
        loop = Loop.objects.create(community=cast.community, deadline_at=now() + timedelta(days=3))
        between = {"giver": gives_it.member, "receiver": needs_it.member, "gives": gives_it, "needs": needs_it}
        found.append(Leg.objects.create(loop=loop, place=0, words="Cakes", unit="pieces", **between))
    return found


def test_a_leg_takes_one_however_often_it_is_tried(cast: Cast) -> None:
    cakes = gives(cast.bo, "Cakes", often="times", times=3)
    one, two = legs(cast, cakes, needs(cast.cy, "Cakes"), 2)
    assert [take_one(listing=cakes, leg=one), take_one(listing=cakes, leg=one)] == [True, False]
    assert left(cakes) == 2
    take_one(listing=cakes, leg=two)
    assert (left(cakes), fresh(cakes).state) == (1, "on")


def test_the_last_time_takes_it_off_the_board_and_giving_it_back_puts_it_there(cast: Cast) -> None:
    cakes = gives(cast.bo, "Cakes")
    (leg,) = legs(cast, cakes, needs(cast.cy, "Cakes"), 1)
    take_one(listing=cakes, leg=leg)
    assert fresh(cakes).state == "done"
    assert [put_back_one(listing=cakes, leg=leg), put_back_one(listing=cakes, leg=leg)] == [True, False]
    assert (left(cakes), fresh(cakes).state) == (1, "on")


def test_a_need_is_met_once_and_stands_anew_when_its_leg_fails(cast: Cast) -> None:
    wanted = needs(cast.cy, "Cakes")
    (leg,) = legs(cast, gives(cast.bo, "Cakes"), wanted, 1)
    take_one(listing=wanted, leg=leg)
    Listing.objects.filter(pk=wanted.pk).update(expires_on=today("UTC") - timedelta(days=3))
    put_back_one(listing=wanted, leg=leg)
    there = fresh(wanted)
    assert there.state == "on" and there.expires_on is not None and there.expires_on > today("UTC")


def test_what_its_member_took_away_stays_away(cast: Cast) -> None:
    cakes = gives(cast.bo, "Cakes", often="times", times=2)
    (leg,) = legs(cast, cakes, needs(cast.cy, "Cakes"), 1)
    take_one(listing=cakes, leg=leg)
    Listing.objects.filter(pk=cakes.pk).update(state="away")
    put_back_one(listing=cakes, leg=leg)
    assert fresh(cakes).state == "away"


def test_nothing_is_given_back_that_was_not_taken(cast: Cast) -> None:
    cakes = gives(cast.bo, "Cakes")
    (leg,) = legs(cast, cakes, needs(cast.cy, "Cakes"), 1)
    assert not put_back_one(listing=cakes, leg=leg)
    assert left(cakes) == 1
