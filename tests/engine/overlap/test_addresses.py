"""Addresses as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hometeam.engine.overlap import column_of, distinct, normalised
from tests.engine.overlap.spellings import SPELLINGS


@pytest.mark.parametrize(("text", "address"), SPELLINGS)
def test_each_address_has_one_spelling(text: str, address: str | None) -> None:
    assert normalised(text) == address


@given(st.text(max_size=60))
def test_a_normalised_address_stays_as_it_is(text: str) -> None:
    found = normalised(text)
    assert found is None or normalised(found) == found


def test_an_address_counts_once() -> None:
    assert distinct(["Ann@Example.org ", "no address", "ann@example.org", "bo@example.org"]) == [
        "ann@example.org",
        "bo@example.org",
    ]


def test_the_column_with_most_addresses_is_the_list() -> None:
    rows = [["1", "me@shop.example", "ann@example.org"], ["2", "", "bo@example.org"]]
    assert column_of(rows) == 2
    assert column_of([["a", "b"], []]) is None
