"""What the engine has said is remembered for as long as nobody in the community has changed.

A pool is replaced as soon as the journal tells of a change in it (`pools`), in every process, and what was said of it
goes with it. The rest of what an answer depends on, whom to leave out and the kinds, is compared at each asking.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import cast
from weakref import WeakKeyDictionary

from hometeam.engine.fit import Fit, FitPool, KindFit, between, suggest

MOST = 1_000
"""So many answers are kept of one pool; then it is begun anew."""
Kinds = tuple[KindFit, ...]
About = tuple[Kinds, Mapping[int, float]]
NOBODY: Mapping[int, float] = {}
_said: WeakKeyDictionary[FitPool, dict[Hashable, tuple[About, object]]] = WeakKeyDictionary()


def forget() -> None:
    """Let go of everything, as after a change: for benchmarks, which must also say what a first look costs."""
    _said.clear()


def best(pool: FitPool, member_id: int, without: set[int], limit: int, about: About) -> tuple[Fit, ...]:
    """The engine's `suggest`: the best for a member, whoever is in `without` left out. `about` is the kinds there are,
    and who is owed most.
    """
    kinds, owed = about

    def ask() -> tuple[Fit, ...]:
        return tuple(suggest(pool, member_id, exclude=without, top=limit, kinds=kinds, owed=owed))

    return cast("tuple[Fit, ...]", _once(pool, (member_id, limit, frozenset(without)), about, ask))


def pair(pool: FitPool, member_id: int, other_id: int, kinds: Kinds) -> Fit | None:
    """The engine's `between`: how two members fit."""

    def ask() -> Fit | None:
        return between(pool, member_id, other_id, kinds=kinds)

    return cast("Fit | None", _once(pool, (member_id, other_id), (kinds, NOBODY), ask))


def _once(pool: FitPool, key: Hashable, about: About, ask: Callable[[], object]) -> object:
    said = _said.setdefault(pool, {})
    known = said.get(key)
    if known is None or known[0] != about:
        if len(said) >= MOST:
            said.clear()
        known = said[key] = about, ask()
    return known[1]
