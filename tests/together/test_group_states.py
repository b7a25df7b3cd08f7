"""Groups in the state machine: whoever comes, goes, presses twice or is silent, nothing leads where it should not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from hometeam.engine.agreements import (
    ANSWERABLE,
    ASKING,
    ENDED,
    GROUP_RULES,
    RUNNING,
    Deal,
    Move,
    NotPossible,
    Role,
    Seats,
    State,
    Task,
    apply,
    awaited,
    has_to_confirm,
    possible,
    seat,
)

BEGUN = RUNNING | {State.DELIVERED, State.CONFIRMED, State.CLOSED}
EVERYBODY = st.integers(1, 7)


class Group(RuleBasedStateMachine):
    """Up to six sides, a seventh who may be asked later, and the clock, make moves at random."""

    deal: Deal

    @initialize(size=st.integers(3, 6), least=st.integers(2, 4), shared=st.booleans(), idea=st.booleans())
    def begin(self, size: int, least: int, shared: bool, idea: bool) -> None:
        sides = tuple(range(1, size + 1))
        tasks = tuple(Task(10 + side, None if shared and side == 1 else side, counts=side != 2) for side in sides)
        state = State.IDEA if idea else State.PROPOSED
        self.deal = Deal(state, sides, 1, yes=frozenset({1}), tasks=tasks, least=min(least, size), most=6)

    @rule(
        move=st.sampled_from(Move),
        by=st.one_of(st.none(), EVERYBODY),
        task=st.integers(11, 17),
        whom=st.lists(EVERYBODY, max_size=2, unique=True),
    )
    def try_a_move(self, move: Move, by: int | None, task: int, whom: list[int]) -> None:
        before = self.deal
        try:
            outcome = apply(before, move, by, task, tuple(whom))
        except NotPossible:
            return
        after = self.deal = outcome.deal
        assert after != before or move == Move.RENEGOTIATE  # other terms instead of other terms
        assert by in before.sides or (by is None and move == Move.LAPSE)
        assert by not in outcome.tell
        assert len(set(outcome.tell)) == len(outcome.tell)
        assert bool(outcome.notice) == bool(outcome.tell)
        assert set(outcome.tell) <= after.inside
        if move == Move.DELIVER:
            assert by in before.joined
        if move in (Move.DECLINE, Move.TAKE_OUT, Move.NUDGE, Move.INVITE):
            assert {one.id for one in after.tasks if one.done_by} == {one.id for one in before.tasks if one.done_by}

    @rule(move=st.sampled_from(Move), by=EVERYBODY, whom=EVERYBODY)
    def pressing_twice_tells_nobody_twice(self, move: Move, by: int, whom: int) -> None:
        if move in (Move.COUNTER, Move.RENEGOTIATE, Move.DELIVER, Move.UNDO):
            return
        try:
            first = apply(self.deal, move, by, None, (whom,))
        except NotPossible:
            return
        with pytest.raises(NotPossible):
            apply(first.deal, move, by, None, (whom,))

    @rule()
    def the_clock_always_has_a_way_out_of_what_waits(self) -> None:
        if self.deal.state not in ENDED:
            assert apply(self.deal, Move.LAPSE, None).deal != self.deal

    @invariant()
    def everybody_stands_in_one_place(self) -> None:
        if hasattr(self, "deal"):
            assert not self.deal.said_no & self.deal.gone
            assert self.deal.joined <= self.deal.inside
            assert self.deal.yes <= self.deal.inside
            assert len(self.deal.inside) <= self.deal.most

    @invariant()
    def what_is_asked_can_still_come_about(self) -> None:
        if hasattr(self, "deal") and self.deal.state in ASKING:
            assert len(self.deal.inside) >= self.deal.least
            assert not self.deal.joined

    @invariant()
    def only_enough_who_all_agreed_are_under_way(self) -> None:
        if hasattr(self, "deal") and self.deal.state in BEGUN - {State.RENEGOTIATED}:
            assert self.deal.yes == self.deal.joined
            assert len(self.deal.joined) >= max(self.deal.least, 2)

    @invariant()
    def two_at_least_whenever_it_goes_on(self) -> None:
        if hasattr(self, "deal") and self.deal.state in BEGUN:
            assert len(self.deal.joined) >= 2

    @invariant()
    def whether_to_go_on_smaller_is_a_question(self) -> None:
        if hasattr(self, "deal"):
            assert not self.deal.short or self.deal.state == State.RENEGOTIATED

    @invariant()
    def somebody_is_awaited_while_a_question_is_open(self) -> None:
        if hasattr(self, "deal"):
            assert bool(awaited(self.deal)) == (self.deal.state in ANSWERABLE)
            assert awaited(self.deal) <= self.deal.inside

    @invariant()
    def whoever_is_out_can_only_come_back(self) -> None:
        if hasattr(self, "deal"):
            for side in self.deal.said_no | self.deal.gone:
                assert possible(self.deal, side) <= {Move.ACCEPT, Move.DECLINE, Move.REOPEN}

    @invariant()
    def confirmed_means_nothing_waits_for_a_word(self) -> None:
        if hasattr(self, "deal") and self.deal.state == State.CONFIRMED:
            assert not any(has_to_confirm(self.deal, side) for side in self.deal.joined)

    @invariant()
    def what_was_confirmed_was_done_and_not_by_oneself(self) -> None:
        if hasattr(self, "deal"):
            for task in self.deal.tasks:
                assert task.done_by not in task.confirmed_by
                assert task.done_by or not task.confirmed_by


Group.TestCase.settings = settings(max_examples=200, stateful_step_count=40)
TestGroup = Group.TestCase


def asked(**fields: object) -> Deal:
    """Four are asked, three are needed, the first has asked them."""
    tasks = tuple(Task(10 + side, side) for side in range(1, 5))
    deal = Deal(State.PROPOSED, (1, 2, 3, 4), 1, yes=frozenset({1}), tasks=tasks, least=3, most=6)
    return replace(deal, **fields)  # type: ignore[arg-type]


def of(*sides: int) -> frozenset[int]:
    return frozenset(sides)


def after(deal: Deal, *moves: tuple[Move, int | None]) -> Deal:
    for move, by in moves:
        deal = apply(deal, move, by).deal
    return deal


def test_the_table_of_groups_has_one_line_for_a_move_in_a_state() -> None:
    assert len({(one.move, one.state) for one in GROUP_RULES}) == len(GROUP_RULES)
    assert {one.state for one in GROUP_RULES} == set(State)
    assert {one.move for one in GROUP_RULES} == set(Move)
    assert {one.move for one in GROUP_RULES if one.role == Role.CLOCK} == {Move.LAPSE}


def test_it_starts_when_all_who_are_still_in_have_said_yes() -> None:
    deal = after(asked(), (Move.ACCEPT, 2), (Move.DECLINE, 3))
    assert deal.state == State.PROPOSED
    started = apply(deal, Move.ACCEPT, 4)
    assert (started.deal.state, started.notice, started.tell) == (State.AGREED, "agreed", (1, 2))
    assert started.deal.joined == of(1, 2, 4)


def test_the_last_no_can_start_it_and_names_nobody() -> None:
    deal = after(asked(), (Move.ACCEPT, 2), (Move.ACCEPT, 3))
    started = apply(deal, Move.DECLINE, 4)
    assert (started.deal.state, started.notice, started.tell) == (State.AGREED, "agreed", (1, 2, 3))


def test_a_no_is_said_to_the_starter_only() -> None:
    outcome = apply(asked(), Move.DECLINE, 2)
    assert (outcome.notice, outcome.tell) == ("stepped-out", (1,))


def test_with_too_few_it_lapses_for_those_who_said_yes() -> None:
    deal = after(asked(), (Move.ACCEPT, 2), (Move.DECLINE, 3))
    outcome = apply(deal, Move.DECLINE, 4)
    assert (outcome.deal.state, outcome.notice, outcome.tell) == (State.LAPSED, "too-few", (1, 2))
    asked_more = apply(outcome.deal, Move.INVITE, 1, whom=(5,))
    assert asked_more.deal.state == State.PROPOSED
    assert asked_more.tell == (2, 5)


def test_the_starter_starts_with_those_who_said_yes_and_the_late_may_come_in() -> None:
    deal = after(asked(), (Move.ACCEPT, 2))
    with pytest.raises(NotPossible):
        apply(deal, Move.START, 1)
    started = after(deal, (Move.ACCEPT, 3), (Move.START, 1))
    assert (started.state, started.late) == (State.AGREED, of(4))
    joined = apply(started, Move.ACCEPT, 4)
    assert (joined.deal.joined, joined.notice, joined.tell) == (of(1, 2, 3, 4), "joined", (1, 2, 3))


def test_silence_starts_it_with_enough_and_lets_it_lapse_with_too_few() -> None:
    deal = after(asked(), (Move.ACCEPT, 2))
    assert apply(deal, Move.LAPSE, None).deal.state == State.LAPSED
    assert apply(after(deal, (Move.ACCEPT, 3)), Move.LAPSE, None).deal.state == State.AGREED


def test_other_terms_ask_everybody_again() -> None:
    deal = after(asked(), (Move.ACCEPT, 2), (Move.COUNTER, 3))
    assert (deal.state, deal.yes, awaited(deal)) == (State.COUNTERED, of(3), of(1, 2, 4))


def test_another_change_takes_the_place_of_the_one_that_is_asked_for_and_asks_all_again() -> None:
    deal = after(asked(), (Move.ACCEPT, 2), (Move.ACCEPT, 3), (Move.ACCEPT, 4), (Move.RENEGOTIATE, 1), (Move.ACCEPT, 2))
    bettered = apply(deal, Move.RENEGOTIATE, 2)
    assert (bettered.deal.yes, awaited(bettered.deal), bettered.tell) == (of(2), of(1, 3, 4), (1, 3, 4))
    taken_back = apply(deal, Move.DECLINE, 1)
    assert (taken_back.deal.state, taken_back.notice, taken_back.tell) == (State.AGREED, "kept", (2, 3, 4))


def test_what_was_for_several_is_opened_again_for_whoever_has_not_got_it_and_for_nobody_else() -> None:
    deal = after(asked(sides=(1, 2, 3)), (Move.ACCEPT, 2), (Move.ACCEPT, 3))
    for side in (1, 2, 3):
        deal = apply(deal, Move.DELIVER, side, 10 + side).deal
    deal = apply(deal, Move.CONFIRM, 3).deal
    missing = apply(deal, Move.NOT_YET, 2, 11)
    assert (missing.deal.state, missing.tell) == (State.DELIVERING, (1, 3))
    assert 3 in missing.deal.tasks[0].confirmed_by and missing.deal.tasks[0].done_by == 1
    for side, move in ((3, Move.NOT_YET), (1, Move.DELIVER), (2, Move.NOT_YET)):
        with pytest.raises(NotPossible):
            apply(missing.deal, move, side, 11)
    there = apply(missing.deal, Move.DELIVER, 2, 11).deal
    assert there.state == State.DELIVERED and there.tasks[0].confirmed_by == of(2, 3)


def test_whoever_waits_for_something_and_leaves_waits_no_more() -> None:
    deal = after(asked(sides=(1, 2, 3)), (Move.ACCEPT, 2), (Move.ACCEPT, 3))
    for side in (1, 2):
        deal = apply(deal, Move.DELIVER, side, 10 + side).deal
    deal = apply(deal, Move.NOT_YET, 3, 11).deal
    deal = apply(apply(deal, Move.WITHDRAW, 3).deal, Move.ACCEPT, 1).deal
    assert apply(deal, Move.ACCEPT, 2).deal.state == State.DELIVERED


def test_whoever_goes_on_smaller_does_not_end_it_by_a_no() -> None:
    deal = after(asked(sides=(1, 2, 3)), (Move.ACCEPT, 2), (Move.ACCEPT, 3), (Move.WITHDRAW, 3), (Move.ACCEPT, 1))
    with pytest.raises(NotPossible):
        apply(deal, Move.DECLINE, 1)


def test_whoever_leaves_takes_open_steps_along_and_the_rest_go_on() -> None:
    deal = after(asked(), (Move.ACCEPT, 2), (Move.ACCEPT, 3), (Move.ACCEPT, 4))
    for side in (1, 2, 3):
        deal = apply(deal, Move.DELIVER, side, 10 + side).deal
    assert deal.state == State.DELIVERING
    left = apply(deal, Move.WITHDRAW, 4)
    assert (left.deal.state, left.notice, left.tell) == (State.DELIVERED, "walked-out", (1, 2, 3))
    assert len(left.deal.tasks) == 4


def test_below_the_number_that_it_takes_the_rest_are_asked_to_go_on_smaller() -> None:
    deal = after(asked(sides=(1, 2, 3)), (Move.ACCEPT, 2), (Move.ACCEPT, 3))
    short = apply(deal, Move.WITHDRAW, 3)
    assert (short.deal.short, short.notice, awaited(short.deal)) == (True, "short", of(1, 2))
    smaller = after(short.deal, (Move.ACCEPT, 1), (Move.ACCEPT, 2))
    assert (smaller.state, smaller.least, smaller.short) == (State.AGREED, 2, False)
    ended = apply(short.deal, Move.DECLINE, 2)
    assert (ended.deal.state, ended.notice, ended.tell) == (State.WITHDRAWN, "withdrawn", (1,))


def test_a_reminder_and_taking_out_are_for_those_who_have_not_answered() -> None:
    deal = after(asked(), (Move.ACCEPT, 2))
    nudged = apply(deal, Move.NUDGE, 1, whom=(3,))
    assert (nudged.notice, nudged.tell) == ("nudged", (3,))
    for move, whom in ((Move.NUDGE, 3), (Move.NUDGE, 2), (Move.TAKE_OUT, 2), (Move.TAKE_OUT, 1), (Move.INVITE, 3)):
        with pytest.raises(NotPossible):
            apply(nudged.deal, move, 1, whom=(whom,))
    with pytest.raises(NotPossible):
        apply(deal, Move.TAKE_OUT, 2, whom=(3,))
    taken_out = apply(deal, Move.TAKE_OUT, 1, whom=(3,))
    assert (taken_out.deal.gone, taken_out.tell) == (of(3), ())


KINDS = ("solopreneur", "business", "nonprofit")


@given(st.lists(st.sampled_from(KINDS), min_size=2, max_size=6), st.integers(1, 3), st.integers(0, 3))
def test_seats_are_for_those_who_may_have_them(kinds: list[str], least: int, more: int) -> None:
    parts = [Seats("host", 1, 1, ("business", "nonprofit")), Seats("guest", least, least + more)]
    members = dict(enumerate(kinds, 1))
    found = seat(parts, members, {})
    hosts = [one for one, kind in members.items() if kind != "solopreneur"]
    assert (found is not None) == (bool(hosts) and least + 1 <= len(kinds) <= least + more + 1)
    if found is not None:
        assert set(found) == set(members)
        assert [members[one] != "solopreneur" for one, part in found.items() if part == "host"] == [True]


def test_a_chosen_part_moves_the_others_along() -> None:
    parts = [Seats("host", 1, 1), Seats("guest", 1, 3)]
    assert seat(parts, {1: "business", 2: "business"}, {1: "guest"}) == {2: "host", 1: "guest"}
    assert seat(parts, {1: "business", 2: "business"}, {1: "host", 2: "host"}) is None
