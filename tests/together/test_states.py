"""The state machine: no sequence of moves leads where nothing should."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from hometeam.engine.agreements import (
    ANSWERABLE,
    ENDED,
    RULES,
    RUNNING,
    Deal,
    Due,
    DueError,
    Move,
    NotPossible,
    Role,
    State,
    Task,
    a_week_on,
    apply,
    awaited,
    deadline_for,
    free_moments,
    has_to_confirm,
    possible,
    resolve_dues,
)

NOW = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)


class Two(RuleBasedStateMachine):
    """Two or three sides, and the clock, make moves at random; those not allowed change nothing."""

    deal: Deal
    told: int

    @initialize(sides=st.integers(2, 3), shared=st.booleans(), idea=st.booleans())
    def begin(self, sides: int, shared: bool, idea: bool) -> None:
        ids = tuple(range(1, sides + 1))
        tasks = (Task(10, None if shared else 1), Task(11, 2, counts=False), Task(12, 2))
        state = State.IDEA if idea else State.PROPOSED
        self.deal = Deal(state, ids, 1, yes=frozenset({1}), tasks=tasks)

    @rule(move=st.sampled_from(Move), by=st.sampled_from([None, 1, 2, 3, 4]), task=st.sampled_from([10, 11, 12, 99]))
    def try_a_move(self, move: Move, by: int | None, task: int) -> None:
        before = self.deal
        try:
            outcome = apply(before, move, by, task)
        except NotPossible:
            return
        self.deal = outcome.deal
        assert by in before.sides or (by is None and move == Move.LAPSE)
        assert by not in outcome.tell
        assert len(set(outcome.tell)) == len(outcome.tell)
        assert bool(outcome.notice) == bool(outcome.tell)
        assert set(outcome.tell) <= set(before.sides)
        assert outcome.deal != before or move == Move.RENEGOTIATE  # other terms instead of other terms

    @rule()
    def the_clock_always_has_a_way_out_of_what_waits(self) -> None:
        if self.deal.state not in ENDED:
            assert Move.LAPSE in possible(self.deal, None)

    @invariant()
    def only_what_all_agreed_to_is_under_way(self) -> None:
        if hasattr(self, "deal") and self.deal.state in RUNNING - {State.RENEGOTIATED}:
            assert self.deal.yes == set(self.deal.sides)

    @invariant()
    def somebody_is_awaited_while_a_question_is_open(self) -> None:
        if hasattr(self, "deal"):
            assert bool(awaited(self.deal)) == (self.deal.state in ANSWERABLE)

    @invariant()
    def confirmed_means_all_done_and_all_confirmed(self) -> None:
        if hasattr(self, "deal") and self.deal.state == State.CONFIRMED:
            assert all(task.done_by for task in self.deal.tasks)
            assert not any(has_to_confirm(self.deal, side) for side in self.deal.sides)

    @invariant()
    def nobody_confirms_what_they_did_themselves(self) -> None:
        if hasattr(self, "deal"):
            assert all(task.done_by not in task.confirmed_by for task in self.deal.tasks)

    @invariant()
    def what_was_confirmed_was_done(self) -> None:
        if hasattr(self, "deal"):
            assert all(task.done_by for task in self.deal.tasks if task.confirmed_by)


TestTwo = Two.TestCase


def test_the_table_has_one_line_for_a_move_in_a_state() -> None:
    assert len({(one.move, one.state) for one in RULES}) == len(RULES)


def test_the_clock_makes_no_moves_but_lapsing() -> None:
    assert {one.move for one in RULES if one.role == Role.CLOCK} == {Move.LAPSE}


def test_every_state_but_the_closed_ones_can_be_left() -> None:
    assert {one.state for one in RULES} == set(State)


@pytest.mark.parametrize("most", [2, 5])
@pytest.mark.parametrize(("counts", "ends"), [(True, State.LAPSED), (False, State.CLOSED)])
def test_silence_closes_what_was_done_even_if_a_tick_that_does_not_count_is_missing(
    most: int, counts: bool, ends: State
) -> None:
    tasks = (Task(1, 1, done_by=1), Task(2, 2, counts=counts))
    both = frozenset({1, 2})
    deal = Deal(State.DELIVERING, (1, 2), 1, yes=both, tasks=tasks, most=most, joined=both)
    after = apply(deal, Move.LAPSE, None)
    assert after.deal.state == ends
    assert after.notice == ("lapsed" if ends == State.LAPSED else "")


def test_a_stranger_can_do_nothing() -> None:
    deal = Deal(State.PROPOSED, (1, 2), 1, yes=frozenset({1}))
    assert possible(deal, 3) == frozenset()


@given(state=st.sampled_from(State), ahead=st.integers(-400, 400), last=st.integers(0, 60))
def test_what_waits_has_a_deadline_and_what_ended_has_none(state: State, ahead: int, last: int) -> None:
    happens = NOW + timedelta(hours=ahead)
    deadline = deadline_for(state, NOW, happens, happens + timedelta(days=last))
    assert (deadline is None) == (state in ENDED)
    if state in (State.PROPOSED, State.COUNTERED) and deadline is not None:
        assert deadline <= min(NOW + timedelta(days=14), happens)


@given(st.integers(-90, 90), st.integers(-90, 90))
def test_days_count_from_the_agreed_one_or_from_another_step(first: int, then: int) -> None:
    day = NOW.date()
    days = resolve_dues({"a": Due(first), "b": Due(then, "a")}, day)
    assert (days["b"] - days["a"]).days == then
    assert min(resolve_dues({"a": Due(first)}, day, day).values()) >= day


@pytest.mark.parametrize("text", ["", "2", "d", "+d", "2 days", "+1d after:", "1d after:Meet", "-1000d"])
def test_a_due_rule_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(DueError):
        Due.parse(text)


def test_steps_that_wait_for_each_other_are_refused() -> None:
    with pytest.raises(DueError, match="wait for each other"):
        resolve_dues({"a": Due(1, "b"), "b": Due(1, "a")}, NOW.date())


ZONES = st.sampled_from(["America/Vancouver", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"])
HOURS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(HOURS, ZONES, st.booleans())
def test_proposed_moments_lie_ahead_on_working_hours_in_order(now: datetime, zone: str, timed: bool) -> None:
    moments = free_moments(now, zone, timed=timed)
    assert moments == sorted(moments)
    assert len(set(moments)) == 3
    assert all(at > now + timedelta(days=1) for at in moments)
    assert all(9 <= at.hour <= 15 and at.weekday() in (1, 2, 3) for at in moments)


@given(HOURS, st.integers(-60, 30), ZONES)
def test_what_is_taken_up_again_keeps_its_weekday_and_its_hour_across_the_clocks(
    now: datetime, days: int, zone: str
) -> None:
    before = (now + timedelta(days=days)).astimezone(ZoneInfo(zone)).replace(hour=10)
    again = a_week_on(before, now, zone)
    assert (again.weekday(), again.hour, again.minute) == (before.weekday(), 10, before.minute)
    assert again >= now + timedelta(days=3)


def test_a_no_to_a_change_leaves_what_was_done_done() -> None:
    done = (Task(1, 1, done_by=1), Task(2, 2))
    deal = Deal(State.RENEGOTIATED, (1, 2), 1, yes=frozenset({1}), tasks=done)
    assert apply(deal, Move.DECLINE, 2).deal == replace(deal, state=State.DELIVERING, yes=frozenset({1, 2}))
