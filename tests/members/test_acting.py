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
