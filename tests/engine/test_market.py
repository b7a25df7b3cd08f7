"""The rules of a market: its codes, its clock, who may do what when, and the loops at its end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hometeam.engine.market import (
    ALPHABET,
    MINUTES,
    ORDER,
    Answered,
    Card,
    Deed,
    Handing,
    Heart,
    Limits,
    NotNow,
    Refusal,
    Sitting,
    Stage,
    Step,
    handings,
    kept_answers,
    left,
    may,
    read,
    rings,
    spell,
    step,
)

NOON = datetime(2026, 10, 3, 12, 0, tzinfo=UTC)
stages = st.sampled_from(ORDER)
moves = st.lists(st.sampled_from([Step.ON, Step.BACK, Step.MORE]), max_size=20)
cards = st.builds(Card, st.just(0), st.integers(1, 8), st.booleans(), st.sampled_from(["", "a", "b", "c"]))
rooms = st.lists(cards, max_size=24).map(
    lambda found: [Card(at, one.seat, one.gives, one.service, at % 3 == 0) for at, one in enumerate(found)]
)
hearts = st.lists(st.builds(Heart, st.integers(0, 23), st.integers(1, 8)), max_size=40)


@given(st.integers(0, len(ALPHABET) ** 6 - 1))
def test_every_code_is_read_as_it_was_spelled_however_it_is_typed(number: int) -> None:
    code = spell(number)

    assert read(f" {code[:3].lower()}-{code[3:]} ") == code


@pytest.mark.parametrize("typed", ["", "CDF", "CDFGH0", "CDFGHI", "ÇDFGHJ", "CDFGHJK"])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert read(typed) == ""


@given(st.integers(0, len(ALPHABET) ** 6 - 1), st.integers(0, len(ALPHABET) ** 6 - 1))
def test_two_numbers_never_share_a_code(one: int, other: int) -> None:
    assert (spell(one) == spell(other)) == (one == other)


@given(moves)
def test_a_market_is_always_in_one_of_its_stages_and_its_clock_never_behind(wanted: list[Step]) -> None:
    it = Sitting(Stage.ARRIVING)
    for minute, each in enumerate(wanted):
        now = NOON + timedelta(minutes=minute)
        try:
            it = step(it, each, MINUTES, now)
        except NotNow:
            assert (each, it.stage) in ((Step.BACK, ORDER[0]), (Step.ON, ORDER[-1]))
        assert left(it, now) is None or left(it, now) >= 0  # type: ignore[operator]


@given(stages)
def test_after_the_end_nothing_may_be_done(stage: Stage) -> None:
    it = step(Sitting(stage), Step.END, MINUTES, NOON)

    assert not any(may(it, deed) for deed in Deed)
    with pytest.raises(NotNow):
        step(it, Step.MORE, MINUTES, NOON)


def test_for_half_an_hour_an_end_that_was_a_slip_can_be_undone() -> None:
    ended = step(Sitting(Stage.READING), Step.END, MINUTES, NOON)
    soon, late = NOON + timedelta(minutes=30), NOON + timedelta(minutes=31)

    assert step(ended, Step.REOPEN, MINUTES, soon) == Sitting(Stage.READING)
    with pytest.raises(NotNow):
        step(ended, Step.REOPEN, MINUTES, late)
    with pytest.raises(NotNow):
        step(Sitting(Stage.READING), Step.REOPEN, MINUTES, NOON)


def test_two_minutes_more_are_added_to_what_is_left_and_begin_now_when_time_is_up() -> None:
    offers = step(Sitting(Stage.ARRIVING), Step.ON, MINUTES, NOON)

    assert left(offers, NOON) == 360
    assert left(step(offers, Step.MORE, MINUTES, NOON), NOON) == 480
    late = NOON + timedelta(minutes=10)
    assert left(step(offers, Step.MORE, MINUTES, late), late) == 120


def test_writing_is_for_its_stages_and_reading_comes_after() -> None:
    found = {stage: {deed for deed in Deed if may(Sitting(stage), deed)} for stage in ORDER}

    assert Deed.WRITE_NEED not in found[Stage.OFFERS] and Deed.READ not in found[Stage.NEEDS]
    assert {Deed.READ, Deed.HEART} <= found[Stage.READING]
    assert Deed.WRITE_OFFER not in found[Stage.READING] and Deed.SIT not in found[Stage.LOOPS]


@given(rooms, hearts)
def test_handings_are_between_two_seats_one_each_way_and_nobody_gives_to_themselves(
    room: list[Card], loved: list[Heart]
) -> None:
    found = handings(room, loved)

    assert len({one.pair for one in found}) == len(found)
    assert all(one.giver != one.receiver and 1 <= one.warmth <= 7 for one in found)


@given(rooms, hearts)
def test_what_was_refused_is_never_proposed(room: list[Card], loved: list[Heart]) -> None:
    refused = [Refusal(one.giver, one.receiver, one.card) for one in handings(room, loved)[::2]]

    again = handings(room, loved, refused)

    assert not {(one.giver, one.receiver, one.card) for one in again} & {
        (one.giver, one.receiver, one.card) for one in refused
    }


@given(rooms, hearts, st.integers(2, 5))
def test_rings_are_closed_no_longer_than_asked_and_share_no_seat(
    room: list[Card], loved: list[Heart], longest: int
) -> None:
    found = handings(room, loved)

    seats = []
    for ring in rings(found, limits=Limits(longest)):
        assert 2 <= len(ring) <= longest
        assert all(one in found for one in ring)
        assert [one.receiver for one in ring] == [one.giver for one in (*ring[1:], ring[0])]
        seats += [one.giver for one in ring]
    assert len(seats) == len(set(seats))


@given(rooms, hearts)
def test_a_pool_that_has_two_who_want_each_others_cards_has_a_ring(room: list[Card], loved: list[Heart]) -> None:
    found = handings(room, loved)
    pairs = {one.pair for one in found}

    assert bool(rings(found, limits=Limits(5))) >= any((other, one) in pairs for one, other in pairs)


def chain(*seats: int) -> tuple[Handing, ...]:
    """A ring of seats, each giving card ten times its number."""
    return tuple(
        Handing(one, other, one * 10, None, 3) for one, other in zip(seats, (*seats[1:], seats[0]), strict=True)
    )


def test_a_yes_holds_where_neither_the_cards_nor_the_neighbours_have_changed() -> None:
    yes = [Answered(2, 20, 3, 10, 1), Answered(3, 30, 4, 20, 2), Answered(1, 10, 2, 40, 4)]

    assert kept_answers(chain(1, 2, 3, 5), yes) == {1: False, 2: True, 3: False, 5: False}


def test_what_was_said_yes_to_is_kept_before_a_warmer_loop() -> None:
    cold = [Handing(1, 2, 10, None, 1), Handing(2, 1, 20, None, 1)]
    warm = [Handing(1, 3, 10, None, 7), Handing(3, 1, 30, None, 7)]

    assert rings(cold + warm)[0][0].receiver == 3
    assert rings(cold + warm, [Answered(2, 20, 1, 10, 1)])[0][0].receiver == 2


def test_more_seats_are_better_than_warmer_ones() -> None:
    pair = [Handing(1, 2, 10, None, 7), Handing(2, 1, 20, None, 7)]
    three = [Handing(2, 3, 21, None, 1), Handing(3, 1, 30, None, 1)]

    assert [len(ring) for ring in rings(pair + three)] == [3]
