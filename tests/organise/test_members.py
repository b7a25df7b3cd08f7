"""Organisers look after members: find them, add them, hand them over, take them out and let them in again."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hometeam.foundation import clock
from hometeam.foundation.models import Notice
from hometeam.members.actions import leave, tell_taken_out
from hometeam.members.models import Member, Membership, Place, Seat
from hometeam.organise.actions import make_community
from hometeam.organise.models import Contact
from tests.cast import Cast, client_of, make_member
from tests.organise.lists import STREET, bring, csv_of

pytestmark = pytest.mark.django_db
TRADES = "/c/elm-street/organise/trades"
LIST = "/c/elm-street/organise/members"
NEW = {"name": "Moss & Fern", "kind": "business", "trade": "florist", "street": "3 Elm Street", "city": "Langley"}


@pytest.fixture
def gus(cast: Cast) -> Client:
    return client_of(cast.gus.person)


def listed(client: Client, query: str = "") -> list[str]:
    return [member.name for member in client.get(LIST + query).context["page"]]


def test_members_are_listed_by_name_with_how_they_stand(cast: Cast, gus: Client) -> None:
    bring(csv_of(STREET[0]))
    assert listed(gus) == sorted(listed(gus))
    assert "Moss & Fern" in listed(gus, "?state=unclaimed")
    assert "Moss & Fern" not in listed(gus, "?state=claimed")


def test_members_are_found_by_trade(gus: Client) -> None:
    assert listed(gus, "?q=bakery") == ["Bo’s Bakery"]


def test_members_of_another_community_are_not_listed(gus: Client) -> None:
    assert listed(gus, "?q=kites") == []


def test_a_member_added_by_hand_is_unclaimed_and_its_services_are_guessed(gus: Client) -> None:
    gus.post(LIST + "/add", NEW | {"email": "moss@example.org"})
    member = Member.objects.get(name="Moss & Fern")
    assert not member.is_claimed
    assert all(member.offers.values_list("guessed", flat=True))
    assert member.offers.filter(service="florist").exists()
    assert Contact.objects.get(member=member).email == "moss@example.org"
    assert listed(gus, "?q=moss") == ["Moss & Fern"]


def test_of_a_member_who_works_from_home_no_street_is_kept(gus: Client) -> None:
    gus.post(LIST + "/add", NEW | {"at_home": "on", "kind": "solopreneur"})
    place = Place.objects.get(member__name="Moss & Fern")
    assert (place.kind, place.street) == ("home", "")


def test_a_name_is_needed_and_said_beside_the_field(gus: Client) -> None:
    response = gus.post(LIST + "/add", NEW | {"name": " "})
    assert response.status_code == 422
    assert not Member.objects.filter(trade_words="florist").exists()


def test_a_member_taken_out_can_be_let_in_again(cast: Cast, gus: Client) -> None:
    pk = cast.cy.member.pk
    gus.post(f"{LIST}/{pk}/remove")
    assert "Cy Keeps Books" not in listed(gus)
    assert listed(gus, "?state=removed") == ["Cy Keeps Books"]
    gus.post(f"{LIST}/{pk}/put-back")
    assert "Cy Keeps Books" in listed(gus)
    assert tell_taken_out(now=clock.now() + timedelta(minutes=11)) == 0


def test_whoever_is_taken_out_is_told_once_and_where_to_turn_and_who_leaves_is_not(cast: Cast, gus: Client) -> None:
    gus.post(f"{LIST}/{cast.cy.member.pk}/remove")
    leave(by=cast.bo.viewer.actor, member=cast.bo.member, community=cast.community)
    assert tell_taken_out(now=clock.now()) == 0

    for minutes in (11, 21):
        assert tell_taken_out(now=clock.now() + timedelta(minutes=minutes)) == 1

    told = Notice.objects.get(key__startswith="members.taken_out")
    assert (told.person, told.subject) == (cast.cy.person, "Cy Keeps Books is no longer in Elm Street")
    assert told.lines[-1] == f"If you think that it is a mistake, ask there: {cast.gus.person.name}."


def test_an_organiser_hands_a_member_to_its_person(cast: Cast, gus: Client) -> None:
    shop = make_member("Moss & Fern", cast.community)
    gus.post(f"{LIST}/{shop.pk}/claim", {"claim-email": "moss@example.org"})
    assert Seat.objects.get(member=shop).person.email == "moss@example.org"


def test_a_claimed_member_is_not_handed_to_somebody_else(cast: Cast, gus: Client) -> None:
    response = gus.post(f"{LIST}/{cast.bo.member.pk}/claim", {"claim-email": "eve@example.org"})
    assert response.status_code == 422
    assert "has its people already" in response.content.decode()


def test_an_address_typed_by_an_organiser_outlives_the_next_import(cast: Cast, gus: Client) -> None:
    bring(csv_of(STREET[0]))
    shop = Member.objects.get(name="Moss & Fern")
    gus.post(f"{LIST}/{shop.pk}/address", {"address-email": "fern@example.org"})
    bring(csv_of((STREET[0][0], "bookkeeping", *STREET[0][2:])))
    assert Contact.objects.get().email == "fern@example.org"


@pytest.mark.parametrize("step", ["", "/address", "/claim", "/remove", "/put-back"])
def test_a_member_of_another_community_is_not_there(cast: Cast, gus: Client, step: str) -> None:
    url = f"{LIST}/{cast.eve.member.pk}{step}"
    response = gus.post(url) if step else gus.get(url)
    assert response.status_code == 404
    assert Membership.objects.get(member=cast.eve.member).state == Membership.State.HERE


def test_the_list_needs_few_queries(
    cast: Cast, gus: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        make_member(f"Shop {number}", cast.community)
    with django_assert_max_num_queries(10):
        gus.get(LIST)


@pytest.mark.parametrize("page", ["members?q=moss", "members/{pk}"])
def test_one_click_shows_who_fits_a_shop_that_nobody_has_claimed(gus: Client, page: str) -> None:
    bring(csv_of(*STREET))
    shop = Member.objects.get(name="Moss & Fern")
    html = gus.get(f"/c/elm-street/organise/{page.format(pk=shop.pk)}").content.decode()
    assert "See who fits" in html
    assert '<input type="hidden" name="next" value="/c/elm-street/fits">' in html
    response = gus.post("/c/elm-street/act-for", {"member": shop.pk, "next": "/c/elm-street/fits"}, follow=True)
    assert response.redirect_chain[-1][0] == "/c/elm-street/fits"
    assert response.context["request"].viewer.member == shop
    assert response.status_code == 200


def taken_for(member: Member) -> set[str]:
    return set(member.offers.values_list("service", flat=True))


def test_what_many_members_do_is_written_in_at_once(cast: Cast, gus: Client) -> None:
    bring(csv_of(("Elm 5", ""), ("Oak 7", "Widgets"), ("Ash 9", "florist"), header=("Name", "What they do")))
    elm, oak, ash = (Member.objects.get(name=name) for name in ("Elm 5", "Oak 7", "Ash 9"))
    assert [row["member"] for row in gus.get(TRADES).context["rows"]] == [elm, oak]
    typed = {f"trade_{elm.pk}": "bookkeeping", f"trade_{oak.pk}": "Widgets", f"trade_{ash.pk}": "bakery"}
    said = gus.post(TRADES, typed, follow=True).content.decode()
    assert "What 2 members do is written in." in said
    assert taken_for(elm) == {"bookkeeping"}
    assert taken_for(ash) == {"bakery"}
    assert "florist" not in set(ash.needs.values_list("service", flat=True))
    ash.refresh_from_db()
    assert (ash.trade_words, ash.one_line) == ("bakery", "Bakery")
    assert listed(gus, "?q=bookkeeping") == ["Elm 5"]
    assert [row["member"] for row in gus.get(TRADES).context["rows"]] == [oak]


def test_what_was_written_in_outlives_the_next_list(gus: Client) -> None:
    bring(csv_of(("Ash 9", "florist", "1 Elm Street"), header=("Name", "What they do", "Street")))
    ash = Member.objects.get(name="Ash 9")
    gus.post(TRADES, {f"trade_{ash.pk}": "bakery"})
    bring(csv_of(("Ash 9", "florist", "1 Elm Street", "Langley"), header=("Name", "What they do", "Street", "Town")))
    ash.refresh_from_db()
    assert (ash.trade_words, taken_for(ash)) == ("bakery", {"bakery"})


def test_what_somebody_said_themselves_is_not_written_over(cast: Cast, gus: Client) -> None:
    bring(csv_of(("Ash 9", "florist"), header=("Name", "What they do")))
    ash = Member.objects.get(name="Ash 9")
    ash.offers.create(service="coach", words="", guessed=False)
    typed = {f"trade_{member.pk}": "bakery" for member in (ash, cast.bo.member, cast.eve.member)}
    before = {member.pk: (member.trade_words, taken_for(member)) for member in (cast.bo.member, cast.eve.member)}
    gus.post(TRADES, typed | {"trade_x": "bakery", "trade_99999999999999999999": "bakery"})
    assert taken_for(ash) == {"bakery", "coach"}
    for member in (cast.bo.member, cast.eve.member):
        member.refresh_from_db()
        assert (member.trade_words, taken_for(member)) == before[member.pk]


def test_a_line_left_as_it_was_does_not_write_over_what_somebody_else_wrote_meanwhile(gus: Client) -> None:
    bring(csv_of(("Ash 9", "florist"), ("Oak 7", "florist"), header=("Name", "What they do")))
    ash, oak = (Member.objects.get(name=name) for name in ("Ash 9", "Oak 7"))
    assert f'name="was_{ash.pk}" value="florist"' in gus.get(TRADES + "?state=all").content.decode()
    gus.post(TRADES, {f"trade_{ash.pk}": "bakery", f"was_{ash.pk}": "florist"})
    gus.post(
        TRADES,
        {
            f"trade_{ash.pk}": "florist",
            f"was_{ash.pk}": "florist",
            f"trade_{oak.pk}": "bookkeeping",
            f"was_{oak.pk}": "florist",
        },
    )
    assert (taken_for(ash), taken_for(oak)) == ({"bakery"}, {"bookkeeping"})


def test_a_page_of_trades_needs_few_queries(gus: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    bring(csv_of(*((f"Shop {number}", "florist") for number in range(25)), header=("Name", "What they do")))
    with django_assert_max_num_queries(12):
        assert len(gus.get(TRADES + "?state=all").context["rows"]) == 25


def test_where_nobody_is_yet_there_is_a_way_to_bring_them_in(cast: Cast) -> None:
    empty = make_community(person=cast.gus.person, name="Empty Lane")
    page = client_of(cast.gus.person).get(f"/c/{empty.slug}/organise/trades").content.decode()
    assert "Nobody is here yet." in page and "known of everybody" not in page
