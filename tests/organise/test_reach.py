"""Whom members serve and where they speak, as a directory has it."""

from typing import Any

import pytest

from hometeam.members.actions import change_profile
from hometeam.members.actions import haunts as members
from hometeam.members.models import Audience, Channel, Community, Haunt, Member, Regular
from hometeam.members.queries.groups import values_of
from hometeam.organise import actions
from hometeam.organise.models import ImportRun
from hometeam.organise.queries import reading, runs
from tests.cast import LONG_AGO, Cast
from tests.organise.lists import bring, counts, csv_of

pytestmark = pytest.mark.django_db
HEADER = ("Business", "What do you do", "Who do you serve", "Instagram")
MOSS = ("Moss & Fern", "florist", "brides and young families", "@mossandfern")


def moss() -> Member:
    return Member.objects.get(name="Moss & Fern")


def reach() -> tuple[set[str], set[tuple[str, str]]]:
    """The audiences (tags or words) and the channels of Moss & Fern."""
    audiences = {tag or words for tag, words in moss().audiences.values_list("tag", "words")}
    return audiences, set(moss().channels.values_list("medium", "handle"))


def bring_in(*row: str) -> tuple[int, int, int, int]:
    return counts(bring(csv_of(row, header=HEADER)))


def test_audiences_and_channels_come_in_with_a_list() -> None:
    bring_in(*MOSS)
    assert reach() == ({"engaged-couples", "families"}, {("instagram", "@mossandfern")})


def test_words_for_whom_our_list_has_no_audience_are_kept_as_words() -> None:
    bring_in(*MOSS[:2], "keen sailors", "")
    assert reach() == ({"keen sailors"}, set())


def test_the_same_list_again_changes_nothing() -> None:
    bring_in(*MOSS)
    before = list(Audience.objects.values()), list(Channel.objects.values())
    assert bring_in(*MOSS) == (0, 0, 1, 0)
    assert before == (list(Audience.objects.values()), list(Channel.objects.values()))


def test_a_corrected_list_replaces_what_it_said_before() -> None:
    bring_in(*MOSS)
    assert bring_in(*MOSS[:2], "seniors", "@mossfern") == (0, 1, 0, 0)
    assert reach() == ({"seniors"}, {("instagram", "@mossfern")})


def test_what_an_owner_wrote_stays() -> None:
    bring_in(*MOSS)
    Member.objects.update(claimed_at=LONG_AGO)
    bring_in(*MOSS[:2], "seniors", "@mossfern")
    assert reach() == ({"engaged-couples", "families"}, {("instagram", "@mossandfern")})


def test_what_an_organiser_wrote_for_them_stays_and_what_they_took_away_stays_away(cast: Cast) -> None:
    bring_in(*MOSS)
    rows = [{"tag": "teens", "words": ""}, {"tag": "families", "words": ""}]
    change_profile(by=cast.gus.acting_for(moss()).actor, member=moss(), group="audiences", values=rows)
    bring_in(*MOSS[:2], "brides and young families and seniors", MOSS[3])
    assert reach()[0] == {"teens", "families", "seniors"}


def test_members_who_came_with_their_audiences_can_be_taken_back(cast: Cast) -> None:
    bring_in(*MOSS)
    assert runs.untouched(ImportRun.objects.get()) == [moss().pk]


def test_an_organiser_can_say_which_column_has_them() -> None:
    offered = dict(reading.field_choices())
    assert {"serves", "instagram", "facebook"} <= set(offered)


def test_what_matters_to_members_comes_in_and_a_list_from_before_does_not_hide_it() -> None:
    bring(csv_of(MOSS[:2], header=HEADER[:2]))
    assert moss().stands_for == []
    for values, kept in (("Local first; night owls", ["local-first", "night owls"]), ("Organic", ["organic"])):
        assert counts(bring(csv_of((*MOSS[:2], values), header=(*HEADER[:2], "Our values")))) == (0, 1, 0, 0)
        assert moss().stands_for == kept


def test_values_that_somebody_wrote_by_hand_stay() -> None:
    bring(csv_of((*MOSS[:2], "Organic"), header=(*HEADER[:2], "Our values")))
    Member.objects.update(stands_for=["fair-pay"])
    bring(csv_of((*MOSS[:2], "Local first"), header=(*HEADER[:2], "Our values")))
    assert moss().stands_for == ["fair-pay"]


TWO = (
    ("Moss & Fern", "florist", "The Blue Door, 7 Elm Street; city library"),
    ("Nail & Plank", "carpentry", "blue door"),
)


def bring_regulars(*rows: tuple[str, str, str]) -> tuple[int, int, int, int]:
    return counts(bring(csv_of(*rows, header=(*HEADER[:2], "Where are you a regular?"))))


def haunts() -> dict[str, list[str]]:
    """The places that anybody is a regular of, with who is."""
    found = Haunt.objects.order_by("pk")
    return {haunt.name: sorted(haunt.regulars.values_list("member__name", flat=True)) for haunt in found}


def test_regulars_of_one_place_come_in_as_such_and_only_they_see_it() -> None:
    bring_regulars(*TWO)
    assert haunts() == {"The Blue Door": ["Moss & Fern", "Nail & Plank"], "city library": ["Moss & Fern"]}
    assert set(Regular.objects.values_list("shown_to", flat=True)) == {"regulars"}
    assert bring_regulars(*TWO) == (0, 0, 2, 0)


def test_many_regulars_take_no_more_queries_than_few(django_assert_max_num_queries: Any) -> None:
    bring_regulars(*((f"Shop {number}", "florist", "") for number in range(60)))
    community = Community.objects.get()
    said = {pk: ["Blue Door", f"Place {pk % 7}"] for pk in Member.objects.values_list("pk", flat=True)}
    with django_assert_max_num_queries(4):
        members.bring_regulars(community, said)
    assert len(haunts()) == 8 and len(haunts()["Blue Door"]) == 60


def test_a_corrected_list_changes_where_somebody_is_a_regular_and_what_was_added_by_hand_stays(cast: Cast) -> None:
    bring_regulars(*TWO)
    rows = [*values_of(moss(), "haunts"), {"name": "Farm market", "kind": "market"}]
    change_profile(by=cast.gus.acting_for(moss()).actor, member=moss(), group="haunts", values=rows)
    assert bring_regulars((*TWO[0][:2], "Tide Pool"), TWO[1]) == (0, 1, 1, 0)
    assert haunts() == {"The Blue Door": ["Nail & Plank"], "Farm market": ["Moss & Fern"], "Tide Pool": ["Moss & Fern"]}


def test_what_an_owner_said_of_where_they_are_regulars_stays() -> None:
    bring_regulars(*TWO)
    Member.objects.update(claimed_at=LONG_AGO)
    bring_regulars((*TWO[0][:2], "Tide Pool"), TWO[1])
    assert "Tide Pool" not in haunts()


def test_places_of_members_who_are_taken_back_are_forgotten(cast: Cast) -> None:
    bring_regulars(*TWO)
    actions.undo(run=ImportRun.objects.get(), person=cast.gus.person)
    assert not Haunt.objects.exists()
