"""Sums and windows hold for any figures."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from hometeam.engine.brought import (
    LEVELS,
    Figure,
    buckets_of,
    by,
    one_word_each,
    over_time,
    period_of,
    step_of,
    sums,
    within,
)

TODAY = date(2026, 11, 22)
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
PERIODS = st.sampled_from(["all", "2026", "2025", "2026-q4", "2026-q1", "2024-q2", "nonsense", ""])


@st.composite
def figures(draw: st.DrawFn) -> list[Figure]:
    """Some figures, as both sides and the links tell them."""
    one = st.builds(
        Figure,
        of=st.sampled_from(["act 1", "act 2", "act 3"]),
        measure=st.sampled_from(["visits", "sales", "joy"]),
        quantity=st.decimals(0, 10_000, places=2),
        level=st.sampled_from(LEVELS),
        from_on=DAYS,
        to_on=DAYS,
        partner=st.sampled_from(["Ann", "Bo"]),
        kind=st.sampled_from(["coffee", "spotlight-post"]),
        by_receiver=st.booleans(),
    )
    return draw(st.lists(one, max_size=12))


@given(figures())
def test_what_is_summed_by_level_is_all_there_is_and_no_level_holds_anothers(told: list[Figure]) -> None:
    for measure, tally in sums(told).items():
        for level, total in tally.levels.items():
            mine = [one.quantity for one in told if (one.measure, one.level) == (measure, level)]
            assert total == sum(mine)
            assert tally.counts[level] == len(mine)


@given(figures())
def test_the_parts_by_partner_make_the_whole(told: list[Figure]) -> None:
    whole = sums(told)
    parts = [sums(mine) for mine in by(told, lambda one: one.partner).values()]
    for measure, tally in whole.items():
        for level, total in tally.levels.items():
            assert total == sum(part[measure].levels.get(level, Decimal(0)) for part in parts if measure in part)


@given(figures(), PERIODS, st.sampled_from([1, 3, 12]))
def test_the_stretches_make_the_period(told: list[Figure], said: str, step: int) -> None:
    period = period_of(said, TODAY, date(2024, 1, 1))
    whole = sums(within(told, period))
    for measure in ("visits", "sales"):
        rows = over_time(told, measure, period, step)
        for level in LEVELS:
            told_in_months = sum((levels.get(level, Decimal(0)) for _month, levels in rows), Decimal(0))
            assert told_in_months == (whole[measure].levels.get(level, 0) if measure in whole else 0)


@given(figures())
def test_the_quarters_make_the_year(told: list[Figure]) -> None:
    year = within(told, period_of("2026", TODAY, TODAY))
    quarters = [one for n in range(1, 5) for one in within(told, period_of(f"2026-q{n}", TODAY, TODAY))]
    assert sorted(year, key=repr) == sorted(quarters, key=repr)


@given(PERIODS, DAYS)
def test_every_day_of_a_period_has_its_month_and_months_do_not_overlap(said: str, earliest: date) -> None:
    period = period_of(said, TODAY, earliest)
    months = buckets_of(period)
    assert months == sorted(set(months))
    assert months[0] <= period.from_on <= period.to_on
    assert period.to_on - months[-1] < timedelta(days=31)
    assert len(buckets_of(period, step_of(period))) <= 12


@given(figures())
def test_of_two_words_of_one_level_about_the_same_the_receivers_stands(told: list[Figure]) -> None:
    kept = one_word_each(told)
    assert [one for one in told if one.by_receiver] == [one for one in kept if one.by_receiver]
    for one in kept:
        if not one.by_receiver:
            said = (one.of, one.measure, one.level)
            assert not any((other.of, other.measure, other.level) == said for other in kept if other.by_receiver)


def test_joy_is_a_mean_and_not_a_sum() -> None:
    joys = [Figure("a", "joy", Decimal(n), "self-reported", TODAY, TODAY) for n in (5, 4)]
    assert sums(joys)["joy"].mean("self-reported") == Decimal("4.5")
