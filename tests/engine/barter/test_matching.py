"""Which offers meet which needs: nobody gets what they do not need, and never from whom they do not want it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hometeam.engine.barter import OWED, Entry, Facts, Match, Where, best_matches, nearness, patience
from hometeam.engine.barter.matching import IN_TIME, NEAR, NO_EXTRA_WORK, SURE
from hometeam.engine.barter.worth import MOST

TODAY = date(2026, 11, 30)
ELM = Where(49.1690, -122.5790, "Langley", "BC")
MAPLE = Where(49.1702, -122.5811, "Langley", "BC")
FAR = Where(48.4284, -123.3656, "Victoria", "BC")
KIN: Mapping[frozenset[str], float] = {frozenset({"baker", "cakes"}): 0.7, frozenset({"baker", "cook"}): 0.3}


def kinship(one: str, other: str) -> float:
    return 1.0 if one == other else KIN.get(frozenset({one, other}), 0.0)


def facts(**fields: Any) -> Facts:
    usual: dict[str, Any] = {"soonest": TODAY, "kinship": kinship, "places": {1: ELM, 2: MAPLE}}
    return Facts(**(usual | fields))


def give(**fields: Any) -> Entry:
    usual: dict[str, Any] = {"id": 10, "member": 1, "service": "baker", "words": "Bread"}
    return Entry(**(usual | fields))


def need(**fields: Any) -> Entry:
    usual: dict[str, Any] = {"id": 20, "member": 2, "service": "baker", "words": "Some bread"}
    return Entry(**(usual | fields))


def match(one: Entry, other: Entry, **fields: Any) -> Match | None:
    return next(iter(best_matches([one], [other], facts(**fields))), None)


def grounds(one: Entry, other: Entry, **fields: Any) -> tuple[str, ...]:
    found = match(one, other, **fields)
    return found.grounds if found else ()


def test_the_same_service_near_by() -> None:
    assert grounds(give(), need()) == ("exact", "near")


def test_a_trade_of_the_same_kind_counts_less_and_others_not_at_all() -> None:
    exact, kin = match(give(), need()), match(give(service="cakes"), need())
    assert kin is not None and exact is not None and kin.quality < exact.quality
    assert match(give(service="cook"), need()) is None


def test_the_same_words_where_one_side_s_service_is_not_known() -> None:
    assert grounds(give(service="", words="Some  BREAD."), need(service="")) == ("words", "near")
    assert match(give(service="cook", words="Some bread"), need()) is None


@pytest.mark.parametrize(
    ("one", "other", "places", "way"),
    [
        ("any", "any", {1: ELM, 2: MAPLE}, "near"),
        ("any", "any", {1: ELM, 2: FAR}, "online"),
        ("online", "any", {1: ELM, 2: MAPLE}, "online"),
        ("in-person", "any", {1: ELM, 2: MAPLE}, "near"),
        ("in-person", "any", {1: ELM, 2: FAR}, None),
        ("in-person", "any", {}, None),
        ("in-person", "online", {1: ELM, 2: MAPLE}, None),
    ],
)
def test_in_person_takes_being_near(one: Any, other: Any, places: dict[int, Where], way: str | None) -> None:
    found = grounds(give(how=one), need(how=other), places=places)
    assert (found[1] if found else None) == way


def test_what_costs_nothing_and_what_is_in_time_are_better() -> None:
    plain, better = match(give(), need()), match(give(no_extra_work=True), need(by_on=TODAY + timedelta(days=9)))
    assert plain is not None and better is not None
    assert better.quality == pytest.approx(plain.quality + NO_EXTRA_WORK + IN_TIME)


def test_what_cannot_be_there_in_time_does_not_match() -> None:
    assert match(give(), need(by_on=TODAY - timedelta(days=1))) is None
    assert match(give(by_on=TODAY - timedelta(days=1)), need()) is None
    assert match(give(by_on=TODAY), need(by_on=TODAY)) is not None


def test_who_does_not_want_to_meet_and_what_was_refused() -> None:
    assert match(give(), need(), apart=frozenset({frozenset({1, 2})})) is None
    assert match(give(), need(), never={(1, 2)}) is None
    assert match(give(), need(), refused={(10, 20)}) is None


def test_of_each_pair_the_best_and_the_older_of_equals() -> None:
    gives = [give(id=12), give(id=11), give(id=13, service="cakes", no_extra_work=True)]
    (found,) = best_matches(gives, [need()], facts())
    assert found.gives == 11


def test_nearness_by_metres_by_name_and_not_at_all() -> None:
    assert nearness(ELM, ELM) == 1.0
    close = nearness(ELM, MAPLE)
    assert close is not None and 0.2 <= close < 1.0
    assert nearness(ELM, FAR) is None
    assert nearness(Where(city="Fort  Langley"), Where(city="fort langley")) == 0.25
    assert nearness(Where(online=True), ELM) is None and nearness(None, ELM) is None


def test_whoever_is_owed_something_comes_before_anybody_who_only_waited() -> None:
    best = SURE["exact"] + NO_EXTRA_WORK + NEAR + IN_TIME
    assert min(SURE.values()) * OWED > best * MOST


@given(st.integers(0, 400), st.integers(0, 400))
def test_patience_grows_with_waiting_and_has_an_end(one: int, other: int) -> None:
    less, more = sorted((one, other))
    assert 1.0 <= patience(timedelta(days=less)) <= patience(timedelta(days=more)) <= MOST < OWED


services = st.sampled_from(["", "baker", "cakes", "cook", "books"])
hows: Any = st.sampled_from(["any", "in-person", "online"])
days = st.one_of(st.none(), st.dates(TODAY - timedelta(days=5), TODAY + timedelta(days=5)))


def entries(first: int) -> st.SearchStrategy[list[Entry]]:
    """A board's one side, with ids of their own."""
    words = st.sampled_from(["bread", "Bread.", "tea"])
    fields = st.tuples(st.integers(1, 5), services, words, hows, days, st.booleans())
    return st.lists(fields, max_size=12).map(lambda rows: [Entry(first + at, *row) for at, row in enumerate(rows)])


@given(entries(100), entries(200), st.sets(st.tuples(st.integers(1, 5), st.integers(1, 5)), max_size=4))
def test_nobody_ever_gets_what_is_not_among_their_needs(
    gives: list[Entry], needs: list[Entry], never: set[tuple[int, int]]
) -> None:
    of_give, of_need = {one.id: one for one in gives}, {one.id: one for one in needs}
    found = best_matches(gives, needs, facts(never=never))
    assert len({(one.giver, one.receiver) for one in found}) == len(found)
    for one in found:
        had, wanted = of_give[one.gives], of_need[one.needs]
        assert (had.member, wanted.member) == (one.giver, one.receiver)
        assert one.giver != one.receiver and (one.giver, one.receiver) not in never
        near = kinship(had.service, wanted.service) >= 0.7 if had.service and wanted.service else None
        assert near or (near is None and had.words.casefold().rstrip(".") == wanted.words.casefold().rstrip("."))
        assert {had.how, wanted.how} != {"in-person", "online"}
        assert one.quality > 0 and one.worth > 0
