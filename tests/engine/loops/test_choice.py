"""The greedy choice, which looks at loops in portions, is the one that takes them one after the other."""

from __future__ import annotations

from unittest.mock import patch

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hometeam.engine.loops import choice
from hometeam.engine.loops.columns import Columns


@given(st.integers(2, 12), st.integers(0, 400), st.integers(1, 9), st.integers(0, 2**32 - 1))
def test_greedily_in_portions_is_greedily_in_order(members: int, loops: int, portion: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    nodes = np.argsort(chance.random((loops, members)), axis=1)[:, : min(4, members)].T.astype(np.int32)
    nodes[2:, chance.random(loops) < 0.4] = members
    columns = Columns(nodes, np.ones(loops), np.ones(loops), np.zeros(loops, np.int64), members)
    room, key = chance.integers(0, 4, members).astype(np.float64), chance.integers(0, 20, loops) / 20

    with patch.object(choice, "FIRST_PER_MEMBER", portion):
        found = choice.greedy(columns, room, key)

    one_by_one = choice.in_order(columns, room, np.argsort(-key, kind="stable"))
    assert sorted(found.tolist()) == sorted(one_by_one.tolist())
