"""The cast fits together, so that a test may rely on it without saying so again."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction

from hometeam.members.models import (
    Audience,
    Channel,
    Community,
    Member,
    Membership,
    Need,
    Offer,
    OrganiserSeat,
    Person,
    Place,
    Seat,
)
from tests.cast import LONG_AGO, Cast, client_of, elm_street, make_member
from tests.remembered import Remembered

only_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="other databases give out a number only once")


def test_everybody_on_the_street_has_an_owner_an_offer_a_need_and_a_place(cast: Cast) -> None:
    for player in cast.street:
        assert player.member.seats.get().person == player.person
        assert player.member.offers.exists() and player.member.needs.exists()
        assert player.member.place.city == "Langley"


def test_for_each_need_on_the_street_somebody_there_offers_it(cast: Cast) -> None:
    offered = set(Offer.objects.filter(member__memberships__community=cast.community).values_list("service", flat=True))
    needed = set(Need.objects.filter(member__memberships__community=cast.community).values_list("service", flat=True))
    assert needed <= offered


def test_a_client_is_signed_in(cast: Cast) -> None:
    assert client_of(cast.ann.person).session["_auth_user_id"] == str(cast.ann.person.pk)


def rows() -> list[object]:
    """All that the cast is, without what is drawn by lot or dated by the clock."""
    people: list[Any] = [Community, Person, Member, Membership, OrganiserSeat, Seat]
    profiles: list[Any] = [Offer, Need, Audience, Place, Channel]
    aside = {"password", "joined_at", "made_at", "changed_at", "since_at"}
    found = [row for kind in people + profiles for row in kind.objects.order_by("pk").values()]
    return [{key: value for key, value in row.items() if key not in aside} for row in found]


@only_sqlite
def test_the_cast_is_written_again_as_it_was_at_the_moment_that_it_is(db: None) -> None:
    remembered, found = Remembered(elm_street), []
    for moment in (LONG_AGO + timedelta(days=1), LONG_AGO + timedelta(days=4)):
        with time_machine.travel(moment, tick=False), transaction.atomic():
            cast = remembered()
            found.append(rows())
            assert cast.ann.member == Member.objects.get(name="Ann Photographs")
            assert cast.ann.community is cast.community
            assert cast.bo.person.joined_at == Person.objects.get(name="Bo").joined_at == moment
            assert cast.bo.member.claimed_at == LONG_AGO
            transaction.set_rollback(True)
    assert found[0] == found[1]


def test_after_other_members_it_is_written_anew(db: None) -> None:
    remembered = Remembered(elm_street)
    with transaction.atomic():
        remembered()
        transaction.set_rollback(True)

    make_member("Zoe")
    cast = remembered()

    assert Member.objects.get(pk=cast.ann.member.pk).name == "Ann Photographs"
    assert cast.ann.member.seats.get().person == cast.ann.person


@only_sqlite
def test_whoever_does_more_than_write_rows_is_not_remembered(db: None) -> None:
    make_member("Zoe")
    with pytest.raises(AssertionError, match="only what inserts"):
        Remembered(lambda: Member.objects.update(name="Zora"))()


def test_where_all_is_kept_at_once_it_is_written_anew(transactional_db: None) -> None:
    remembered = Remembered(elm_street)
    assert remembered().ann.member.seats.get().person.name == "Ann"
    assert remembered.known == {}
