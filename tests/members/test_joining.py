"""Coming into a community, asking to, leaving it."""

from django.test import Client

from hometeam.members import actions, queries
from hometeam.members.models import Community, Member, Membership
from tests.cast import Cast, client_of, make_community


def standing(cast: Cast, community: Community) -> str:
    return Membership.objects.get(member=cast.eve.member, community=community).state


def test_into_an_open_community_one_walks(cast: Cast) -> None:
    oak = make_community("oak-lane", "Oak Lane", joining="open")
    client = client_of(cast.eve.person)
    assert client.post("/join/oak-lane", {"member": cast.eve.member.pk})["Location"] == "/c/oak-lane/people"
    assert standing(cast, oak) == "here"


def test_an_invited_one_is_asked_and_its_organiser_answers(cast: Cast) -> None:
    client_of(cast.eve.person).post("/join/elm-street", {"member": cast.eve.member.pk})
    assert standing(cast, cast.community) == "asked"
    assert client_of(cast.eve.person).get("/c/elm-street/people").status_code == 404
    gus = client_of(cast.gus.person)
    assert "Eve’s Kites" in gus.get("/c/elm-street/asking").content.decode()
    gus.post(f"/c/elm-street/asking/{cast.eve.member.pk}", {"answer": "yes"})
    assert standing(cast, cast.community) == "here"
    assert cast.eve.person.notices.get().subject == "Welcome to Elm Street"


def test_who_is_turned_away_is_not_told_and_may_ask_again(cast: Cast) -> None:
    eve = client_of(cast.eve.person)
    for _time in range(2):
        eve.post("/join/elm-street", {"member": cast.eve.member.pk})
        client_of(cast.gus.person).post(f"/c/elm-street/asking/{cast.eve.member.pk}", {"answer": "no"})
    assert standing(cast, cast.community) == "left"
    assert not cast.eve.person.notices.exists()
    assert cast.gus.person.notices.count() >= 1


def test_a_closed_community_has_no_door(cast: Cast, client: Client) -> None:
    make_community("attic", "The Attic", joining="closed")
    assert client.get("/join/attic").status_code == 404
    assert client_of(cast.eve.person).post("/join/attic", {"member": cast.eve.member.pk}).status_code == 404


def test_a_stranger_sees_the_door_and_nothing_behind_it(cast: Cast, client: Client) -> None:
    page = client.get("/join/elm-street").content.decode()
    assert "Elm Street" in page and "Ann" not in page


def test_one_joins_with_ones_own_member_only(cast: Cast) -> None:
    make_community("oak-lane", "Oak Lane", joining="open")
    assert client_of(cast.eve.person).post("/join/oak-lane", {"member": cast.bo.member.pk}).status_code == 404


def test_leaving_can_be_taken_back_at_once_but_not_made_up(cast: Cast) -> None:
    client = client_of(cast.ann.person)
    ann, elm = cast.ann.member, cast.community
    assert client.post(f"/me/{ann.pk}/communities/{elm.pk}/back").status_code == 404
    client.post(f"/me/{ann.pk}/communities/{elm.pk}/leave")
    assert client.get("/c/elm-street/people").status_code == 404
    assert "Where you were before" in client.get(f"/me/{ann.pk}/communities").content.decode()
    Member.objects.filter(pk=ann.pk).update(start_step=6)
    assert client.get("/", follow=True).redirect_chain[-1][0] == f"/me/{ann.pk}/communities"
    client.post(f"/me/{ann.pk}/communities/{elm.pk}/back")
    assert client.get("/c/elm-street/people").status_code == 200
    assert client.post(f"/me/{ann.pk}/communities/{elm.pk}/back").status_code == 404


def test_who_was_turned_away_cannot_come_back_by_the_back_door(cast: Cast) -> None:
    eve = client_of(cast.eve.person)
    eve.post("/join/elm-street", {"member": cast.eve.member.pk})
    eve.post(f"/me/{cast.eve.member.pk}/communities/{cast.community.pk}/leave")
    back = f"/me/{cast.eve.member.pk}/communities/{cast.community.pk}/back"
    assert eve.post(back).status_code == 404
    assert standing(cast, cast.community) == "left"


def test_whoever_is_not_let_in_is_not_told_on_their_page_of_communities(cast: Cast) -> None:
    Community.objects.filter(pk=cast.community.pk).update(joining=Community.Joining.INVITED)
    eve = client_of(cast.eve.person)
    eve.post("/join/elm-street", {"member": cast.eve.member.pk})
    actions.turn_away(viewer=cast.gus.viewer, member=cast.eve.member)
    assert standing(cast, cast.community) == "left"
    assert "Elm Street" not in eve.get(f"/me/{cast.eve.member.pk}/communities").content.decode()


def test_joining_twice_changes_nothing(cast: Cast) -> None:
    for _time in range(2):
        actions.join(person=cast.ann.person, member=cast.ann.member, community=cast.community)
    assert Membership.objects.filter(member=cast.ann.member).count() == 1


def test_the_communities_of_a_person_are_those_they_act_or_organise_in(cast: Cast) -> None:
    oak = make_community("oak-lane", "Oak Lane", joining="open")
    actions.join(person=cast.ann.person, member=cast.ann.member, community=oak)
    assert [row.slug for row in queries.communities_of(cast.ann.person)] == ["elm-street", "oak-lane"]
    assert [row.slug for row in queries.communities_of(cast.gus.person)] == ["elm-street"]
