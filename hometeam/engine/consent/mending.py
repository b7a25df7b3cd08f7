"""What a dissolved ring leaves to the one in its stead: yeses to what has not changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """One gives another something it looks for: two members, the offer and the need, and `terms`, how much of it.

    Two links are the same only if all of this is.
    """

    giver: int
    receiver: int
    gives: int
    needs: int
    terms: tuple[str, ...] = ()


def still_yes(before: Collection[Link], yes: Collection[int], after: Collection[Link]) -> frozenset[int]:
    """Who of those that said yes to one ring gives and gets just the same in another, and need not be asked again."""
    kept = set(before) & set(after)
    givers, receivers = {link.giver for link in kept}, {link.receiver for link in kept}
    return frozenset(yes) & givers & receivers


def to_keep(links: Iterable[Link], yes: Collection[int], never: Collection[tuple[int, int]]) -> list[tuple[int, int]]:
    """The links, as pairs of giver and receiver, that somebody said yes to and that may still be: the more of them
    another ring keeps, the fewer are asked again.
    """
    pairs = ((link.giver, link.receiver) for link in links)
    return [pair for pair in pairs if pair not in never and not set(yes).isdisjoint(pair)]
