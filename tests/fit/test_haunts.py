"""Regulars of one place, and those to whom the same things matter, are told so, and no third party is told too much."""

from __future__ import annotations

import pytest

from hometeam.fit import queries
from hometeam.fit.queries import Suggestion, pools
from hometeam.members.actions import change_profile, come_back, leave, reindex
from hometeam.members.models import Haunt
from hometeam.together.playbook import kinds
from hometeam.together.queries.drafts import meeting_place
from tests.cast import Cast, Player, client_of, goes_to, make_member, make_person

pytestmark = pytest.mark.django_db
REASON = "You are both regulars at Blue Door."


def between(one: Player, other: Player) -> Suggestion:
    found = queries.suggestion_between(one.member, other.member, one.community)
    assert found is not None
    return found


def newcomer(cast: Cast, name: str = "Kim") -> Player:
    """Somebody of whom nothing is known that would speak for anybody."""
    person = make_person(name)
    return Player(person, make_member(name, cast.community, person=person), cast.community)


def test_regulars_of_one_place_are_told_so_on_both_sides(cast: Cast) -> None:
    kim, lee = newcomer(cast), newcomer(cast, "Lee")
    assert queries.suggestion_between(kim.member, lee.member, cast.community) is None

    goes_to(kim.member, "Blue Door")
    goes_to(lee.member, "the Blue Door Café")
    pools.forget()

    found = between(kim, lee)
    assert found.reasons_for_me == found.reasons_for_them == found.shared_reasons == (REASON,)


def test_a_place_named_on_a_page_counts_at_the_next_look(cast: Cast) -> None:
    goes_to(cast.ann.member, "Blue Door")
    before = between(cast.cy, cast.ann)
    client_of(cast.cy.person).post(
        f"/me/{cast.cy.member.pk}/haunts", {"name": "Blue Door", "kind": "cafe", "shown_to": "community"}
    )
    after = between(cast.cy, cast.ann)
    assert after.score > before.score


def test_the_first_coffee_is_proposed_where_both_are_regulars(cast: Cast) -> None:
    kim, lee = newcomer(cast), newcomer(cast, "Lee")
    for player in (kim, lee):
        row = {"name": "Blue Door", "kind": "cafe", "street": "12 Elm Street", "city": "Langley"}
        library = {"name": "Muriel Arnason Library", "kind": "library"}
        change_profile(by=player.viewer.actor, member=player.member, group="haunts", values=[library, row])
    step = between(kim, lee).first_step
    assert step.kind == kinds()["coffee"]
    assert step.place == "Blue Door, 12 Elm Street"
    assert meeting_place(kim.member, lee.member) == "Blue Door, 12 Elm Street"


def test_a_group_online_brings_two_together_and_is_no_place_for_a_coffee(cast: Cast) -> None:
    kim, lee = newcomer(cast), newcomer(cast, "Lee")
    for player in (kim, lee):
        values = [{"name": "Freelancers’ Den", "kind": "online"}]
        change_profile(by=player.viewer.actor, member=player.member, group="haunts", values=values)
    found = between(kim, lee)
    assert found.reasons_for_me == ("You are both regulars at Freelancers’ Den.",)
    assert "Den" not in found.first_step.place
    assert meeting_place(kim.member, lee.member) == ""


def test_what_only_other_regulars_may_know_is_said_to_the_two_and_to_nobody_else(cast: Cast) -> None:
    goes_to(cast.ann.member, "Blue Door")
    goes_to(cast.cy.member, "Blue Door", shown_to="regulars")
    pools.forget()
    for one, other in ((cast.ann, cast.cy), (cast.cy, cast.ann)):
        found = between(one, other)
        assert REASON in found.reasons_for_me
        assert REASON not in found.shared_reasons


def test_the_same_values_are_a_reason_and_different_ones_are_held_against_nobody(cast: Cast) -> None:
    ann, bo, kim = cast.ann, cast.bo, newcomer(cast)
    reindex([player.member.pk for player in (ann, bo, kim)])
    without = between(ann, bo).score
    for player, values in ((ann, ["local-first", "Night owls"]), (kim, ["night owls"]), (bo, ["organic"])):
        change_profile(by=player.viewer.actor, member=player.member, group="values", values={"stands_for": values})
    assert "You both say this of your work: night owls." in between(kim, ann).reasons_for_me
    assert between(ann, bo).score == without


def test_somebody_who_comes_into_a_community_is_a_regular_of_its_places_too(cast: Cast) -> None:
    goes_to(cast.ann.member, "Blue Door")
    actor = cast.cy.viewer.actor
    leave(by=actor, member=cast.cy.member, community=cast.community)
    goes_to(cast.cy.member, "The Blue Door")
    assert Haunt.objects.count() == 2

    come_back(by=actor, member=cast.cy.member, community=cast.community)

    assert Haunt.objects.get().regulars.count() == 2
    assert REASON in between(cast.ann, cast.cy).reasons_for_me
