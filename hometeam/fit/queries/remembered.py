"""What the engine has said is remembered for as long as nobody in the community has changed.

A pool is replaced as soon as the journal tells of a change in it (`pools`), in every process, and what was said of it
goes with it. The rest of what an answer depends on, whom to leave out and the kinds, is compared at each asking.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import cast
from weakref import WeakKeyDictionary

from hometeam.engine.fit import Fit, FitPool, KindFit, between, suggest
from hometeam.fit.queries.pools import Known
from hometeam.fit.queries.weeks import Chosen

MOST = 1_000
"""So many answers are kept of one pool; then it is begun anew."""
Kinds = tuple[KindFit, ...]
About = tuple[Kinds, Mapping[int, float], Chosen]
NOBODY: Mapping[int, float] = {}
_said: WeakKeyDictionary[FitPool, dict[Hashable, tuple[About, object]]] = WeakKeyDictionary()


def forget() -> None:
    """Let go of everything, as after a change: for benchmarks, which must also say what a first look costs."""
    _said.clear()


def best(known: Known, member_id: int, without: set[int], limit: int, kinds: Kinds) -> tuple[Fit, ...]:
    """The engine's `suggest`: the best for a member by this week's choice, whoever is in `without` left out."""
    chosen = known.chosen

    def ask() -> tuple[Fit, ...]:
        return tuple(
            suggest(
                known.pool,
                member_id,
                exclude=without,
                top=limit,
                kinds=kinds,
                owed=known.owed,
                beliefs=chosen.beliefs,
                prices=chosen.prices,
                seats=chosen.seats.get(member_id, ()),
                seed=chosen.seed,
            )
        )

    key = (member_id, limit, frozenset(without))
    return cast("tuple[Fit, ...]", _once(known.pool, key, (kinds, known.owed, chosen), ask))


def pair(known: Known, member_id: int, other_id: int, kinds: Kinds) -> Fit | None:
    """The engine's `between`: how two members fit."""

    def ask() -> Fit | None:
        return between(known.pool, member_id, other_id, kinds=kinds, beliefs=known.chosen.beliefs)

    return cast("Fit | None", _once(known.pool, (member_id, other_id), (kinds, NOBODY, known.chosen), ask))


def _once(pool: FitPool, key: Hashable, about: About, ask: Callable[[], object]) -> object:
    said = _said.setdefault(pool, {})
    known = said.get(key)
    if known is None or known[0] != about:
        if len(said) >= MOST:
            said.clear()
        known = said[key] = about, ask()
    return known[1]
