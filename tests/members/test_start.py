"""The guided start: one question a page, each answer saved."""

import pytest
from django.test import Client

from hometeam.members.models import Member, Membership, Need, Offer, Person, Place
from tests.cast import Cast, client_of, make_community, make_person


@pytest.fixture
def hal(db: None) -> Person:
    """Somebody who has just signed in for the first time."""
    return make_person("Hal")


def answer(client: Client, step: str, **answers: object) -> str:
    """Send one question's answer; the address that comes next."""
    response = client.post(f"/start/{step}", {"go": "next", **answers})
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def test_six_answers_make_a_member_who_fits(hal: Person) -> None:
    make_community("oak-lane", "Oak Lane", joining="open")
    client = client_of(hal)
    client.post("/join/oak-lane", {"member": "new"})
    assert answer(client, "you", kind="solopreneur", name="Hal Bakes", person="Hal Oak") == "/start/does"
    assert answer(client, "does", words="wedding cakes, sourdough bread", how="any") == "/start/does"
    assert answer(client, "does") == "/start/away"
    assert answer(client, "away", words="photographer", kind="send_away") == "/start/away"
    assert answer(client, "away", kind="want") == "/start/serves"
    assert answer(client, "serves", tags=["families"], medium="instagram", handle="@hal") == "/start/where"
    where = {"kind": "home", "shown_as": "neighbourhood", "city": "Langley", "region": "BC", "country": "ca"}
    assert answer(client, "where", languages=["en", "fr"], **where) == "/start/together"
    together = {"likes": ["coffee"], "capacity": 2, "introductions_a_month": 1}
    assert answer(client, "together", **together) == "/c/oak-lane/first"
    member = Member.objects.get(name="Hal Bakes")
    assert {offer.service for offer in member.offers.all()} == {"bakery", "cake-maker"}
    assert member.needs.get().kind == Need.Kind.SEND_AWAY and member.needs.get().service == "photographer"
    assert member.place.city == "Langley" and member.place.country == "CA"
    assert member.languages == ["en", "fr"] and member.likes == ["coffee"] and member.introductions_a_month == 1
    assert member.channels.get().handle == "@hal"
    assert Membership.objects.get(member=member).state == Membership.State.HERE


def test_the_start_goes_on_where_it_stopped_in_another_browser(hal: Person) -> None:
    answer(client_of(hal), "you", kind="business", name="Hal’s", person="Hal")
    answer(client_of(hal), "does")
    assert client_of(hal).get("/start/")["Location"] == "/start/away"


def test_going_back_shows_what_was_said_and_forgets_nothing(hal: Person) -> None:
    client = client_of(hal)
    answer(client, "you", kind="business", name="Hal’s", person="Hal")
    answer(client, "does", words="bakery", how="any")
    answer(client, "does")
    assert "Hal’s" in client.get("/start/you").content.decode()
    answer(client, "you", kind="nonprofit", name="Hal’s Kitchen", person="Hal")
    member = Member.objects.get()
    assert (member.kind, member.name, member.start_step) == ("nonprofit", "Hal’s Kitchen", 2)
    assert member.offers.count() == 1


def test_each_question_can_be_opened(hal: Person) -> None:
    client = client_of(hal)
    answer(client, "you", kind="business", name="Hal’s", person="Hal")
    for step in ("you", "does", "away", "serves", "where", "together"):
        assert client.get(f"/start/{step}").status_code == 200


def test_no_question_is_open_before_the_first(hal: Person) -> None:
    assert client_of(hal).get("/start/where")["Location"] == "/start/you"
    assert client_of(hal).get("/start/nonsense").status_code == 404


def test_a_home_with_its_street_is_refused_next_to_the_field(hal: Person) -> None:
    client = client_of(hal)
    answer(client, "you", kind="business", name="Hal’s", person="Hal")
    page = client.post("/start/where", {"kind": "home", "shown_as": "street", "city": "Langley"}).content.decode()
    assert "A home is never shown with its street" in page
    assert not hasattr(Member.objects.get(), "place")


def test_words_nobody_knows_are_kept_as_they_are(hal: Person) -> None:
    client = client_of(hal)
    answer(client, "you", kind="business", name="Hal’s", person="Hal")
    answer(client, "does", words="xqzvwk", how="any")
    assert (Offer.objects.get().service, Offer.objects.get().words) == ("", "xqzvwk")


def test_what_words_would_be_taken_as_is_said_while_typing(hal: Person) -> None:
    page = client_of(hal).get("/start/match", {"words": "wedding photography"}).content.decode()
    assert "Photographer" in page


def test_a_new_member_of_an_invited_community_asks_first(cast: Cast, hal: Person) -> None:
    client = client_of(hal)
    client.post("/join/elm-street", {"member": "new"})
    answer(client, "you", kind="business", name="Hal’s", person="Hal")
    assert Membership.objects.get(member__name="Hal’s").state == Membership.State.ASKED
    assert cast.gus.person.notices.get().subject == "Hal’s would like to join Elm Street"


def test_whoever_came_with_a_list_without_towns_finds_their_communitys_filled_in(cast: Cast) -> None:
    place = Place.objects.filter(member=cast.ann.member)
    place.update(street="9440 202 St", city="", postcode="", region="", country="")
    client = client_of(cast.ann.person)
    form = client.get(f"/me/{cast.ann.member.pk}/place").context["form"]
    assert [form[name].value() for name in ("street", "city", "region", "country")] == [
        "9440 202 St",
        "Langley",
        "BC",
        "CA",
    ]
    place.update(postcode="V1M 2R6")
    assert client.get(f"/me/{cast.ann.member.pk}/place").context["form"]["city"].value() == ""
