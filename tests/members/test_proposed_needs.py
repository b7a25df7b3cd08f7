"""What others of one's trade look for, proposed to be confirmed with a tap."""

from __future__ import annotations

from typing import Any

import pytest

from hometeam.members.models import Need
from hometeam.members.queries import asked_here
from hometeam.members.queries.owning import own_page
from tests.cast import Cast, client_of, make_member, needs, offers

pytestmark = pytest.mark.django_db


def proposed(cast: Cast) -> asked_here.Proposed:
    return asked_here.proposed_needs(own_page(cast.bo.member))


def bakers(cast: Cast, *wanted: str) -> None:
    """A few more bakers, each looking for these."""
    for number in range(3):
        baker = make_member(f"Baker {number}", cast.community)
        offers(baker, "bakery")
        needs(baker, *wanted)


def test_while_few_have_spoken_it_is_what_such_trades_usually_buy(cast: Cast) -> None:
    bakers(cast, "accountant")
    found = proposed(cast)
    assert not found.here and 0 < len(found.services) <= 4


def test_once_enough_have_it_is_what_members_of_the_trade_here_ask_for(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    bakers(cast, "accountant")
    alone = make_member("Baker alone", cast.community)
    offers(alone, "bakery")
    needs(alone, "plumber")
    needs(alone, "florist", guessed=True)
    monkeypatch.setattr(asked_here, "ENOUGH", 4)
    found = proposed(cast)
    assert found.here
    assert [service for service, _title in found.services] == ["accountant"]


def test_what_one_does_or_has_said_already_is_not_proposed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    bakers(cast, "accountant", "photographer", "bakery")
    monkeypatch.setattr(asked_here, "ENOUGH", 4)
    assert [service for service, _title in proposed(cast).services] == ["accountant"]


def test_one_tap_confirms_it(cast: Cast, django_assert_max_num_queries: Any) -> None:
    browser, address = client_of(cast.bo.person), f"/me/{cast.bo.member.pk}/needs"
    with django_assert_max_num_queries(10):
        service, title = browser.get(address).context["proposed"].services[0]
    said = browser.post(f"{address}/add", {"kind": "want", "service": service, "next": address}, follow=True)
    need = Need.objects.get(member=cast.bo.member, service=service)
    assert (need.kind, need.guessed, need.words) == ("want", False, "")
    assert title in said.content.decode()
    assert service not in dict(said.context["proposed"].services)


def test_a_service_that_nobody_proposed_is_not_taken(cast: Cast) -> None:
    client_of(cast.bo.person).post(f"/me/{cast.bo.member.pk}/needs/add", {"kind": "want", "service": "<b>magic</b>"})
    assert cast.bo.member.needs.count() == 1


def test_what_was_typed_stays_beside_what_it_was_taken_for_and_can_be_put_right(cast: Cast) -> None:
    browser, pk = client_of(cast.ann.person), cast.ann.member.pk
    browser.post(f"/me/{pk}/offers/add", {"words": "headshots with a smile", "how": "any"})
    mine = cast.ann.member.offers.filter(words="headshots with a smile")
    browser.post(f"/me/{pk}/offers/{mine.get().pk}/take", {"said": "bakery"})
    shown = browser.get(f"/me/{pk}/offers").content.decode()
    assert "headshots with a smile" in shown and "We took this as: Bakery" in shown
    said = browser.post(f"/me/{pk}/offers/{mine.get().pk}/take", {"said": "xqzzy"}, follow=True)
    assert "Try the word that stands on a shop sign" in said.content.decode()
    assert mine.get().service == "bakery"
