"""The search: bound first, then loops that reach it, or as near as the work allowed comes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from hometeam.engine.loops.anneal import HOT, Annealing, Plan
from hometeam.engine.loops.choice import MOST_BRANCHES, NONE, best_of, greedy, in_order
from hometeam.engine.loops.columns import Columns, TooMany, Worth, all_loops
from hometeam.engine.loops.dive import dive
from hometeam.engine.loops.flow import best_arcs, unravelled
from hometeam.engine.loops.graph import Graph, compile_pool
from hometeam.engine.loops.pool import Answer, Clock, Deadline, Floats, Ints, Pool, Rules, Start, WrongPool
from hometeam.engine.loops.prices import FEW_MEMBERS, lifted, priced
from hometeam.engine.loops.windows import Windows

QUICK = 3
SMALL = 4_000
FEW = 1_000
SMALL_MEMBERS = 80
MIDDLE_MEMBERS = 300
LIKELY = 0.4
SOME_PER_MEMBER = 16
LEAST_PASSES, MOST_PASSES = 4_000, 20_000
TURN = (0.6, 0.5, 0.8)
BRANCHES = 2_000
PROPOSALS = 20_000_000
WINDOWS = 400
ROUNDS = 3
MOST_SEEDS = 12

PROVEN = "the best is proven"
NOTHING = "no loop is possible"
WORKED = "no better loops were found in the work that the search allows itself"
LATE = "the time limit was reached"


@dataclass
class State:
    """What a search knows: the loops, a bound on all choices, and the best choice so far. `complete` says whether
    the columns are all loops that the rules allow.
    """

    columns: Columns
    room: Floats
    worth: Worth
    bound: float
    prices: Floats
    chosen: Ints
    complete: bool = True

    @property
    def score(self) -> float:
        """The score of the best choice so far."""
        return float(self.columns.score[self.chosen].sum())

    @property
    def target(self) -> float:
        """The most that the bound leaves possible."""
        return self.worth.reach(self.bound)

    @property
    def done(self) -> bool:
        """Whether no choice can be better."""
        return self.score >= self.target - 1e-6 * (1.0 if self.worth.unit else max(1.0, abs(self.target)))

    def offer(self, chosen: Ints | None) -> None:
        """Take a choice if it is better."""
        if chosen is not None and self.columns.score[chosen].sum() > self.score + 1e-9:
            self.chosen = np.sort(chosen)

    def near(self, score: float) -> Ints:
        """The loops that a choice of at least this score could hold: their reduced cost does not exceed the gap."""
        slack = float(self.room @ self.prices) - score if self.complete else np.inf
        return np.flatnonzero(self.columns.reduced(self.prices) > -slack - 1e-6)


def best_loops(pool: Pool, rules: Rules, start: Start | None = None, clock: Clock | None = None) -> Answer:
    """The best set of loops for a pool.

    `start` is an earlier answer's loops: they are where the search begins, as far as they still stand. `clock` gives
    seconds and is needed where the rules set a time limit. The same seed gives the same answer, unless the limit cut
    the search short. Raises WrongPool.
    """
    deadline = Deadline.of(rules, clock)
    graph = compile_pool(pool, rules)
    if not len(graph.givers):
        return Answer((), 0.0, 0.0, True, NOTHING, 0)
    if rules.max_length == 0:
        return _of_any_length(pool, graph, rules)
    return _of_length(pool, graph, rules, start or Start(), deadline)


def _of_any_length(pool: Pool, graph: Graph, rules: Rules) -> Answer:
    if rules.objective == "expected":
        raise WrongPool("loops of any length are found by number served or by weight; for expected value say how long")
    arcs = best_arcs(graph, Worth.of(graph, rules))
    value = float(Worth.of(graph, rules).judge(graph, arcs[np.newaxis].astype(np.int32))[0].sum())
    loops = [_named(pool, graph, loop) for loop in unravelled(graph, arcs)]
    kept = int(graph.fixed[arcs].sum())
    return Answer(tuple(loops), value, value, True, PROVEN, _served(graph, arcs), kept)


def _served(graph: Graph, arcs: Ints) -> int:
    return int(graph.counts[graph.receivers[arcs]].sum())


def _named(pool: Pool, graph: Graph, loop: list[int]) -> tuple[str, ...]:
    """Ids in order of giving, from whoever comes first in the pool; those who only pass on are left out."""
    members = [int(graph.member[each]) for each in loop]
    first = members.index(min(members))
    return tuple(pool.ids[each] for each in members[first:] + members[:first] if pool.counts[each])


def _of_length(pool: Pool, graph: Graph, rules: Rules, start: Start, deadline: Deadline) -> Answer:
    worth = Worth.of(graph, rules)
    if rules.max_length > QUICK and worth.unit:
        # Short loops often reach what loops of any length could, and then nobody need look at the many long ones.
        quick = _searched(pool, graph, (QUICK, worth, rules.seed), start, deadline.share(0.4))
        quick.bound = _of_any_length_at_most(graph, worth)
        if quick.done:
            return answer(pool, graph, quick, deadline)
        start = start if start.loops else Start(answer(pool, graph, quick, deadline).loops)
    return answer(pool, graph, _searched(pool, graph, (rules.max_length, worth, rules.seed), start, deadline), deadline)


def _searched(pool: Pool, graph: Graph, how: tuple[int, Worth, int], start: Start, deadline: Deadline) -> State:
    """The state after the search among loops to a length, judged by a worth, with a seed."""
    longest, worth, seed = how
    state, chance = _begun(graph, longest, worth), np.random.default_rng(seed)
    if not len(state.columns):
        return state
    relaxed = priced(state.columns, state.room, chance, deadline)
    state.prices = relaxed.prices
    state.bound = min(state.bound, relaxed.bound) if state.complete else state.bound
    state.offer(standing(pool, graph, state.columns, state.room, start.loops))
    _search(state, relaxed.amounts, chance, deadline)
    return state


def repair(pool: Pool, rules: Rules, before: Answer, clock: Clock | None = None) -> Answer:
    """The best loops after a refusal, without asking more people anew than need be.

    `rules` forbid the legs refused and fix those accepted; loops of `before` that still stand are left as they are,
    but where the legs accepted need their members. The bound comes from the prices of `before`. Raises WrongPool.
    """
    deadline, graph = Deadline.of(rules, clock), compile_pool(pool, rules)
    if rules.max_length == 0 or not len(graph.givers):
        return best_loops(pool, rules, clock=clock)
    state = _begun(graph, rules.max_length, Worth.of(graph, rules))
    chance = np.random.default_rng(rules.seed)
    if not len(state.columns):
        return answer(pool, graph, state, deadline)
    state.prices = lifted(state.columns, _known_prices(pool, graph, state.worth, before))
    if state.complete:
        state.bound = float(state.room @ state.prices)
    stood = standing(pool, graph, state.columns, state.room, before.loops)
    state.offer(stood)
    broken = {each for loop in before.loops for each in loop} - {
        pool.ids[int(graph.member[each])]
        for each in np.unique(state.columns.of(state.chosen).nodes)
        if each < graph.size
    }
    _around(state, graph, [at for at, each in enumerate(graph.member.tolist()) if pool.ids[each] in broken], chance)
    return answer(pool, graph, state, deadline)


def _known_prices(pool: Pool, graph: Graph, worth: Worth, before: Answer) -> Floats:
    """The prices of an earlier answer; what keeping a leg adds is put on its giver."""
    prices = np.array([before.prices.get(pool.ids[each], 0.0) for each in graph.member.tolist()], np.float64)
    np.add.at(prices, graph.givers[graph.fixed], worth.per_kept)
    return prices


def _around(state: State, graph: Graph, free: list[int], chance: np.random.Generator) -> None:
    """Windows around those whose loops broke, and around the legs that are to be kept."""
    seeds = dict.fromkeys([*graph.givers[graph.fixed].tolist(), *free])
    windows = Windows(state.columns, state.room, state.prices, chance)
    for seed in list(seeds)[:MOST_SEEDS]:
        state.offer(windows.window(state.chosen, seed, Deadline()))


def _begun(graph: Graph, most: int, worth: Worth) -> State:
    """All loops, if they can be looked at one by one; else shorter ones, under the bound for loops of any length."""
    for longest in range(most, 1, -1):
        try:
            columns = all_loops(graph, longest, worth)
        except TooMany:
            continue
        break
    else:
        raise WrongPool("this pool has too many loops of two to look at")
    complete = longest == most
    bound = (np.inf if len(columns) else 0.0) if complete else _of_any_length_at_most(graph, worth)
    return State(columns, graph.capacities, worth, bound, np.zeros(graph.size), NONE, complete)


def _of_any_length_at_most(graph: Graph, worth: Worth) -> float:
    """What loops of any length come to, each leg's chance counted for itself alone, which no real choice exceeds."""
    apart = replace(graph, weights=graph.weights * graph.chances) if worth.objective == "expected" else graph
    additive = replace(worth, objective="weight") if worth.objective == "expected" else worth
    arcs = best_arcs(apart, additive)
    return float(additive.judge(apart, arcs[np.newaxis].astype(np.int32))[1].sum())


def standing(
    pool: Pool, graph: Graph, columns: Columns, room: Floats, loops: tuple[tuple[str, ...], ...]
) -> Ints | None:
    """The columns of those earlier loops that are still possible, as far as they go together."""
    place = {pool.ids[member]: number for number, member in enumerate(graph.member.tolist())}
    known = [[place[each] for each in loop] for loop in loops if all(each in place for each in loop)]
    short = [loop for loop in known if 0 < len(loop) <= columns.longest]
    if not short:
        return None
    wanted = _signed(np.array([_turned(loop, columns.longest, graph.size) for loop in short], np.int64).T)
    return in_order(columns, room, np.flatnonzero(np.isin(_signed(columns.nodes.astype(np.int64)), wanted)))


def _turned(loop: list[int], longest: int, nobody: int) -> list[int]:
    """As columns have it: from its least connected member, filled up with nobody."""
    first = loop.index(min(loop))
    return loop[first:] + loop[:first] + [nobody] * (longest - len(loop))


def _signed(nodes: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> Ints:
    """One number per loop; that two differ in nothing but by chance of 2⁻⁶⁴ is enough for a place to start."""
    signature = np.zeros(nodes.shape[1], np.int64)
    with np.errstate(over="ignore"):
        for row in nodes:
            signature = signature * np.int64(6364136223846793005) + row + np.int64(1442695040888963407)
    return signature


def _search(state: State, amounts: Floats, chance: np.random.Generator, deadline: Deadline) -> None:
    if state.worth.unit and state.columns.size <= FEW_MEMBERS:
        _dive(state, amounts, chance, deadline)
    if state.done:
        return
    state.offer(greedy(state.columns, state.room, state.columns.reduced(state.prices)))
    near = state.near(state.score)
    if len(near) <= SMALL and state.columns.size <= SMALL_MEMBERS:
        _exactly(state, near, MOST_BRANCHES, deadline)
    if not state.done:
        _better(state, chance, deadline)
    near = state.near(state.score)
    if not state.done and (len(near) <= FEW or (len(near) <= SMALL and state.columns.size <= MIDDLE_MEMBERS)):
        _exactly(state, near, BRANCHES, deadline)


def _dive(state: State, amounts: Floats, chance: np.random.Generator, deadline: Deadline) -> None:
    """Straight to the bound: among the loops that the relaxation uses and some others, then among all near it."""
    near = state.near(state.target)
    few = SOME_PER_MEMBER * state.columns.size
    tries = [near]
    if len(near) > 2 * few:
        tries = [np.union1d(near[amounts[near] > 1e-6], chance.choice(near, few, replace=False)), near]
    for loops in tries:
        part = state.columns.of(loops)
        found = dive(part, state.room, amounts[loops], target=state.target, chance=chance, deadline=deadline)
        if found is not None:
            state.offer(loops[found])
            return


def _exactly(state: State, near: Ints, branches: int, deadline: Deadline) -> None:
    """By integer programme. Loops whose reduced cost exceeds the gap are in no better choice, so none is missed."""
    if deadline.passed:
        return
    found = best_of(state.columns.of(near), state.room, branches, deadline.left)
    state.offer(None if found.chosen is None else near[found.chosen])
    if state.complete:
        state.bound = min(state.bound, max(found.bound, state.score))


def _better(state: State, chance: np.random.Generator, deadline: Deadline) -> None:
    """Annealing and windows by turns, each time from a little less hot."""
    likely = np.flatnonzero(state.columns.reduced(state.prices) > -LIKELY * float(state.columns.score.mean()))
    likely = np.union1d(likely, state.chosen)
    part = state.columns.of(likely)
    windows = Windows(part, state.room, state.prices, chance)
    passes = int(np.clip(PROPOSALS / part.size, LEAST_PASSES, MOST_PASSES))
    for turn in range(ROUNDS):
        if state.done or deadline.passed:
            return
        now = np.searchsorted(likely, state.chosen)
        if bool((state.room == 1).all()):
            plan = Plan(passes, min(part.size, len(part)), HOT / 2**turn)
            now = Annealing(part, state.prices, now, chance).run(plan, deadline.share(TURN[turn]))
        state.offer(likely[now])
        now = np.searchsorted(likely, state.chosen)
        now = windows.improve(now, state.target, WINDOWS, deadline.share(0.5))
        state.offer(likely[now])


def answer(pool: Pool, graph: Graph, state: State, deadline: Deadline) -> Answer:
    """What the search comes to, in the pool's words."""
    chosen = state.columns.of(np.sort(state.chosen))
    loops = [_named(pool, graph, [each for each in loop if each < graph.size]) for loop in chosen.nodes.T.tolist()]
    value, kept = float(chosen.value.sum()), int(chosen.kept.sum())
    bound = state.target - state.worth.per_kept * kept if graph.fixed.any() else state.target
    return Answer(
        loops=tuple(sorted(loops)),
        value=value,
        upper_bound=value if state.done else max(bound, value),
        optimal=state.done,
        stopped_because=NOTHING
        if state.done and not loops
        else PROVEN
        if state.done
        else LATE
        if deadline.passed
        else WORKED,
        served=sum(len(loop) for loop in loops),
        kept=kept,
        prices={pool.ids[int(graph.member[i])]: float(state.prices[i]) for i in np.flatnonzero(state.prices > 1e-9)},
    )
