"""The rules of an introduction: no sequence of moves, retries or ticks of the clock leads where nothing should."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from hometeam.engine.referrals import (
    ENDED,
    OPEN,
    RULES,
    Consent,
    Deed,
    Introduction,
    Move,
    NotPossible,
    Outcome,
    Side,
    State,
    apply,
    begun,
    possible,
    sees_details,
    waiting,
)

NOW = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
G, R, P, C = Side.GIVER, Side.RECEIVER, Side.PROSPECT, Side.CLOCK


class Three(RuleBasedStateMachine):
    """Giver, receiver, prospect and clock make moves at random, again and again; those not allowed change nothing."""

    it: Introduction

    @initialize(told=st.booleans())
    def begin(self, told: bool) -> None:
        self.it = begun(told=told)
        self.acts, self.brought, self.closing_words, self.letters = 0, 0, 0, 0
        self.reminders: Counter[tuple[State, bool, int]] = Counter()
        self.changes = 0

    @rule(move=st.sampled_from(Move), by=st.sampled_from(Side))
    def try_a_move(self, move: Move, by: Side) -> None:
        before = self.it
        try:
            outcome = apply(before, move, by)
        except NotPossible:
            assert move not in possible(before, by)
            return
        assert move in possible(before, by)
        self.it = outcome.introduction
        self.nobody_hears_what_they_should_not(outcome, by)
        self.count(before, move, by, outcome)

    def nobody_hears_what_they_should_not(self, outcome: Outcome, by: Side) -> None:
        told = [side for side, _key in outcome.tell]
        assert by not in told
        assert len(told) == len(set(told))
        assert set(told) <= {G, R}
        assert R not in told or self.it.known
        assert all(key for _side, key in outcome.tell)

    def count(self, before: Introduction, move: Move, by: Side, outcome: Outcome) -> None:
        self.acts += {Deed.DONE: 1, Deed.TAKEN_BACK: -1}.get(outcome.deed, 0)
        self.brought += {Deed.BROUGHT: 1, Deed.NOT_BROUGHT: -1}.get(outcome.deed, 0)
        if before.state in OPEN and self.it.state in ENDED:
            assert by == G or G in [side for side, _key in outcome.tell]
        if outcome.letter:
            self.letters += 1
            assert before.details and before.known and by != P
        if (before.state, before.consent) != (self.it.state, self.it.consent):
            self.changes += 1
        if move == Move.REMIND:
            self.reminders[before.state, before.known, self.changes] += 1

    @invariant()
    def an_act_stands_exactly_when_it_was_taken_on(self) -> None:
        if hasattr(self, "it"):
            assert self.acts == int(self.it.taken)

    @invariant()
    def it_brought_something_exactly_when_it_was_won(self) -> None:
        if hasattr(self, "it"):
            assert self.brought == int(self.it.state == State.WON)

    @invariant()
    def the_receiver_sees_nobody_who_has_not_agreed(self) -> None:
        if hasattr(self, "it"):
            if self.it.consent == Consent.ASKED:
                assert not self.it.known and not self.it.taken
                assert not sees_details(self.it, R)
                assert possible(self.it, R) == frozenset()
            assert not sees_details(self.it, R) or self.it.details

    @invariant()
    def nothing_is_kept_of_whoever_was_refused_or_refused(self) -> None:
        if hasattr(self, "it"):
            gone = self.it.state in (State.DECLINED, State.WITHDRAWN)
            assert not (gone or (self.it.state == State.LAPSED and not self.it.taken)) or not self.it.details
            assert self.it.state not in OPEN or self.it.details

    @invariant()
    def nobody_is_reminded_twice_of_the_same(self) -> None:
        if hasattr(self, "it"):
            assert all(count == 1 for count in self.reminders.values())

    @invariant()
    def the_prospect_is_told_once_at_most_that_it_ends(self) -> None:
        if hasattr(self, "it"):
            assert self.letters <= 1

    @invariant()
    def whoever_is_introduced_can_leave_as_long_as_anything_is_kept(self) -> None:
        if hasattr(self, "it"):
            leaving = {Move.WITHDRAW, Move.FORGET} & possible(self.it, P)
            assert bool(leaving) == self.it.details

    @invariant()
    def the_clock_always_has_a_way_out_of_what_waits(self) -> None:
        if hasattr(self, "it"):
            assert (Move.LAPSE in possible(self.it, C)) == (self.it.state in OPEN)


TestThree = Three.TestCase


@pytest.mark.parametrize("state", sorted(State))
@pytest.mark.parametrize("consent", sorted(Consent))
def test_a_move_has_at_most_one_line_of_the_table(state: State, consent: Consent) -> None:
    """Whatever else is so, two lines never fit at once, so that their order does not matter."""
    for flags in range(32):
        known, taken, details, reminded, thanked = (bool(flags >> bit & 1) for bit in range(5))
        it = Introduction(state, consent, known, taken, details, reminded, thanked, State.MET)
        for move in Move:
            for side in Side:
                fits = [one for one in RULES if (one.move, one.by) == (move, side) and state in one.states]
                assert sum(one.when(it) for one in fits) <= 1, (move, side, it)


def walked(*moves: tuple[Move, Side]) -> Introduction:
    it = begun(told=False)
    for move, side in moves:
        it = apply(it, move, side).introduction
    return it


def test_the_straight_way_ends_in_something() -> None:
    it = walked((Move.CONSENT, P), (Move.ACCEPT, R), (Move.CONTACT, R), (Move.MEET, R), (Move.WIN, R), (Move.THANK, R))
    assert (it.state, it.thanked, it.details) == (State.WON, True, True)


def test_a_late_word_is_still_welcome_after_it_went_quiet() -> None:
    it = walked((Move.CONSENT, P), (Move.CONTACT, R), (Move.LAPSE, C), (Move.WIN, R))
    assert it.state == State.WON


def test_silence_of_the_person_introduced_is_no_consent() -> None:
    outcome = apply(begun(told=False), Move.LAPSE, C)
    assert outcome.tell == ((G, "lapsed"),)
    assert not outcome.introduction.details


def test_whoever_waits_for_a_call_is_told_that_none_comes() -> None:
    assert apply(walked((Move.CONSENT, P)), Move.DECLINE, R).letter
    assert not apply(walked((Move.CONSENT, P), (Move.CONTACT, R)), Move.LOSE, R).letter
    assert not apply(begun(told=False), Move.WITHDRAW, G).letter


@given(st.sampled_from(State), st.sampled_from(Consent), st.integers(-2000, 2000))
def test_what_waits_is_reminded_of_before_it_lapses(state: State, consent: Consent, hours: int) -> None:
    since = NOW + timedelta(hours=hours)
    waits = waiting(Introduction(state=state, consent=consent), since)
    assert (waits is None) == (state in ENDED)
    if waits is not None:
        assert since < waits.remind_at < waits.lapse_at
        assert waits.side == (P if consent == Consent.ASKED else R)
