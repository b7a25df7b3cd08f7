"""Rivals, companions and needs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hometeam.engine.taxonomy import REASONS, Taxonomy

TAXONOMY = Taxonomy.load()
IDS = st.sampled_from([service.id for service in TAXONOMY.services])


def test_the_same_trade_is_a_rival() -> None:
    assert TAXONOMY.competes("bakery", "bakery") == 1


def test_close_trades_are_rivals_too() -> None:
    assert TAXONOMY.competes("bookkeeping", "accountant") == 0.7
    assert TAXONOMY.competes("gym", "personal-trainer") == 0.7


def test_different_trades_that_serve_the_same_people_are_no_rivals() -> None:
    assert TAXONOMY.competes("photographer", "florist") == 0


def test_two_members_of_a_broad_field_need_not_be_rivals() -> None:
    assert TAXONOMY.competes("manufacturer", "manufacturer") == 0.3


@given(IDS, IDS)
def test_rivalry_is_mutual_and_rivals_do_not_complement_each_other(a: str, b: str) -> None:
    assert TAXONOMY.competes(a, b) == TAXONOMY.competes(b, a)
    if TAXONOMY.competes(a, b):
        assert TAXONOMY.complements(a, b) == 0
        assert TAXONOMY.why(a, b) is None


@given(IDS, IDS)
def test_whatever_goes_together_has_a_reason_and_nothing_else_has(a: str, b: str) -> None:
    strength, why = TAXONOMY.complements(a, b), TAXONOMY.why(a, b)
    assert 0 <= strength <= 1
    assert (why is not None) == (strength > 0)
    assert why is None or why.split(":")[0] in REASONS


def test_reasons_name_the_ground() -> None:
    assert TAXONOMY.why("photographer", "makeup-artist") == "asked-next"
    assert TAXONOMY.why("cafe", "coffee-roaster") == "buys"
    assert TAXONOMY.why("coffee-roaster", "cafe") is not None
    assert TAXONOMY.why("florist", "dj") == "both-serve:wedding"
    assert TAXONOMY.why("plumber", "yoga-studio") is None


def test_wedding_trades_go_together_better_than_two_that_only_work_with_families() -> None:
    assert TAXONOMY.complements("florist", "dj") > TAXONOMY.complements("dentist", "toy-shop")


@pytest.mark.parametrize(
    ("service", "needs"),
    [
        ("cafe", {"bakery", "bookkeeping", "web-designer", "photographer"}),
        ("nonprofit", {"event-venue", "print-shop", "grant-writer"}),
        ("plumber", {"bookkeeping", "web-designer"}),
    ],
)
def test_a_trade_needs_what_a_neighbour_would_say_it_needs(service: str, needs: set[str]) -> None:
    assert needs <= {name for name, _ in TAXONOMY.likely_needs(service)}


@given(IDS)
def test_needs_are_three_to_five_known_services_none_of_them_a_rival(service: str) -> None:
    needs = TAXONOMY.likely_needs(service)
    assert 3 <= len(needs) <= 5
    assert [weight for _, weight in needs] == sorted((weight for _, weight in needs), reverse=True)
    assert all(
        TAXONOMY.get(name) and not TAXONOMY.competes(service, name) and 0 < weight <= 1 for name, weight in needs
    )


def test_an_unknown_service_has_no_kin_and_no_needs() -> None:
    assert TAXONOMY.competes("bakery", "nobody") == TAXONOMY.complements("bakery", "nobody") == 0
    assert TAXONOMY.likely_needs("nobody") == []
