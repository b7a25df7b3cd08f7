"""Invitations: one letter to one address; its link proves who reads mail there."""

from datetime import timedelta

import pytest
from django.test import Client

from hometeam.foundation.models import Letter
from hometeam.members import actions
from hometeam.members.models import Invitation, Member, NoLetters, Person
from tests.cast import Cast, client_of, make_member, offers


@pytest.fixture
def hats(cast: Cast) -> Member:
    """A member that came with a list and that nobody has claimed."""
    member = make_member("Hal’s Hats", cast.community, kind="business")
    offers(member, "bakery", guessed=True)
    return member


def link_to(cast: Cast, member: Member | None, email: str = "hal@example.org", words: str = "") -> str:
    _invitation, link = actions.invitation_link(viewer=cast.gus.viewer, member=member, email=email, words=words)
    return link


def test_the_letter_says_who_and_why_and_holds_the_link(cast: Cast, hats: Member) -> None:
    actions.invite(viewer=cast.gus.viewer, member=hats, email="Hal@Example.org", words="Do come, Hal.")
    letter = Letter.objects.get(to="hal@example.org")
    assert "Gus" in letter.subject and "Hal’s Hats" in letter.subject
    assert "Do come, Hal." in letter.text and "/claim/" in letter.text


def test_looking_at_the_link_changes_nothing(cast: Cast, hats: Member, client: Client) -> None:
    page = client.get(link_to(cast, hats)).content.decode()
    assert "Is this you: Hal’s Hats?" in page and "Gus of Elm Street invited you" in page
    assert not Person.objects.filter(email="hal@example.org").exists()
    assert Invitation.objects.get().accepted_at is None


def test_this_is_me_signs_in_and_gives_the_seat(cast: Cast, hats: Member, client: Client) -> None:
    answer = client.post(link_to(cast, hats), {"answer": "me"})
    assert answer["Location"] == "/start/you"  # nobody knows yet what to call the person
    form = client.get("/start/you").context["form"]
    assert (form["name"].value(), form["person"].value()) == (hats.name, "")
    hal = Person.objects.get(email="hal@example.org")
    assert client.session["_auth_user_id"] == str(hal.pk)
    assert hats.seats.get().person == hal and hats.seats.get().role == "owner"
    assert Member.objects.get(pk=hats.pk).is_claimed


def test_who_is_signed_in_claims_for_the_account_they_have(cast: Cast, hats: Member) -> None:
    answer = client_of(cast.ann.person).post(link_to(cast, hats, "shop@example.org"), {"answer": "me"})
    assert answer["Location"] == "/start/does"
    assert hats.seats.get().person == cast.ann.person
    assert not Person.objects.filter(email="shop@example.org").exists()


def test_remove_me_erases_the_listing_and_never_writes_again(cast: Cast, hats: Member, client: Client) -> None:
    client.post(link_to(cast, hats), {"answer": "remove"})
    gone = Member.objects.get(pk=hats.pk)
    assert gone.closed_at is not None and gone.name == "A former member" and not gone.offers.exists()
    assert not actions.may_write_to(" HAL@example.org")
    assert "hal@example.org" not in str(list(NoLetters.objects.values()))
    with pytest.raises(actions.NotInvited, match="asked not to be written to"):
        actions.invite(viewer=cast.gus.viewer, member=None, email="hal@example.org")


def test_not_me_closes_the_invitation_and_keeps_the_listing(cast: Cast, hats: Member, client: Client) -> None:
    link = link_to(cast, hats)
    client.post(link, {"answer": "not-me"})
    assert Member.objects.get(pk=hats.pk).closed_at is None
    assert client.get(link).status_code == 410


def test_an_accepted_link_works_no_more(cast: Cast, hats: Member) -> None:
    link = link_to(cast, hats)
    Client().post(link, {"answer": "me"})
    second = Client().post(link, {"answer": "me"})
    assert second.status_code == 410 and "accepted already" in second.content.decode()
    assert hats.seats.count() == 1


def test_an_old_link_says_so(cast: Cast, hats: Member, client: Client) -> None:
    link = link_to(cast, hats)
    Invitation.objects.update(expires_at=Invitation.objects.get().sent_at - timedelta(days=1))
    answer = client.get(link)
    assert answer.status_code == 410 and "two months" in answer.content.decode()


def test_a_forged_link_is_a_friendly_page(db: None, client: Client) -> None:
    answer = client.post("/claim/nonsense", {"answer": "me"})
    assert answer.status_code == 404 and "No such invitation" in answer.content.decode()


def test_a_second_letter_stops_the_first_ones_link(cast: Cast, hats: Member, client: Client) -> None:
    first = link_to(cast, hats)
    second = link_to(cast, hats)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    assert Invitation.objects.count() == 1


def test_an_address_gets_three_letters_at_most(cast: Cast, hats: Member) -> None:
    for _time in range(3):
        actions.invite(viewer=cast.gus.viewer, member=hats, email="hal@example.org")
    with pytest.raises(actions.NotInvited, match="three letters already"):
        actions.invite(viewer=cast.gus.viewer, member=hats, email="hal@example.org")


@pytest.mark.parametrize("address", ["", "hal", "hal@", "hal@example.org\nBcc: eve@example.org"])
def test_what_is_no_address_gets_no_letter(cast: Cast, hats: Member, address: str) -> None:
    with pytest.raises(actions.NotInvited):
        actions.invite(viewer=cast.gus.viewer, member=hats, email=address)
    assert not Letter.objects.exists() and not Invitation.objects.exists()


def test_a_line_break_in_a_name_ends_no_header(cast: Cast) -> None:
    member = make_member("Hats\nBcc: eve@example.org", cast.community)
    actions.invite(viewer=cast.gus.viewer, member=member, email="hal@example.org")
    assert "\n" not in Letter.objects.get().subject


def test_a_claimed_member_is_not_offered_again(cast: Cast) -> None:
    with pytest.raises(actions.NotInvited, match="has its people already"):
        actions.invite(viewer=cast.gus.viewer, member=cast.ann.member, email="hal@example.org")


def test_the_second_to_accept_helps_the_first(cast: Cast, hats: Member) -> None:
    first, second = link_to(cast, hats, "hal@example.org"), link_to(cast, hats, "hana@example.org")
    Client().post(first, {"answer": "me"})
    Client().post(second, {"answer": "me"})
    assert [seat.role for seat in hats.seats.order_by("pk")] == ["owner", "editor"]


def test_an_invitation_without_a_member_opens_the_door(cast: Cast, client: Client) -> None:
    assert client.post(link_to(cast, None), {"answer": "me"})["Location"] == "/join/elm-street"
    client.post("/join/elm-street", {"member": "new"})
    client.post("/start/you", {"kind": "business", "name": "Hal’s Hats", "person": "Hal"})
    assert Member.objects.get(name="Hal’s Hats").memberships.get().state == "here"


def test_an_organiser_says_by_hand_who_a_member_is(cast: Cast, hats: Member) -> None:
    person = actions.claim_by_hand(viewer=cast.gus.viewer, member=hats, email="hal@example.org")
    assert hats.seats.get().person == person and person.notices.count() == 1


def test_an_owner_shares_the_pen_by_letter(cast: Cast, client: Client) -> None:
    bo = cast.bo.member
    client_of(cast.bo.person).post(f"/me/{bo.pk}/seats/offer", {"email": "hal@example.org", "role": "editor"})
    link = next(word for word in Letter.objects.get().text.split() if "/claim/" in word)
    client.post("/claim/" + link.split("/claim/")[1], {"answer": "me"})
    assert bo.seats.get(role="editor").person.email == "hal@example.org"
    assert client.get(f"/me/{bo.pk}/offers").status_code == 200
    assert client.get(f"/me/{bo.pk}/close").status_code == 404


def test_a_seat_that_was_offered_can_be_taken_back(cast: Cast) -> None:
    owner = client_of(cast.bo.person)
    bo = cast.bo.member
    owner.post(f"/me/{bo.pk}/seats/offer", {"email": "hal@example.org", "role": "owner"})
    link = next(word for word in Letter.objects.get().text.split() if "/claim/" in word)
    owner.post(f"/me/{bo.pk}/seats/revoke/{Invitation.objects.get().pk}")
    assert Client().get("/claim/" + link.split("/claim/")[1]).status_code == 410


def test_the_last_owner_stays(cast: Cast) -> None:
    bo = cast.bo.member
    seat = bo.seats.get()
    client = client_of(cast.bo.person)
    page = client.post(f"/me/{bo.pk}/seats/{seat.pk}/remove", follow=True).content.decode()
    assert "Somebody has to own this profile" in page
    client.post(f"/me/{bo.pk}/seats/{seat.pk}/role", {"role": "editor"})
    assert bo.seats.get().role == "owner"
