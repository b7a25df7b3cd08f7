"""The cast fits together, so that a test may rely on it without saying so again."""

import pytest
from django.contrib.contenttypes.models import ContentType

from hometeam.members.models import Member, Need, Offer, Person
from tests.cast import Cast, client_of
from tests.emptied import empty


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


@pytest.mark.django_db(transaction=True)
def test_of_what_is_committed_nothing_stays_for_the_next_test_but_what_migrating_wrote(cast: Cast) -> None:
    empty()
    assert not any(model.objects.exists() for model in (Person, Member, Need))
    assert ContentType.objects.exists()
