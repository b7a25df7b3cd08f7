"""Everyone's best introductions, before anybody has filled in anything."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hometeam.foundation import clock
from hometeam.ledger.models import Act
from hometeam.members.models import Member, Membership
from hometeam.organise.queries.introductions import nothing_known
from tests.cast import Cast, client_of, make_member, offers
from tests.organise.lists import STREET, bring, csv_of

pytestmark = pytest.mark.django_db
PAGE = "/c/elm-street/organise/introductions"


@pytest.fixture
def gus(cast: Cast) -> Client:
    return client_of(cast.gus.person)


def test_each_member_is_shown_whom_to_meet_and_why(gus: Client) -> None:
    found = {one.member.name: one.suggestion for one in gus.get(PAGE).context["found"]}
    ann = found["Ann Photographs"]
    assert ann is not None
    assert ann.shared_reasons
    assert ann.member.name in gus.get(PAGE).content.decode()


def test_members_who_only_came_with_a_list_have_introductions_too(gus: Client) -> None:
    bring(csv_of(*STREET))
    found = {one.member.name: one.suggestion for one in gus.get(PAGE + "?q=florist").context["found"]}
    assert found["Moss & Fern"] is not None


def test_who_has_nobody_yet_can_be_looked_at_alone(cast: Cast, gus: Client) -> None:
    members = {one.member for one in cast.street}
    Act.objects.create(
        giver=cast.ann.member,
        receiver=cast.bo.member,
        community=cast.community,
        kind="coffee",
        group="cheer",
        happened_on=clock.now(),
    )
    page = gus.get(PAGE + "?state=alone")
    assert {one.member for one in page.context["found"]} == members - {cast.ann.member, cast.bo.member}
    assert not gus.get(PAGE + "?state=alone&q=Ann").context["found"]


def test_a_search_that_finds_nobody_does_not_say_that_nobody_is_here(gus: Client) -> None:
    html = gus.get(PAGE + "?q=zeppelin").content.decode()
    assert "Nobody like that" in html
    assert "Bring in your member list" not in html


def test_who_is_the_first_here_is_said_to_be_alone(gus: Client, cast: Cast) -> None:
    Membership.objects.filter(community=cast.community).exclude(member=cast.ann.member).delete()
    assert "Nobody else is here yet." in gus.get(PAGE).content.decode()


def test_what_somebody_does_is_known_by_an_offer_too(cast: Cast) -> None:
    quiet, baker = make_member("Quiet Corner", cast.community), make_member("Bread", cast.community)
    offers(baker, "bakery")
    assert nothing_known([quiet, baker]) == {quiet.pk}


def test_one_click_leads_to_the_proposal_in_the_members_name(cast: Cast, gus: Client) -> None:
    (one,) = gus.get(PAGE + "?q=photographer").context["found"]
    data = {"member": cast.ann.member.pk, "next": one.propose_url}
    response = gus.post("/c/elm-street/act-for", data, follow=True)
    assert response.status_code == 200
    assert response.context["request"].viewer.member == cast.ann.member
    assert one.suggestion.member.name in response.content.decode()


def test_the_proposal_has_the_address_that_came_with_the_list(cast: Cast, gus: Client) -> None:
    bring(csv_of(*STREET))
    offers(cast.ann.member, "florist")
    moss, ann = Member.objects.get(name="Moss & Fern"), cast.ann.member
    way = f"/c/elm-street/organise/propose-to/{moss.pk}?kind=coffee"
    response = gus.post("/c/elm-street/act-for", {"member": ann.pk, "next": way}, follow=True)
    assert response.context["form"]["email"].value() == "moss@example.org"
    assert all("moss@example.org" not in address for address, _status in response.redirect_chain)
    other = gus.get(f"/c/elm-street/together/propose?to={Member.objects.get(name='The Blue Door').pk}&kind=coffee")
    assert other.context["form"]["email"].value() == ""


def test_a_proposal_without_an_address_waits_where_the_lists_is_at_hand(cast: Cast, gus: Client) -> None:
    bring(csv_of(*STREET))
    moss = Member.objects.get(name="Moss & Fern")
    gus.post("/c/elm-street/act-for", {"member": cast.ann.member.pk})
    address = f"/c/elm-street/together/propose?to={moss.pk}&kind=coffee"
    form = gus.get(address).context["form"]
    said = {
        "to": moss.pk,
        "kind": "coffee",
        "moment": form.fields["moment"].choices[0][0],
        "words": "A coffee?",
        "email": "",
    }
    assert "Kept." in gus.post(address, said, follow=True).content.decode()
    home = gus.get("/c/elm-street/organise/").content.decode()
    assert "Ann Photographs would like to meet Moss &amp; Fern" in home
    rows = gus.get(f"/c/elm-street/organise/invite?member={moss.pk}").context["rows"]
    assert [row["email"] for row in rows if row["member"] == moss] == ["moss@example.org"]


def test_whom_one_does_not_organise_one_is_not_led_to(cast: Cast, gus: Client) -> None:
    assert gus.get(f"/c/elm-street/organise/propose-to/{cast.eve.member.pk}?kind=coffee").status_code == 404
    way = f"/c/elm-street/organise/propose-to/{cast.bo.member.pk}?kind=coffee"
    assert client_of(cast.ann.person).get(way).status_code == 404


def test_the_page_needs_no_more_queries_in_a_larger_community(
    cast: Cast, gus: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        make_member(f"Shop {number}", cast.community)
    gus.get(PAGE)
    with django_assert_max_num_queries(10):
        gus.get(PAGE)
