"""Names of places: which are one, and which are worth a question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hometeam.engine.haunts import Named, alike, key, same

names = st.text(alphabet="abdeo' éÉ&THE-cfk1", max_size=20)
places = st.builds(
    Named,
    names,
    st.sampled_from(("cafe", "library", "other")),
    st.sampled_from(("", "Elm Street", "12 Elm St", "9 Oak Ave")),
    st.sampled_from(("", "Langley", "Bellingham")),
)


@pytest.mark.parametrize(
    "name", ["Blue Door", "the Blue Door Café", "The blue-door", "BLUE DOOR COFFEE", "Blue  Door coffee shop"]
)
def test_one_place_has_many_names(name: str) -> None:
    assert same(Named("Blue Door"), Named(name))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Named("Blue Door"), Named("Red Door")),
        (Named("Langley", "cafe"), Named("Langley", "library")),
        (Named("Beans", street="12 Elm Street"), Named("Beans", street="9 Oak Street")),
        (Named("Beans", city="Langley"), Named("Beans", city="Surrey")),
        (Named("Langley Library"), Named("Langley Market")),
    ],
)
def test_what_differs_in_name_kind_street_or_town_is_another_place(one: Named, other: Named) -> None:
    assert not same(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("12 Elm Street", "12 elm st."), ("Elm Street", "12 Elm Street"), ("", "12 Elm Street")]
)
def test_a_street_may_be_said_shorter_or_not_at_all(one: str, other: str) -> None:
    assert same(Named("Beans", street=one), Named("Beans", street=other))


@pytest.mark.parametrize("name", ["The Coffee House", "Café", "The Bar"])
def test_a_name_of_nothing_but_usual_words_keeps_some(name: str) -> None:
    assert key(name)


def test_a_slip_of_the_pen_and_a_beginning_are_worth_a_question() -> None:
    known = [Named("Blue Door"), Named("Bean There"), Named("Central Library")]
    assert alike(Named("Blue Dor"), known) == [known[0]]
    assert alike(Named("centr"), known) == [known[2]]
    assert alike(Named("Grey Heron"), known) == []


@given(places, places)
def test_it_is_the_same_from_either_side_and_each_is_itself(one: Named, other: Named) -> None:
    assert same(one, one)
    assert same(one, other) == same(other, one)


@given(names)
def test_a_key_is_its_own_key(name: str) -> None:
    assert key(key(name)) == key(name)
