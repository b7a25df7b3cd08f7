"""A clearing is taken apart into rings of few people, and put together again it is the same."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hometeam.engine.setoff import Debt, NoClearing, rings, set_off

NAMES = st.sampled_from("abcdefgh")
DEBTS = st.lists(st.builds(Debt, NAMES, NAMES, st.integers(0, 50)), max_size=40)


def test_a_ring_of_three_is_one_ring() -> None:
    (ring,) = rings([Debt("ann", "bo", 30), Debt("bo", "cy", 30), Debt("cy", "ann", 30)])
    assert (ring.members, ring.amount) == (("ann", "bo", "cy"), 30)
    assert ring.debts == (Debt("ann", "bo", 30), Debt("bo", "cy", 30), Debt("cy", "ann", 30))


def test_two_who_owe_each_other_need_nobody_else() -> None:
    owed = [Debt("ann", "bo", 40), Debt("bo", "ann", 10), Debt("bo", "cy", 30), Debt("cy", "ann", 30)]
    assert [(ring.members, ring.amount) for ring in rings(owed)] == [(("ann", "bo"), 10), (("ann", "bo", "cy"), 30)]


def test_debts_that_do_not_go_round_are_refused() -> None:
    with pytest.raises(NoClearing, match="does not come back"):
        rings([Debt("ann", "bo", 30), Debt("bo", "cy", 30)])


@given(DEBTS)
def test_rings_come_to_what_was_cleared(debts: list[Debt]) -> None:
    cleared = set_off(debts)
    found = rings(cleared.setoffs)
    put_together: Counter[tuple[str, str]] = Counter()
    for ring in found:
        assert ring.amount > 0 and len(set(ring.members)) == len(ring.members) >= 2
        put_together.update({(one.debtor, one.creditor): one.amount for one in ring.debts})
    assert put_together == {(one.debtor, one.creditor): one.amount for one in cleared.setoffs}
    assert rings(reversed(cleared.setoffs)) == found
