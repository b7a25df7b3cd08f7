"""A limit is never passed, not even by two at the same moment."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import transaction
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from hometeam.foundation import clock, limits
from hometeam.foundation.models import Spending
from tests.foundation.rivals import environment_for, race

HOUR = timedelta(hours=1)


def spend(amount: int = 2) -> bool:
    try:
        limits.spend("ask:1", amount=amount, per=HOUR)
    except limits.LimitReached:
        return False
    return True


@pytest.mark.django_db
def test_so_many_and_no_more() -> None:
    assert [spend(), spend(), spend()] == [True, True, False]


@pytest.mark.django_db
def test_it_says_from_when_it_is_allowed_again() -> None:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        begun = clock.now()
        spend()
        traveller.shift(600)
        spend()
        with pytest.raises(limits.LimitReached) as reached:
            limits.spend("ask:1", amount=2, per=HOUR)
        assert abs(reached.value.retry_at - (begun + HOUR)) < timedelta(seconds=1)
        traveller.move_to(reached.value.retry_at + timedelta(seconds=1))
        assert spend()
        assert not spend()


@pytest.mark.django_db
def test_what_was_rolled_back_was_not_spent() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        spend(1)
        raise RuntimeError
    assert spend(1)


@pytest.mark.django_db
def test_how_many_are_left() -> None:
    assert limits.left("ask:1", amount=2, per=HOUR) == 2
    spend()
    assert limits.left("ask:1", amount=2, per=HOUR) == 1


@pytest.mark.django_db
def test_nothing_is_allowed_when_the_limit_is_none() -> None:
    assert not spend(0)


@pytest.mark.django_db
def test_counts_that_hold_nobody_back_are_forgotten() -> None:
    spend()
    assert limits.forget_old(clock.now()) == 0
    assert limits.forget_old(clock.now() + 2 * HOUR) == 1
    assert not Spending.objects.exists()


SPENDER = """
from datetime import timedelta
from hometeam.foundation import limits
won = 0
for _ in range(10):
    try:
        limits.spend("ask:race", amount=7, per=timedelta(hours=1))
        won += 1
    except limits.LimitReached:
        pass
print(won)
"""


@pytest.mark.django_db(transaction=True)
def test_of_several_processes_at_once_only_so_many_get_through(tmp_path: Path) -> None:
    won = race(SPENDER, runners=3, environment=environment_for(tmp_path))
    assert sum(map(int, won)) == 7


@pytest.mark.django_db
@hypothesis_settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 4000), max_size=12), st.integers(1, 4))
def test_no_stretch_of_time_holds_more_than_allowed(pauses: list[int], amount: int) -> None:
    """Whenever people try, any window of an hour has at most `amount` uses."""
    Spending.objects.all().delete()
    allowed = []
    with time_machine.travel(clock.now(), tick=False) as traveller:
        for pause in pauses:
            traveller.shift(pause)
            if spend(amount):
                allowed.append(clock.now())
    for at in allowed:
        assert sum(at <= other < at + HOUR - timedelta(seconds=1) for other in allowed) <= amount
