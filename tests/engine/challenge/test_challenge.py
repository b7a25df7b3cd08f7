"""Whom to feature: coverage first, spread over everybody, the same when loaded again."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hometeam.engine.challenge import Candidate, course, propose, quarter_of, week_of, weight

MONDAY = date(2026, 11, 16)
days = st.dates(date(1900, 1, 1), date(2200, 12, 31))
candidates = st.lists(
    st.builds(
        Candidate,
        st.integers(1, 500),
        st.none() | st.integers(0, 900),
        st.integers(0, 900),
        st.sampled_from(["", "next_door", "block", "town"]),
        st.booleans(),
        st.booleans(),
    ),
    max_size=40,
    unique_by=lambda one: one.id,
)


def town(size: int, **fields: Any) -> list[Candidate]:
    """So many members alike."""
    return [Candidate(pk, **fields) for pk in range(1, size + 1)]


@given(here=candidates, me=st.integers(1, 500), weeks=st.integers(0, 5000))
def test_three_others_each_once_and_the_same_when_asked_again(here: list[Candidate], me: int, weeks: int) -> None:
    week_on = MONDAY + timedelta(weeks=weeks)
    found = propose(here, me=me, community=1, week_on=week_on)
    ids = [one.id for one in found]
    others = {one.id for one in here} - {me}
    assert len(ids) == len(set(ids)) == min(3, len(others))
    assert set(ids) <= others
    assert found == propose(list(reversed(here)), me=me, community=1, week_on=week_on)


@given(size=st.integers(2, 60), community=st.integers(1, 9), weeks=st.integers(0, 500))
def test_in_every_week_each_member_is_proposed_to_somebody(size: int, community: int, weeks: int) -> None:
    here, week_on = town(size), MONDAY + timedelta(weeks=weeks)
    firsts = Counter(propose(here, me=one.id, community=community, week_on=week_on)[0].id for one in here)
    assert set(firsts) == {one.id for one in here}
    assert set(firsts.values()) == {1}


@given(here=candidates.filter(lambda found: len(found) > 5), weeks=st.integers(0, 500))
def test_one_who_drops_out_makes_room_for_one_and_leaves_the_rest_where_they_are(
    here: list[Candidate], weeks: int
) -> None:
    week_on = MONDAY + timedelta(weeks=weeks)
    had = [one.id for one in propose(here, me=1000, community=1, week_on=week_on)]
    for gone in had:
        rest = [one for one in here if one.id != gone]
        now = {one.id for one in propose(rest, me=1000, community=1, week_on=week_on)}
        assert len(set(had) - now) <= 2
        assert gone not in now


def test_weeks_and_communities_differ() -> None:
    here = town(60)
    shown = {
        tuple(one.id for one in propose(here, me=7, community=community, week_on=MONDAY + timedelta(weeks=week)))
        for community in (1, 2)
        for week in range(10)
    }
    assert len(shown) == 20


def test_whoever_was_never_featured_comes_before_whoever_was_last_week() -> None:
    here = [Candidate(pk, featured_days=None if pk <= 20 else 7) for pk in range(1, 61)]
    shown = Counter(one.id <= 20 for pk in range(1, 61) for one in propose(here, me=pk, community=1, week_on=MONDAY))
    assert shown[True] > 0.9 * sum(shown.values())


@pytest.mark.parametrize(
    "better",
    [{"featured_days": None}, {"here_days": 3}, {"ring": "next_door"}, {"ring": "block"}, {"is_nonprofit": True}],
)
def test_what_speaks_for_somebody_weighs_more(better: dict[str, Any]) -> None:
    plain = Candidate(1, featured_days=45)
    assert weight(replace(plain, **better)) > weight(plain)


def test_whom_nobody_acts_for_yet_is_not_first() -> None:
    here = [Candidate(1, is_claimed=False), Candidate(2)]
    assert propose(here, me=9, community=1, week_on=MONDAY)[0].id == 2


def test_the_reasons_are_the_two_strongest() -> None:
    found = propose([Candidate(1, None, 400, "next_door", is_nonprofit=True)], me=9, community=1, week_on=MONDAY)
    assert found[0].reasons == ("never", "next_door")


def test_less_than_no_proposals_are_refused() -> None:
    with pytest.raises(ValueError, match="most"):
        propose([], me=1, community=1, week_on=MONDAY, most=-1)


def test_a_town_is_covered_sooner_than_by_chance() -> None:
    """Of sixty members twelve take part each week and take the first proposal: all are featured within nine weeks,
    where picking at random leaves about one in six out.
    """
    last: dict[int, date] = {}
    for week in range(9):
        week_on = MONDAY + timedelta(weeks=week)
        here = [Candidate(pk, (week_on - last[pk]).days if pk in last else None) for pk in range(1, 61)]
        for me in range(1 + week % 5, 61, 5):
            last[propose(here, me=me, community=1, week_on=week_on)[0].id] = week_on
    assert len(last) == 60


@given(day=days, weekday=st.integers(0, 6))
def test_a_week_holds_its_day_and_begins_on_its_weekday(day: date, weekday: int) -> None:
    first = week_of(day, weekday)
    assert first.weekday() == weekday
    assert first <= day < first + timedelta(days=7)
    assert week_of(first, weekday) == first


@given(day=days)
def test_a_monday_week_is_the_iso_week(day: date) -> None:
    assert week_of(day, 0).isocalendar()[:2] == day.isocalendar()[:2]


@given(day=days)
def test_a_quarter_holds_its_day_and_has_three_whole_months(day: date) -> None:
    first, last = quarter_of(day)
    assert first <= day <= last
    assert (first.day, (last + timedelta(days=1)).day) == (1, 1)
    assert len({(first + timedelta(days=ahead)).month for ahead in range((last - first).days + 1)}) == 3


@given(first_days=st.lists(days, max_size=30), start=days, length=st.integers(0, 100), weekday=st.integers(0, 6))
def test_the_course_never_falls_and_ends_at_all_of_the_time(
    first_days: list[date], start: date, length: int, weekday: int
) -> None:
    end = min(start + timedelta(days=length), date(2200, 12, 31))
    steps = course([*first_days, start], from_on=start, to_on=end, weekday=weekday)
    counts = [step.count for step in steps]
    assert counts == sorted(counts)
    assert counts[-1] == sum(step.new for step in steps) == 1 + sum(start <= day <= end for day in first_days)
