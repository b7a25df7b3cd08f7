"""A ring begins when all have said yes, and only then; whatever else happens, it dissolves kindly or waits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from hometeam.engine.consent import (
    ANSWER_WITHIN,
    REMIND_AFTER,
    Because,
    Link,
    Move,
    NotPossible,
    Ring,
    State,
    apply,
    proposed,
    still_yes,
    to_keep,
)

BEGAN_AT = datetime(2026, 11, 30, 9, tzinfo=UTC)
MEMBERS = (1, 2, 3)


def ring() -> Ring:
    return proposed(MEMBERS, BEGAN_AT)


def after(*moves: tuple[Move, int]) -> Ring:
    made = ring()
    for move, by in moves:
        made = apply(made, move, by, BEGAN_AT).ring
    return made


def test_it_is_agreed_with_the_last_yes_and_everybody_hears() -> None:
    two = after((Move.YES, 1), (Move.YES, 3))
    assert two.state == State.PROPOSED and two.awaited == {2}
    outcome = apply(two, Move.YES, 2, BEGAN_AT)
    assert outcome.ring.state == State.AGREED and outcome.tell == {1, 2, 3}


def test_a_no_dissolves_it_and_the_others_hear_not_whose_it_was() -> None:
    outcome = apply(after((Move.YES, 1)), Move.NO, 2, BEGAN_AT)
    assert (outcome.ring.state, outcome.ring.because) == (State.DISSOLVED, Because.REFUSED)
    assert outcome.tell == {1, 3}


def test_one_may_think_better_of_a_yes_until_all_have_said_it() -> None:
    assert after((Move.YES, 1), (Move.TAKE_BACK, 1)).awaited == {1, 2, 3}
    assert after((Move.YES, 1), (Move.NO, 1)).state == State.DISSOLVED
    with pytest.raises(NotPossible):
        apply(after(*((Move.YES, one) for one in MEMBERS)), Move.TAKE_BACK, 1, BEGAN_AT)


def test_those_who_have_not_answered_are_reminded_once_after_two_days() -> None:
    waiting = after((Move.YES, 1))
    with pytest.raises(NotPossible):
        apply(waiting, Move.REMIND, None, BEGAN_AT + REMIND_AFTER - timedelta(minutes=1))
    outcome = apply(waiting, Move.REMIND, None, BEGAN_AT + REMIND_AFTER)
    assert outcome.tell == {2, 3}
    with pytest.raises(NotPossible):
        apply(outcome.ring, Move.REMIND, None, BEGAN_AT + REMIND_AFTER)


def test_three_days_of_silence_dissolve_it() -> None:
    late = BEGAN_AT + ANSWER_WITHIN
    with pytest.raises(NotPossible):
        apply(ring(), Move.YES, 1, late)
    assert apply(ring(), Move.LAPSE, None, late).ring.because == Because.SILENCE
    with pytest.raises(NotPossible):
        apply(ring(), Move.LAPSE, None, late - timedelta(minutes=1))


@pytest.mark.parametrize("members", [(), (1,), (1, 1)])
def test_a_ring_takes_two_members_each_once(members: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="two members"):
        proposed(members, BEGAN_AT)


def test_a_ring_in_which_nobody_is_left_to_ask_is_none() -> None:
    with pytest.raises(ValueError, match="somebody to ask"):
        proposed(MEMBERS, BEGAN_AT, MEMBERS)


def link(giver: int, receiver: int, terms: str = "") -> Link:
    return Link(giver, receiver, giver * 10, receiver * 10, (terms,))


OLD = [link(1, 2), link(2, 3), link(3, 4), link(4, 1)]


def test_whoever_gives_and_gets_just_the_same_is_not_asked_again() -> None:
    new = [link(1, 2), link(2, 3), link(3, 5), link(5, 1)]
    assert still_yes(OLD, {1, 2, 3}, new) == {2}


def test_other_terms_are_asked_again() -> None:
    new = [link(1, 2), link(2, 3, "twice as much"), link(3, 5), link(5, 1)]
    assert still_yes(OLD, {1, 2, 3}, new) == frozenset()


def test_what_is_kept_touches_somebody_who_said_yes_and_was_refused_by_nobody() -> None:
    assert to_keep(OLD, {2}, never={(2, 3)}) == [(1, 2)]


links = st.builds(link, st.integers(1, 5), st.integers(6, 9))


@given(st.lists(links), st.sets(st.integers(1, 9)), st.lists(links))
def test_nobody_s_yes_is_carried_over_to_what_they_did_not_say_yes_to(
    before: list[Link], yes: set[int], new: list[Link]
) -> None:
    for member in still_yes(before, yes, new):
        assert member in yes
        assert any(one.giver == member and one in before for one in new)
        assert any(one.receiver == member and one in before for one in new)


class Rings(RuleBasedStateMachine):
    """Members answer as they please while the clock goes on."""

    @initialize(size=st.integers(2, 5))
    def begin(self, size: int) -> None:
        self.ring = proposed(range(size), BEGAN_AT)
        self.at = BEGAN_AT
        self.said: dict[int, bool] = {}
        self.reminders = 0

    def _try(self, move: Move, by: int | None) -> bool:
        before = self.ring
        try:
            outcome = apply(self.ring, move, by, self.at)
        except NotPossible:
            assert self.ring == before
            return False
        assert by not in outcome.tell or outcome.ring.state == State.AGREED
        assert outcome.tell <= set(before.members)
        self.ring = outcome.ring
        return True

    @rule(by=st.integers(0, 5), move=st.sampled_from([Move.YES, Move.NO, Move.TAKE_BACK]))
    def answers(self, by: int, move: Move) -> None:
        if self._try(move, by):
            self.said[by] = move == Move.YES

    @rule(hours=st.integers(0, 30))
    def waits(self, hours: int) -> None:
        self.at += timedelta(hours=hours)

    @rule(move=st.sampled_from([Move.REMIND, Move.LAPSE]))
    def clock(self, move: Move) -> None:
        self.reminders += self._try(move, None) and move == Move.REMIND

    @precondition(lambda self: self.ring.state != State.PROPOSED)
    @rule(move=st.sampled_from(list(Move)), by=st.one_of(st.none(), st.integers(0, 4)))
    def nothing_happens_to_what_is_over(self, move: Move, by: int | None) -> None:
        assert not self._try(move, by)

    @invariant()
    def it_is_agreed_exactly_when_all_said_yes(self) -> None:
        all_yes = all(self.said.get(one) for one in self.ring.members)
        assert (self.ring.state == State.AGREED) == all_yes

    @invariant()
    def a_no_or_silence_dissolves_it(self) -> None:
        if self.ring.because == Because.SILENCE:
            assert self.at >= self.ring.deadline_at and self.ring.yes < set(self.ring.members)
        assert (self.ring.state == State.DISSOLVED) == (self.ring.because != Because.NOTHING)

    @invariant()
    def nobody_is_reminded_twice(self) -> None:
        assert self.reminders <= 1


TestRings = Rings.TestCase
