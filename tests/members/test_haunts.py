"""Where members are regulars: named on a page, recognised, shown as far as they wish, forgotten with them."""

from __future__ import annotations

import pytest

from hometeam.foundation.models import Event
from hometeam.members import actions, queries
from hometeam.members.models import Haunt, Member, Regular
from hometeam.members.queries.haunts import MOST
from tests.cast import Cast, Player, client_of, goes_to

pytestmark = pytest.mark.django_db
BLUE_DOOR = {"name": "Blue Door", "kind": "cafe", "street": "12 Elm Street", "city": "Langley", "shown_to": "community"}


def page_of(player: Player) -> str:
    return f"/me/{player.member.pk}/haunts"


def shown_to(reader: Player, whose: Player) -> tuple[str, ...]:
    return queries.profile_of(reader.viewer, Member.objects.get(pk=whose.member.pk)).haunts


def test_a_place_that_two_members_name_is_one(cast: Cast) -> None:
    client_of(cast.ann.person).post(page_of(cast.ann), BLUE_DOOR)
    answer = client_of(cast.bo.person).post(
        page_of(cast.bo), {"name": "the Blue Door Café", "kind": "cafe", "shown_to": "community"}, follow=True
    )
    haunt = Haunt.objects.get()
    assert set(haunt.regulars.values_list("member", flat=True)) == {cast.ann.member.pk, cast.bo.member.pk}
    assert "We took it as: Blue Door, 12 Elm Street." in answer.content.decode()
    assert shown_to(cast.cy, cast.bo) == ("Blue Door, 12 Elm Street",)


def test_a_street_that_nobody_had_said_is_learnt_from_the_next(cast: Cast) -> None:
    goes_to(cast.ann.member, "Blue Door")
    client_of(cast.bo.person).post(page_of(cast.bo), BLUE_DOOR)
    assert Haunt.objects.get().street == "12 Elm Street"
    told = Event.objects.get(verb="members.haunt_told")
    assert cast.ann.member.pk in told.data["members"]


def test_a_group_online_has_neither_street_nor_town_whatever_was_filled_in(cast: Cast) -> None:
    client_of(cast.bo.person).post(page_of(cast.bo), BLUE_DOOR | {"name": "Makers’ Table", "kind": "online"})
    group = Haunt.objects.get()
    assert (group.name, group.street, group.city) == ("Makers’ Table", "", "")


def test_a_group_online_is_not_the_cafe_of_its_name(cast: Cast) -> None:
    goes_to(cast.ann.member, "Blue Door")
    values = [{"name": "Blue Door", "kind": "online"}]
    actions.change_profile(by=cast.bo.viewer.actor, member=cast.bo.member, group="haunts", values=values)
    assert set(Haunt.objects.values_list("kind", flat=True)) == {"cafe", "online"}


def test_a_name_at_another_street_is_another_place(cast: Cast) -> None:
    client_of(cast.ann.person).post(page_of(cast.ann), BLUE_DOOR)
    client_of(cast.bo.person).post(page_of(cast.bo), BLUE_DOOR | {"street": "9 Oak Street", "place": "another"})
    assert Haunt.objects.count() == 2
    asked = client_of(cast.cy.person).post(page_of(cast.cy), BLUE_DOOR | {"street": ""})
    assert "Do you mean one of these?" in asked.content.decode()
    assert not cast.cy.member.haunts.exists()


def test_a_name_that_is_nearly_one_is_asked_about_first(cast: Cast) -> None:
    goes_to(cast.ann.member, "Blue Door")
    client, typed = client_of(cast.bo.person), BLUE_DOOR | {"name": "Blue Dor"}
    asked = client.post(page_of(cast.bo), typed)
    assert "Do you mean one of these?" in asked.content.decode()
    client.post(page_of(cast.bo), typed | {"place": str(Haunt.objects.get().pk)})
    assert Haunt.objects.get().regulars.count() == 2


def test_nearly_one_may_be_another_place_all_the_same(cast: Cast) -> None:
    goes_to(cast.ann.member, "Blue Door")
    client_of(cast.bo.person).post(page_of(cast.bo), BLUE_DOOR | {"name": "Blue Floor", "place": "another"})
    assert set(Haunt.objects.values_list("name", flat=True)) == {"Blue Door", "Blue Floor"}


def test_what_others_named_is_one_tap_away_and_found_while_one_types(cast: Cast) -> None:
    goes_to(cast.ann.member, "Blue Door")
    client = client_of(cast.bo.person)
    assert "I am a regular there too" in client.get(page_of(cast.bo)).content.decode()
    assert "Blue Door" in client.get(f"{page_of(cast.bo)}/like", {"name": "blu"}).content.decode()
    client.post(page_of(cast.bo), {"place": str(Haunt.objects.get().pk)})
    assert Haunt.objects.get().regulars.count() == 2


def test_another_community_sees_no_place_of_this_one(cast: Cast) -> None:
    goes_to(cast.ann.member, "Blue Door")
    client = client_of(cast.eve.person)
    assert "Blue Door" not in client.get(page_of(cast.eve)).content.decode()
    assert "Blue Door" not in client.get(f"{page_of(cast.eve)}/like", {"name": "Blue Door"}).content.decode()
    client.post(page_of(cast.eve), BLUE_DOOR)
    assert [haunt.regulars.count() for haunt in Haunt.objects.all()] == [1, 1]


def test_a_place_for_other_regulars_alone_is_shown_to_them_alone(cast: Cast) -> None:
    goes_to(cast.ann.member, "Blue Door", shown_to="regulars")
    goes_to(cast.bo.member, "Blue Door")
    assert shown_to(cast.ann, cast.ann) == shown_to(cast.bo, cast.ann) == ("Blue Door",)
    assert shown_to(cast.cy, cast.ann) == ()
    assert queries.profile_of(cast.gus.viewer, cast.ann.member).haunts == ()


def test_a_place_that_is_told_to_nobody_else_is_proposed_to_nobody(cast: Cast) -> None:
    goes_to(cast.ann.member, "Blue Door", shown_to="regulars")
    client = client_of(cast.bo.person)
    assert "Blue Door" not in client.get(page_of(cast.bo)).content.decode()
    assert "Blue Door" not in client.get(f"{page_of(cast.bo)}/like", {"name": "Blue Doo"}).content.decode()


def test_five_are_plenty(cast: Cast) -> None:
    goes_to(cast.ann.member, *(f"Place {number}" for number in range(MOST)))
    client = client_of(cast.ann.person)
    assert "Five are plenty." in client.get(page_of(cast.ann)).content.decode()
    assert client.post(page_of(cast.ann), BLUE_DOOR).status_code == 404
    assert cast.ann.member.haunts.count() == MOST


def test_taking_a_place_off_can_be_undone_and_a_place_without_regulars_is_forgotten(cast: Cast) -> None:
    goes_to(cast.ann.member, "Blue Door")
    client = client_of(cast.ann.person)
    client.post(f"{page_of(cast.ann)}/{cast.ann.member.haunts.get().pk}/drop")
    assert not Haunt.objects.exists()
    (key,) = client.session["undo"]
    client.post(f"/me/undo/{key}")
    assert cast.ann.member.haunts.get().haunt.name == "Blue Door"


def test_nobody_else_names_a_place_for_me(cast: Cast) -> None:
    goes_to(cast.ann.member, "Blue Door")
    row = cast.ann.member.haunts.get().pk
    for other in (cast.bo.person, cast.eve.person, cast.gus.person):
        client = client_of(other)
        assert client.post(page_of(cast.ann), BLUE_DOOR).status_code == 404
        assert client.get(f"{page_of(cast.ann)}/like", {"name": "Blue"}).status_code == 404
        assert client.post(f"{page_of(cast.ann)}/{row}/drop").status_code == 404
    assert client_of(cast.bo.person).post(f"{page_of(cast.bo)}/{row}/drop").status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"name": "…"}, {"name": ""}, {"kind": "castle"}, {"shown_to": "the world"}, {"name": "x" * 200}]
)
def test_a_form_that_makes_no_sense_says_so(cast: Cast, wrong: dict[str, str]) -> None:
    answer = client_of(cast.ann.person).post(page_of(cast.ann), BLUE_DOOR | wrong)
    assert answer.context["form"].errors
    assert not Haunt.objects.exists()


def test_people_are_found_by_where_they_go_and_what_matters_to_them(cast: Cast) -> None:
    goes_to(cast.bo.member, "Blue Door")
    goes_to(cast.cy.member, "Grey Heron", shown_to="regulars")
    actions.change_profile(
        by=cast.dee.viewer.actor, member=cast.dee.member, group="values", values={"stands_for": ["zero-waste"]}
    )
    actions.reindex([player.member.pk for player in cast.street])

    def found(words: str) -> list[str]:
        page = queries.people(cast.ann.viewer, queries.Sought(words=words))
        return [row.name for row in page.rows]

    assert found("Blue Door") == [cast.bo.member.name]
    assert found("Grey Heron") == []
    assert found("waste") == [cast.dee.member.name]


def test_whoever_closes_leaves_no_trace_of_it(cast: Cast) -> None:
    ann = cast.ann.member
    goes_to(ann, "Blue Door")
    said = {"stands_for": ["local-first"], "partnering": "Bo"}
    Member.objects.filter(pk=ann.pk).update(**said)
    actions.erase_member(by=cast.ann.viewer.actor, member=Member.objects.get(pk=ann.pk))
    ann.refresh_from_db()
    assert (ann.stands_for, ann.partnering) == ([], "")
    assert not Regular.objects.exists()
    assert not Haunt.objects.exists()
