"""Loops of barter: the best set of disjoint loops in a pool of members, with a proven bound.

`best_loops(pool, rules)` answers, and `repair(pool, rules, before)` mends an answer after a refusal; `pool` says what
goes in and comes out. The order of work is that of the fastest method known for such pools: prune to strongly connected
components, prices and a bound from the linear relaxation, loops of small reduced cost, a dive to the bound or annealing
under the prices, then exact windows.
"""

from hometeam.engine.loops.parts import Part, best_loops, in_turn, join, parts, solved
from hometeam.engine.loops.pool import OBJECTIVES, Answer, Arc, Member, Objective, Pool, Rules, Start, WrongPool
from hometeam.engine.loops.regions import regional
from hometeam.engine.loops.repairing import repair

__all__ = [
    "OBJECTIVES",
    "Answer",
    "Arc",
    "Member",
    "Objective",
    "Part",
    "Pool",
    "Rules",
    "Start",
    "WrongPool",
    "best_loops",
    "in_turn",
    "join",
    "parts",
    "regional",
    "repair",
    "solved",
]
