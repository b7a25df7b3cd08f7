"""The days of the shop-small weeks, against dateutil's reading of RFC 5545 and against what was announced."""

from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from hometeam.engine.seasons import (
    SHOP_SMALL,
    SOURCES,
    NamedDay,
    Nth,
    Once,
    OnOrBefore,
    Rule,
    Season,
    Yearly,
    before,
    coming,
    followed_by_default,
    occurrence,
    same_day_in,
)

BY_ID = {season.id: season for season in SHOP_SMALL}
DAYS = {day.id: day for season in SHOP_SMALL for day in season.days}
YEARS = range(1900, 2201)

weekdays = st.integers(0, 6)
yearly = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(lambda day: Yearly(day.month, day.day))
nth = st.builds(Nth, st.integers(1, 12), weekdays, st.sampled_from([1, 2, 3, 4, -1]))
after_nth = st.builds(Nth, st.integers(3, 11), weekdays, st.integers(1, 4), st.integers(1, 6))
on_or_before = st.dates(date(2024, 4, 1), date(2024, 12, 31)).flatmap(
    lambda day: st.builds(OnOrBefore, st.just(day.month), st.just(day.day), weekdays)
)


def by_dateutil(rule: Rule, year: int) -> list[date]:
    """The days of a year that dateutil finds for the rule's RRULE."""
    first, last = (datetime(year, *day, tzinfo=UTC) for day in ((1, 1), (12, 31)))
    return [at.date() for at in rrulestr(rule.rrule, dtstart=first).between(first, last, inc=True)]


@pytest.mark.parametrize("day", DAYS.values(), ids=DAYS)
def test_every_day_is_where_an_independent_reading_of_its_rrule_puts_it(day: NamedDay) -> None:
    assert [day.rule.on(year) for year in YEARS] == [one for year in YEARS for one in by_dateutil(day.rule, year)]


@given(rule=st.one_of(yearly, nth, after_nth, on_or_before), year=st.sampled_from(YEARS))
def test_a_rule_of_a_communitys_own_agrees_with_its_rrule(rule: Rule, year: int) -> None:
    assert by_dateutil(rule, year) == [rule.on(year)]


@pytest.mark.parametrize(
    ("day", "announced"),
    [
        ("thanksgiving", "1942-11-26 1950-11-23 1963-11-28 2000-11-23 2018-11-22 2019-11-28 2023-11-23 2024-11-28"),
        ("black-friday", "2018-11-23 2019-11-29 2023-11-24 2024-11-29 2025-11-28 2026-11-27"),
        ("small-business-saturday", "2010-11-27 2011-11-26 2018-11-24 2019-11-30 2023-11-25 2024-11-30 2025-11-29"),
        ("cyber-monday", "2005-11-28 2018-11-26 2019-12-02 2023-11-27 2024-12-02 2025-12-01 2026-11-30"),
        ("giving-tuesday", "2012-11-27 2018-11-27 2019-12-03 2023-11-28 2024-12-03 2025-12-02"),
        ("small-business-saturday-uk", "2013-12-07 2018-12-01 2023-12-02 2024-12-07 2025-12-06"),
        ("small-business-week-us", "2016-05-01 2017-04-30 2018-04-29 2022-05-01 2023-04-30 2024-04-28 2025-05-04"),
        ("small-business-week-ca", "2001-10-21 2013-10-20 2014-10-19 2020-10-18 2025-10-19"),
        ("independent-bookstore-day", "2023-04-29 2024-04-27 2025-04-26"),
        ("thanksgiving-ca", "2000-10-09 2018-10-08 2023-10-09 2024-10-14 2025-10-13"),
    ],
)
def test_days_fall_where_they_were_announced(day: str, announced: str) -> None:
    for said in map(date.fromisoformat, announced.split()):
        assert DAYS[day].rule.on(said.year) == said


@given(year=st.sampled_from(YEARS))
def test_the_shop_small_week_runs_from_thursday_to_tuesday(year: int) -> None:
    week = occurrence(BY_ID["shop-small-week"], year, "US")
    assert week is not None
    assert [(on - week.from_on).days for _day, on in week.days] == [0, 1, 2, 4, 5]
    assert [on.weekday() for _day, on in week.days] == [3, 4, 5, 0, 1]
    assert date(year, 11, 22) <= week.from_on <= date(year, 11, 28)


def test_a_country_keeps_its_own_days_of_the_week() -> None:
    week = occurrence(BY_ID["shop-small-week"], 2026, "GB")
    assert week is not None
    assert [day.id for day, _on in week.days] == ["black-friday", "cyber-monday", "giving-tuesday"]
    assert week.from_on == date(2026, 11, 27)


def test_where_nobody_is_known_to_keep_it_all_its_days_are_shown() -> None:
    assert len(BY_ID["shop-small-week"].days_in("")) == 5


def test_the_last_day_of_february_comes_every_year() -> None:
    leap = Yearly(2, 29)
    assert [leap.on(year) for year in (2000, 2023, 2024, 2100)] == [
        date(2000, 2, 29),
        date(2023, 2, 28),
        date(2024, 2, 29),
        date(2100, 2, 28),
    ]


@pytest.mark.parametrize("month, day", [(2, 30), (4, 31), (13, 1), (0, 1), (1, 0)])
def test_a_date_that_no_year_has_is_refused(month: int, day: int) -> None:
    with pytest.raises(ValueError, match="no year"):
        Yearly(month, day)


@pytest.mark.parametrize(
    "wrong", [(1, 7, 1, 0), (1, 0, 5, 0), (1, 0, 0, 0), (11, 0, -1, 1), (2, 0, 1, 1), (5, 0, 1, 7)]
)
def test_a_weekday_that_is_not_in_every_month_is_refused(wrong: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match=r"weekday"):
        Nth(*wrong)


def test_a_week_before_april_is_refused() -> None:
    with pytest.raises(ValueError, match="from April on"):
        OnOrBefore(3, 31, 0)


@given(today=st.dates(date(1900, 1, 1), date(2199, 12, 31)), country=st.sampled_from(["US", "CA", "GB", "FR", ""]))
def test_what_comes_next_is_not_over_and_no_earlier_one_is_left_out(today: date, country: str) -> None:
    found = coming(SHOP_SMALL, today, country)
    assert len(found) == len(SHOP_SMALL)
    assert [one.from_on for one in found] == sorted(one.from_on for one in found)
    for one in found:
        last = before(one, country)
        assert last is not None
        assert last.to_on < today <= one.to_on


@given(today=st.dates(date(1900, 1, 1), date(2200, 1, 1)), day=st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_what_is_once_comes_until_it_is_over_and_never_again(today: date, day: date) -> None:
    fair = Season("fair", "Street fair", (NamedDay("fair", "Street fair", Once(day)),))
    assert [one.from_on for one in coming([fair], today)] == ([day] if day >= today else [])


def test_a_season_over_new_year_is_still_on_in_january() -> None:
    season = Season("stars", "Star singers", (NamedDay("stars", "Star singers", Yearly(12, 28)),), lasts=10)
    one = coming([season], date(2027, 1, 3))[0]
    assert (one.year, one.from_on, one.to_on) == (2026, date(2026, 12, 28), date(2027, 1, 6))
    assert one.is_on(date(2027, 1, 3))


@given(year=st.sampled_from(YEARS), offset=st.integers(-21, 12))
def test_a_day_keeps_its_distance_from_the_season_and_so_its_weekday(year: int, offset: int) -> None:
    week = BY_ID["shop-small-week"]
    last, this = occurrence(week, year, "US"), occurrence(week, year + 1, "US")
    assert last is not None and this is not None
    day = last.from_on + timedelta(days=offset)
    assert same_day_in(day, last, this) - this.from_on == day - last.from_on
    assert same_day_in(day, last, this).weekday() == day.weekday()


def test_planning_starts_weeks_before_and_belongings_end_a_week_after() -> None:
    week = occurrence(BY_ID["shop-small-week"], 2026, "US")
    assert week is not None
    assert week.plan_on == date(2026, 10, 15)
    assert (week.begins_to_matter_on, week.is_over_after) == (date(2026, 11, 5), date(2026, 12, 8))


def test_each_country_follows_its_own_unless_it_says_otherwise() -> None:
    followed = {
        country: {one.id for one in SHOP_SMALL if followed_by_default(one, country)} for country in ("US", "DE")
    }
    assert "small-business-week-us" in followed["US"] and "independents-day-uk" not in followed["US"]
    assert followed["DE"] == {"small-enterprises-day"}


def test_every_season_says_where_its_rule_stands() -> None:
    assert {season.source for season in SHOP_SMALL} == set(SOURCES)
    assert len(BY_ID) == len(SHOP_SMALL)
