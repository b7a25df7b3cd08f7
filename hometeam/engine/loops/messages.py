"""Loops by word of mouth, where the relaxation does not say which of many to take: every member tells each of its loops
how much it would miss the others, by what those heard from their other members, and so on, ever more decidedly.

This is belief propagation for a packing of loops into members, at a heat that falls (Mézard and Montanari,
*Information, Physics, and Computation*, 2009, 14 and 16; Lucibello and Ricci-Tersenghi, *The statistical mechanics of
random set packing*, 2014). A few hundred passes over the loops come nearer to the best of pools without structure than
minutes of search. It proves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hometeam.engine.loops.choice import NONE, fitting, in_order, left_by, members_in
from hometeam.engine.loops.columns import Columns
from hometeam.engine.loops.pool import Deadline, Floats, Ints

STEPS, FOR_THREE, AGAIN = 600, 2_000, 200
"""Where no more than three are in a loop more steps bring more; where there is a choice to lean on, fewer do."""
HOT = 0.5
COOLING = 2 / 3
"""The part of the steps over which it gets colder; then it stays as cold as that."""
SLOWLY = 0.65
"""How much of what was told before still counts; with less they may go on contradicting each other for ever."""
LOUDEST = 30.0
"""A call is not heard any louder than this logarithm: numbers stay exact, and it is as good as certainty."""
SURE, MEMBERS_FOR_EACH = 4.0, 100
"""Loops surer than this logit are settled at once, and at least one for every so many members: more of those that are
not sure yet cost much.
"""
FURTHER = 20
"""So many more steps are taken each time, among those that are left."""
LUCK = 0.01
LEANING, LUCK_LEANING = 0.1, 0.1
"""How much more a loop is worth for being in the choice that is leant on; and then luck may be greater."""


@dataclass(eq=False)
class Talk:
    """What members have told their loops by now: `told` is laid out as `columns.nodes`; `worth` is in shares of what a
    member's place comes to on average.
    """

    columns: Columns
    worth: Floats
    told: Floats

    @classmethod
    def begun(cls, columns: Columns, chance: np.random.Generator, leaning: Ints = NONE) -> Talk:
        """Nothing has been said; a little luck decides between equals."""
        share = float((columns.score / columns.lengths).mean())
        luck = LUCK_LEANING if len(leaning) else LUCK
        worth = columns.score / share + luck * chance.gumbel(size=len(columns))
        worth[leaning] += LEANING
        return cls(columns, worth, np.zeros(columns.nodes.shape))

    def of(self, loops: Ints) -> Talk:
        """What was said about these loops alone."""
        return Talk(self.columns.of(loops), self.worth[loops], np.ascontiguousarray(self.told[:, loops]))

    def sure(self, cold: float) -> Floats:
        """The logit of the chance that a loop is one of the best choice's."""
        found: Floats = cold * self.worth + self.told.sum(axis=0)
        return found

    def go_round(self, cold: float) -> None:
        """Everybody tells each of its loops how much its others call for it."""
        nodes, nobody = self.columns.nodes, self.columns.size
        calls = np.exp(np.minimum(self.sure(cold) - self.told, LOUDEST))
        heard = np.ones(nobody + 1)
        for members, loud in zip(nodes, calls, strict=True):
            heard += np.bincount(members, loud, nobody + 1)
        others = np.maximum(heard[nodes] - calls, 1.0)
        others[nodes == nobody] = 1.0
        self.told = SLOWLY * self.told - (1 - SLOWLY) * np.log(others)


def agreed(
    columns: Columns,
    room: Floats,
    cold: float,
    *,
    chance: np.random.Generator,
    deadline: Deadline,
    leaning: Ints = NONE,
) -> Ints:
    """Loops that go together, for members with a place in one loop each. `cold` is how decidedly they talk in the end,
    about 4 to 8. Where time runs short they cool down sooner. `leaning` are loops of a good choice: another one is then
    looked for that has something of it.
    """
    talk = Talk.begun(columns, chance, leaning)
    steps = AGAIN if len(leaning) else FOR_THREE if columns.longest <= 3 else STEPS
    _cool_down(talk, cold, steps, deadline.share(COOLING))
    chosen, open_loops = NONE, np.arange(len(columns))
    while len(open_loops):
        settled = _surest(talk, left_by(columns, room, chosen), cold)
        chosen = np.concatenate([chosen, open_loops[settled]])
        stay = np.flatnonzero(fitting(talk.columns, left_by(columns, room, chosen)))
        open_loops, talk = open_loops[stay], talk.of(stay)
        _go_on(talk, cold, deadline)
    return chosen


def _cool_down(talk: Talk, cold: float, steps: int, deadline: Deadline) -> None:
    whole, done = deadline.left, 0.0
    for step in range(1, steps + 1):
        if deadline.passed:
            return
        talk.go_round(HOT + (cold - HOT) * min(1.0, done / COOLING))
        done = max(step / steps, 1 - deadline.left / whole if np.isfinite(whole) else 0.0)


def _go_on(talk: Talk, cold: float, deadline: Deadline) -> None:
    for _step in range(FURTHER):
        if deadline.passed or not len(talk.columns):
            return
        talk.go_round(cold)


def _surest(talk: Talk, left: Floats, cold: float) -> Ints:
    """All that are sure, and at least one for every so many members who are left."""
    sure = talk.sure(cold)
    order = np.argsort(-sure, kind="stable")
    least = 1 + len(members_in(talk.columns)) // MEMBERS_FOR_EACH
    return in_order(talk.columns, left, order[: max(int(np.count_nonzero(sure > SURE)), least)])
