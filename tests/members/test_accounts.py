"""People: their settings, and how all that is theirs goes away."""

import pytest

from hometeam.foundation.models import SearchRow
from hometeam.members import actions
from hometeam.members.models import Member, Person, Place, Seat
from tests.cast import Cast, client_of, make_member


def test_settings_are_kept(cast: Cast) -> None:
    given = {"name": "Ann Elm", "notice_choice": "daily", "timezone": "Europe/Berlin", "language": "en"}
    assert client_of(cast.ann.person).post("/me/settings", given).status_code == 302
    ann = Person.objects.get(pk=cast.ann.person.pk)
    assert (ann.name, ann.notice_choice, ann.timezone) == ("Ann Elm", "daily", "Europe/Berlin")


@pytest.mark.parametrize("wrong", [{"timezone": "Mars/Crater"}, {"notice_choice": "shout"}, {"language": "xx"}])
def test_nonsense_in_the_settings_is_refused(cast: Cast, wrong: dict[str, str]) -> None:
    given = {"name": "Ann", "notice_choice": "daily", "timezone": "UTC", "language": "en"}
    page = client_of(cast.ann.person).post("/me/settings", given | wrong)
    assert page.status_code == 200 and "field__error" in page.content.decode()
    assert Person.objects.get(pk=cast.ann.person.pk).notice_choice == "now"


def test_a_profile_is_closed_by_typing_its_name(cast: Cast) -> None:
    bo = cast.bo.member
    client = client_of(cast.bo.person)
    assert "That is not the name" in client.post(f"/me/{bo.pk}/close", {"typed": "Bo"}).content.decode()
    client.post(f"/me/{bo.pk}/close", {"typed": "bo’s bakery "})
    gone = Member.objects.get(pk=bo.pk)
    assert (gone.name, gone.one_line, gone.website, gone.likes) == ("A former member", "", "", [])
    assert not any(getattr(gone, rows).exists() for rows in ("offers", "needs", "audiences", "channels", "seats"))
    assert not Place.objects.filter(member=gone).exists()
    assert not SearchRow.objects.filter(owner_id=bo.pk, owner_label="members.member").exists()
    assert client_of(cast.ann.person).get(f"/c/elm-street/people/{bo.pk}").status_code == 404


def test_an_account_that_is_closed_leaves_nothing_to_know_it_by(cast: Cast) -> None:
    shared = make_member("Shared Studio", cast.community, person=cast.ann.person)
    Seat.objects.create(member=shared, person=cast.bo.person, role=Seat.Role.OWNER)
    client = client_of(cast.ann.person)
    assert client.post("/me/close", {"typed": "ann@example.org"}).status_code == 302
    gone = Person.objects.get(pk=cast.ann.person.pk)
    assert not gone.is_active and gone.name == "" and "ann" not in gone.email
    assert Member.objects.get(pk=cast.ann.member.pk).closed_at is not None
    assert Member.objects.get(pk=shared.pk).closed_at is None
    assert client.get("/me/").status_code == 302


def test_the_only_organiser_hands_on_first(cast: Cast) -> None:
    page = client_of(cast.gus.person).post("/me/close", {"typed": "gus@example.org"}).content.decode()
    assert "the only organiser of Elm Street" in page
    assert "/c/elm-street/organise/organisers" in page
    assert Person.objects.get(pk=cast.gus.person.pk).is_active


def test_the_same_address_can_begin_again(cast: Cast) -> None:
    actions.close_account(person=cast.ann.person)
    assert actions.person_at("ann@example.org").pk != cast.ann.person.pk


def test_whose_address_is_nobodys_is_asked_for_one(cast: Cast) -> None:
    asks = "No e-mail address of yours is known yet"
    assert asks not in client_of(cast.gus.person).get("/me/settings").content.decode()
    Person.objects.filter(pk=cast.gus.person.pk).update(email="organiser@hometeam.invalid")
    assert asks in client_of(cast.gus.person).get("/me/settings").content.decode()
