"""For whom a person acts: their own members, and, for an organiser, any member of the community."""

import pytest

from hometeam.foundation.models import Event
from tests.cast import Cast, client_of, make_member


def test_an_organiser_acts_for_a_member_and_stops(cast: Cast) -> None:
    client = client_of(cast.gus.person)
    client.post("/c/elm-street/act-for", {"member": cast.bo.member.pk})
    page = client.get("/c/elm-street/people").content.decode()
    assert "You are acting for" in page
    client.post("/c/elm-street/stop-acting")
    assert "You are acting for" not in client.get("/c/elm-street/people").content.decode()


def test_what_an_organiser_writes_for_a_member_is_known_as_such(cast: Cast) -> None:
    client = client_of(cast.gus.person)
    bo = cast.bo.member
    client.post("/c/elm-street/act-for", {"member": bo.pk})
    assert client.post(f"/me/{bo.pk}/likes", {"capacity": 7, "likes": []}).status_code == 302
    event = Event.objects.get(verb="members.profile_changed")
    assert event.on_behalf and event.person_id == cast.gus.person.pk and event.member_id == bo.pk


def test_an_organiser_neither_hands_out_seats_nor_closes(cast: Cast) -> None:
    client = client_of(cast.gus.person)
    bo = cast.bo.member
    client.post("/c/elm-street/act-for", {"member": bo.pk})
    assert client.get(f"/me/{bo.pk}/close").status_code == 404
    assert client.post(f"/me/{bo.pk}/seats/offer", {"email": "x@example.org", "role": "owner"}).status_code == 404


def test_a_person_with_two_members_chooses(cast: Cast) -> None:
    second = make_member("Ann’s Frames", cast.community, person=cast.ann.person)
    client = client_of(cast.ann.person)
    client.post("/c/elm-street/act-for", {"member": second.pk})
    response = client.get("/c/elm-street/people")
    viewer = response.wsgi_request.viewer  # type: ignore[attr-defined]
    assert viewer.member == second and not viewer.on_behalf


@pytest.mark.parametrize("wanted", ["", "x", "²", "999999"])
def test_nonsense_is_nobody(cast: Cast, wanted: str) -> None:
    assert client_of(cast.gus.person).post("/c/elm-street/act-for", {"member": wanted}).status_code == 404


def test_nobody_acts_for_somebody_else(cast: Cast) -> None:
    bo = {"member": cast.bo.member.pk}
    assert client_of(cast.ann.person).post("/c/elm-street/act-for", bo).status_code == 404
    assert client_of(cast.eve.person).post("/c/elm-street/act-for", bo).status_code == 404
    assert client_of(cast.gus.person).post("/c/elm-street/act-for", {"member": cast.eve.member.pk}).status_code == 404


PAGES_OF_MEMBERS = {
    "fits": "who fits them",
    "praise": "praise that they were given",
    "referrals": "their introductions",
    "overlap": "how many customers they share",
    "links": "the links that they shared",
    "together/past": "This page is a member’s own",
}


@pytest.mark.parametrize(("page", "said"), PAGES_OF_MEMBERS.items())
def test_an_organiser_who_acts_for_nobody_learns_what_a_member_finds_there(cast: Cast, page: str, said: str) -> None:
    answer = client_of(cast.gus.person).get(f"/c/elm-street/{page}")
    seen = answer.content.decode()
    assert answer.status_code == 404
    assert said in seen and "act for no member" in seen and 'href="/c/elm-street/people"' in seen


def test_whether_a_members_thing_exists_is_not_told_to_an_organiser_who_acts_for_nobody(cast: Cast) -> None:
    client = client_of(cast.gus.person)
    pages = [client.get(f"/c/elm-street/people/{pk}/praise").content for pk in (cast.bo.member.pk, 999_999)]
    assert b"act for no member" in pages[0] and pages[0].split(b"<main", 1)[1] == pages[1].split(b"<main", 1)[1]
