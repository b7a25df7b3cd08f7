"""After a refusal: the best loops that keep what was accepted, changing little of what was proposed."""

from __future__ import annotations

import numpy as np

from hometeam.engine.loops.columns import Worth
from hometeam.engine.loops.graph import Graph, compile_pool
from hometeam.engine.loops.keeping import most_kept
from hometeam.engine.loops.once import each_once
from hometeam.engine.loops.parts import best_loops
from hometeam.engine.loops.pool import Answer, Clock, Deadline, Pool, Rules
from hometeam.engine.loops.prices import lifted, priced
from hometeam.engine.loops.search import begun, improve, known_prices
from hometeam.engine.loops.standing import standing
from hometeam.engine.loops.state import State, told
from hometeam.engine.loops.waiting import for_those_who_wait
from hometeam.engine.loops.windows import Windows

MOST_SEEDS = 12
FEW_MEMBERS = 300
FEW_LOOPS = 200_000


def repair(pool: Pool, rules: Rules, before: Answer, clock: Clock | None = None) -> Answer:
    """The best loops that keep every acceptance already given, after a refusal.

    `rules.forbidden` are the legs refused, never used again; `rules.fixed` those accepted: as many of them are kept as
    can be, whatever else that costs; `answer.kept` says how many. Then the objective counts, then those who wait. The
    pool's capacities say how many more proposals each has room for. Loops of `before` that still stand are where the
    search begins, so nobody is asked anew without a gain. Up to 300 members the whole pool is searched, and `optimal`
    says whether that is proven; beyond, windows around the loops that broke and the legs accepted. Raises WrongPool.

        >>> from hometeam.engine.loops import Arc, Pool, Rules, best_loops, repair
        >>> legs = [("Ann", "Bo"), ("Bo", "Cy"), ("Cy", "Ann"), ("Bo", "Dee"), ("Dee", "Ann")]
        >>> pool = Pool.of_arcs(Arc(giver, receiver, 5 if receiver == "Cy" else 1) for giver, receiver in legs)
        >>> before = best_loops(pool, Rules(3, "weight"))
        >>> before.loops
        (('Ann', 'Bo', 'Cy'),)
        >>> refused, accepted = frozenset([("Bo", "Cy")]), frozenset([("Ann", "Bo")])
        >>> after = repair(pool, Rules(3, "weight", forbidden=refused, fixed=accepted), before)
        >>> after.loops, after.kept
        ((('Ann', 'Bo', 'Dee'),), 1)
    """
    deadline, graph = Deadline.of(rules, clock), compile_pool(pool, rules)
    if rules.max_length == 0 or not len(graph.givers):
        return best_loops(pool, rules, clock=clock)
    how = (rules.max_length, Worth.of(graph, rules), rules.seed)
    state = _repaired(pool, graph, how, before, deadline)
    if state.kept < state.keepable and not deadline.passed:
        state = _repaired(pool, graph, (how[0], how[1].strictly(graph), how[2]), before, deadline)
    for_those_who_wait(state, graph.waiting, np.random.default_rng(rules.seed), deadline)
    return told(pool, graph, each_once(state, graph, deadline), deadline)


def _repaired(pool: Pool, graph: Graph, how: tuple[int, Worth, int], before: Answer, deadline: Deadline) -> State:
    """The state after the repair among loops to a length, judged by a worth, with a seed."""
    longest, worth, seed = how
    chance = np.random.default_rng(seed)
    state = begun(graph, longest, worth, chance)
    if not len(state.columns):
        return state
    known = known_prices(pool, graph, worth, before.prices)
    state.prices = lifted(state.columns, np.zeros(graph.size) if known is None else known)
    if state.complete:
        state.bound = float(state.room @ state.prices)
    state.offer(standing(pool, graph, state.columns, state.room, before.loops))
    if graph.fixed.any():
        state.offer(most_kept(state, deadline))
    _around(state, graph, _broken(pool, graph, before, _served(pool, graph, state)), chance)
    if not state.done and graph.size <= FEW_MEMBERS and len(state.columns) <= FEW_LOOPS:
        _searched_whole(state, chance, deadline)
    return state


def _served(pool: Pool, graph: Graph, state: State) -> set[str]:
    nodes = np.unique(state.columns.of(state.chosen).nodes)
    return {pool.ids[each] for each in graph.member[nodes[nodes < graph.size]].tolist()}


def _broken(pool: Pool, graph: Graph, before: Answer, stood: set[str]) -> list[int]:
    """Those who lost their loop."""
    lost = {each for loop in before.loops for each in loop} - stood
    return [at for at, each in enumerate(graph.member.tolist()) if pool.ids[each] in lost]


def _around(state: State, graph: Graph, free: list[int], chance: np.random.Generator) -> None:
    """Windows around those whose loops broke, and around the legs that are to be kept."""
    seeds = dict.fromkeys([*graph.givers[graph.fixed].tolist(), *free])
    windows = Windows(state.columns, state.room, state.prices, chance)
    for seed in list(seeds)[:MOST_SEEDS]:
        state.offer(windows.window(state.chosen, seed, Deadline()))


def _searched_whole(state: State, chance: np.random.Generator, deadline: Deadline) -> None:
    relaxed = priced(state.columns, state.room, chance, deadline)
    if state.complete:
        state.prices, state.bound = relaxed.prices, min(state.bound, relaxed.bound)
    if not state.done:
        improve(state, relaxed.amounts, chance, deadline)
