"""The search: bound first, then loops that reach it, or as near as the work allowed comes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from hometeam.engine.loops.anneal import HOT, Annealing, Plan
from hometeam.engine.loops.choice import MOST_BRANCHES, NONE, best_of, greedy
from hometeam.engine.loops.columns import NEVER, TooMany, Worth, all_loops, allowed_by
from hometeam.engine.loops.dive import dive
from hometeam.engine.loops.flow import best_arcs, lacking, most_often, unravelled
from hometeam.engine.loops.graph import Graph, compile_pool
from hometeam.engine.loops.keeping import most_kept
from hometeam.engine.loops.messages import agreed
from hometeam.engine.loops.once import each_once
from hometeam.engine.loops.pool import Answer, Deadline, Floats, Ints, Nodes, Pool, Rules, Start, WrongPool
from hometeam.engine.loops.prices import FEW_MEMBERS, priced
from hometeam.engine.loops.settling import settle
from hometeam.engine.loops.standing import standing
from hometeam.engine.loops.state import NOTHING, PROVEN, WORKED, State, named, told
from hometeam.engine.loops.thinning import with_some_longer
from hometeam.engine.loops.waiting import FEW_MEMBERS as FEW_WAIT
from hometeam.engine.loops.waiting import for_those_who_wait
from hometeam.engine.loops.windows import LARGE, Windows

QUICK, TRYING = 3, 0.4
"""Loops so short are tried first, for this part of the time."""
NEARLY = 0.98
"""In larger pools only where they might come to this part of what loops of any length could come to: among the many
more of longer ones a search in the same time seldom comes nearer to it.
"""
DIVING = 0.6
"""The part of the time that may go by on the way straight to the bound, which does not always lead there."""
TRIED_A_SECOND = 2_000_000
"""So many loops the first step on that way looks at in a second."""
LOOKING = 0.4
"""The part of the time that may go by in finding loops of one length, before shorter ones have to do."""
SMALL = 4_000
FEW = 1_000
SELDOM, SELDOM_PER_MEMBER, MOST_SELDOM, AT_FIRST = 1_500, 0.8, 20_000, 0.5
"""Where so few loops are possible, in all or for each member, choosing among them by integer programme is mostly proven
in less time than anything else takes, unless it is one of very many; it may take this part of what there is.
"""
SMALL_MEMBERS = 80
MIDDLE_MEMBERS = 300
LIKELY = 0.4
LIKELY_PER_MEMBER = 40
"""Among more, those that matter are proposed too seldom to be tried together."""
SOME_PER_MEMBER = 16
LEAST_PASSES, MOST_PASSES = 4_000, 20_000
WHOLE = 0.9
TALKING = 0.6
COLDS = (4.0, 6.0, 8.0, 5.0)
TOLD, TOLD_PER_MEMBER, TOLD_A_SECOND = 40_000, 40, 25_000
"""Loops to talk about, in all or for each member, whichever is more; and members of loops that can be talked over from
beginning to end in a second.
"""
HEARD, ALONE, MOST_TALKS = 4_000_000, 48, 400
"""Members of loops, each as often as all talk anew: how often that is worth while. After the first ones talks are
shorter, and lean on the best choice so far.
"""
SETTLING = 0.3
PARTS, ONCE = (0.1, 0.1, 0.1, 0.05, 0.02), (0.05,)
TURN = (0.6, 0.5, 0.8)
MANY_PER_MEMBER = 8
BRANCHES = 2_000
PROPOSALS = 20_000_000
WINDOWS = 400
ROUNDS = 3


def search(pool: Pool, rules: Rules, start: Start, deadline: Deadline) -> Answer:
    """The best set of loops for a pool, or for a part of one."""
    graph = compile_pool(pool, rules)
    if not len(graph.givers):
        return Answer((), 0.0, 0.0, True, NOTHING, 0)
    if rules.max_length == 0:
        return _of_any_length(pool, graph, rules)
    state = _of_length(pool, graph, rules, start, deadline)
    for_those_who_wait(state, graph.waiting, np.random.default_rng(rules.seed), deadline)
    return told(pool, graph, each_once(state, graph, deadline), deadline)


def _of_any_length(pool: Pool, graph: Graph, rules: Rules) -> Answer:
    worth = Worth.of(graph, rules).strictly(graph)
    if worth.objective == "expected":
        raise WrongPool("loops of any length are found by number served or by weight; for expected value say how long")
    choices = [best_arcs(graph, worth)]
    if bool((graph.capacities > 1).any()):
        arcs_at_all, often = most_often(graph, worth)
        choices.append(np.repeat(arcs_at_all, often.astype(np.int64)))
    bound = float(worth.judge(graph, choices[-1][np.newaxis].astype(np.int32))[0].sum()) + lacking(graph, worth)
    found = [_going_round(graph, worth, arcs) for arcs in choices]
    loops, arcs = max(found, key=lambda each: float(worth.judge(graph, each[1][np.newaxis])[1].sum()))
    value = float(worth.judge(graph, arcs[np.newaxis])[0].sum())
    proven = value >= bound - 1e-9 * max(1.0, bound)
    why = WORKED if not proven else PROVEN if loops else NOTHING
    kept, served = int(graph.fixed[np.unique(arcs)].sum()), int(graph.counts[graph.receivers[arcs]].sum())
    told = tuple(filter(None, (named(pool, graph, loop) for loop in loops)))
    return Answer(told, value, max(bound, value), proven, why, served, kept)


def _going_round(graph: Graph, worth: Worth, arcs: Ints) -> tuple[list[list[int]], Nodes]:
    """The loops that these arcs make, each once and none that is worth nothing; and all their arcs."""
    loops, all_arcs = [], [np.zeros(0, np.int32)]
    turned = (loop[(at := loop.index(min(loop))) :] + loop[:at] for loop in unravelled(graph, arcs))
    for loop in dict.fromkeys(map(tuple, turned)):
        ends = np.array(loop, np.int32)
        _, legs = graph.find(ends, np.roll(ends, -1))
        if worth.judge(graph, legs[np.newaxis])[1].sum() > 0:
            loops.append(list(loop))
            all_arcs.append(legs)
    return loops, np.concatenate(all_arcs)


def _of_length(pool: Pool, graph: Graph, rules: Rules, start: Start, deadline: Deadline) -> State:
    worth = Worth.of(graph, rules)
    starts, most = [start], np.inf
    if rules.max_length > QUICK and not graph.fixed.any():
        # Short loops often reach what loops of any length could, and then nobody need look at the many long ones.
        most = _of_any_length_at_most(graph, worth)
        how, least = (QUICK, worth, rules.seed), NEARLY * most if graph.size > MIDDLE_MEMBERS else 0.0
        quick = _searched(pool, graph, how, starts, deadline.share(TRYING), least=least)
        quick.bound = most
        known = quick.done and not _longer_would_end_more_waiting(quick)
        if known or (deadline.passed and len(quick.chosen)):
            return quick
        starts.append(Start(told(pool, graph, quick, deadline).loops))
    state = _searched(pool, graph, (rules.max_length, worth, rules.seed), starts, deadline)
    state.bound = min(state.bound, most)
    if state.kept < state.keepable and not deadline.passed:
        strict = worth.strictly(graph)
        state = _searched(pool, graph, (rules.max_length, strict, rules.seed), starts, deadline)
    return state


def _longer_would_end_more_waiting(quick: State) -> bool:
    """Whether longer loops could be worth as much and serve more who wait, where that is looked for exactly."""
    waits = quick.worth.per_waiting > 0 and quick.columns.size <= FEW_WAIT
    return waits and quick.score < quick.bound - 1e-9 * max(1.0, quick.bound)


def _searched(
    pool: Pool,
    graph: Graph,
    how: tuple[int, Worth, int],
    starts: Sequence[Start],
    deadline: Deadline,
    *,
    least: float = 0.0,
) -> State:
    """The state after the search among loops to a length, judged by a worth, with a seed, from the best of some starts;
    without search, where it is proven that no choice comes to `least`.
    """
    longest, worth, seed = how
    chance = np.random.default_rng(seed)
    state = begun(graph, longest, worth, chance, deadline)
    if not len(state.columns):
        return state
    relaxed = priced(state.columns, state.room, chance, deadline, known_prices(pool, graph, worth, starts[0].prices))
    state.prices = relaxed.prices
    state.bound = min(state.bound, relaxed.bound) if state.complete else state.bound
    for start in starts:
        state.offer(standing(pool, graph, state.columns, state.room, start.loops))
    if state.bound < least:
        return state
    if graph.fixed.any():
        state.offer(most_kept(state, deadline))
    improve(state, relaxed.amounts, chance, deadline)
    return state


def known_prices(pool: Pool, graph: Graph, worth: Worth, before: Mapping[str, float]) -> Floats | None:
    """The prices of an earlier answer, if there are any; what keeping a leg adds is put on its giver."""
    if not before:
        return None
    prices = np.array([before.get(pool.ids[each], 0.0) for each in graph.member.tolist()], np.float64)
    np.add.at(prices, graph.givers[graph.fixed], worth.per_kept)
    return prices


def begun(graph: Graph, most: int, worth: Worth, chance: np.random.Generator, deadline: Deadline = NEVER) -> State:
    """All loops, if they can be looked at one by one in time; else shorter ones and some of the others, under the bound
    for loops of any length. Loops of two are looked at however late it is.
    """
    for longest in range(most, 1, -1):
        until, entries = (deadline.share(LOOKING), allowed_by(deadline)) if longest > 2 else (NEVER, None)
        try:
            columns = all_loops(graph, longest, worth, entries, until)
        except TooMany:
            continue
        break
    else:
        raise WrongPool("this pool has too many loops of two to look at")
    complete = longest == most
    if not complete:
        columns = with_some_longer(graph, columns, most, worth, chance, deadline=deadline.share(LOOKING))
    bound = (np.inf if len(columns) else 0.0) if complete else _of_any_length_at_most(graph, worth)
    return State(columns, graph.capacities, worth, bound, np.zeros(graph.size), NONE, complete)


def _of_any_length_at_most(graph: Graph, worth: Worth) -> float:
    """What loops of any length come to, each leg's chance counted for itself alone, which no real choice exceeds."""
    apart = replace(graph, weights=graph.weights * graph.chances) if worth.objective == "expected" else graph
    additive = replace(worth, objective="weight") if worth.objective == "expected" else worth
    arcs, often = most_often(apart, additive)
    return float(additive.judge(apart, arcs[np.newaxis].astype(np.int32))[1] @ often) + lacking(apart, additive)


def improve(state: State, amounts: Floats, chance: np.random.Generator, deadline: Deadline) -> None:
    if state.worth.unit and state.columns.size <= FEW_MEMBERS:
        _dive(state, amounts, chance, deadline.share(DIVING))
    if state.done:
        return
    state.offer(greedy(state.columns, state.room, state.columns.reduced(state.prices)))
    if state.columns.size > SMALL_MEMBERS:
        _begin(state, amounts, chance, deadline)
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
    part, used, few = state.columns.of(near), amounts[near], SOME_PER_MEMBER * state.columns.size
    tries = [np.arange(len(near))]
    if len(near) > 2 * few:
        tries.insert(0, np.union1d(np.flatnonzero(used > 1e-6), chance.choice(len(near), few, replace=False)))
    for first in tries:
        if len(first) > TRIED_A_SECOND * deadline.left:
            return
        how = (part, state.room, used[first])
        found = dive(*how, first=first, target=state.target, chance=chance, deadline=deadline)
        if found is not None:
            state.offer(near[found])
            return


def _begin(state: State, amounts: Floats, chance: np.random.Generator, deadline: Deadline) -> None:
    """Where members are not few: exactly if loops are, else by what the relaxation tells, or by word of mouth."""
    near = state.near(state.score)
    if len(near) <= min(max(SELDOM, SELDOM_PER_MEMBER * state.columns.size), MOST_SELDOM):
        _exactly(state, near, BRANCHES, deadline.share(AT_FIRST))
    if state.done:
        return
    if state.simple and not _tells(state, amounts):
        _agree(state, chance, deadline.share(TALKING))
    else:
        _settle(state, amounts, chance, deadline.share(SETTLING))


def _tells(state: State, amounts: Floats) -> bool:
    """Whether the relaxation takes most of what it takes as a whole, so that it says itself which loops to take."""
    worth = state.columns.score * amounts
    return float(worth[amounts > WHOLE].sum()) > 0.5 * float(worth.sum())


def _agree(state: State, chance: np.random.Generator, deadline: Deadline) -> None:
    """Several times, more or less decidedly, as chance decides much, and the best one counts; then leaning on it. Where
    there are very many loops, those of least reduced cost alone are talked about, each time others, and no more than
    can be in the time.
    """
    in_time = TOLD_A_SECOND * deadline.left / state.columns.longest
    most = int(max(1, min(in_time, max(TOLD, TOLD_PER_MEMBER * state.columns.size), len(state.columns))))
    took, talks = 0.0, HEARD / (most * state.columns.longest)
    for number in range(int(np.clip(talks, 1, MOST_TALKS))):
        left = deadline.left
        if state.done or left <= took:
            return
        likely = state.likeliest(most, chance)
        part = state.columns.of(likely)
        leaning = np.flatnonzero(np.isin(likely, state.chosen)) if number >= ALONE else NONE
        how = (part, state.room, COLDS[number % len(COLDS)])
        state.offer(likely[agreed(*how, chance=chance, deadline=deadline, leaning=leaning)])
        took = left - deadline.left if np.isfinite(left) else 0.0


def _settle(state: State, amounts: Floats, chance: np.random.Generator, deadline: Deadline) -> None:
    """Several times, in ever smaller parts, as chance decides much, and the best one counts; in a large pool once."""
    for part in PARTS if state.columns.size <= FEW_MEMBERS else ONCE:
        if state.done or deadline.passed:
            return
        how = (state.columns, state.room, state.prices, amounts)
        state.offer(settle(*how, chance=chance, deadline=deadline, part=part))


def _exactly(state: State, near: Ints, branches: int, deadline: Deadline) -> None:
    """By integer programme. Loops whose reduced cost exceeds the gap are in no better choice, so none is missed."""
    if deadline.passed:
        return
    found = best_of(state.columns.of(near), state.room, branches, deadline.left, least=state.better)
    state.offer(None if found.chosen is None else near[found.chosen])
    if state.complete:
        state.bound = min(state.bound, max(found.bound, state.score))


def _better(state: State, chance: np.random.Generator, deadline: Deadline) -> None:
    """Annealing and exact windows by turns, each time from a little less hot; then larger windows. These alone, where
    there are so many loops that annealing seldom meets one twice.
    """
    likely = np.union1d(_likely(state), state.chosen)
    if len(state.columns) <= MANY_PER_MEMBER * state.columns.size:
        _by_annealing(state, likely, chance, deadline)
    if not state.done:
        _by_large_windows(state, likely, chance, deadline)


def _by_annealing(state: State, likely: Ints, chance: np.random.Generator, deadline: Deadline) -> None:
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
        now = windows.improve(np.searchsorted(likely, state.chosen), state.target, WINDOWS, deadline.share(0.5))
        state.offer(likely[now])


def _by_large_windows(state: State, likely: Ints, chance: np.random.Generator, deadline: Deadline) -> None:
    part, now = state.columns.of(likely), np.searchsorted(likely, state.chosen)
    windows = Windows(part, state.room, state.prices, chance, LARGE)
    state.offer(likely[windows.improve(now, state.target, WINDOWS, deadline)])


def _likely(state: State) -> Ints:
    """The loops of small reduced cost, as many as the members make worth while."""
    likely = state.likeliest(LIKELY_PER_MEMBER * state.columns.size)
    reduced = state.columns.of(likely).reduced(state.prices)
    return likely[reduced > -LIKELY * float(state.columns.score.mean())]
