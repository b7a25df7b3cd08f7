"""Who could hand what to whom: from hearts, and from cards that speak of the same service."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

TAKEN, OFFERED, ALIKE, EASY = 3, 2, 1, 1
"""How warm a handing is: its receiver's heart, its giver's, the same service on both cards, no extra work."""


@dataclass(frozen=True, slots=True)
class Card:
    """What one seat gives, or needs; `service` is a taxonomy id or "". `easy`: it is no extra work."""

    id: int
    seat: int
    gives: bool
    service: str = ""
    easy: bool = False


@dataclass(frozen=True, slots=True)
class Heart:
    """A seat would take what a card gives, or could do what it needs."""

    card: int
    seat: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """Somebody did not want this card to go from this giver to this receiver."""

    giver: int
    receiver: int
    card: int


@dataclass(frozen=True, slots=True)
class Handing:
    """What a giver could do for a receiver: `card` says it; `need` is the receiver's card that it answers, if any.

    `warmth` is how much speaks for it, 1 to 7.
    """

    giver: int
    receiver: int
    card: int
    need: int | None
    warmth: int

    @property
    def pair(self) -> tuple[int, int]:
        return self.giver, self.receiver


def handings(cards: Iterable[Card], hearts: Iterable[Heart], refused: Collection[Refusal] = ()) -> list[Handing]:
    """The warmest handing between every two seats that have one, in the order of seats; nothing that was refused."""
    best: dict[tuple[int, int], Handing] = {}
    no = {(one.giver, one.receiver, one.card) for one in refused}
    for found in _possible(list(cards), set(hearts)):
        if found.giver == found.receiver or (found.giver, found.receiver, found.card) in no:
            continue
        before = best.get(found.pair)
        if before is None or (found.warmth, -found.card) > (before.warmth, -before.card):
            best[found.pair] = found
    return [best[pair] for pair in sorted(best)]


def _possible(cards: list[Card], hearts: set[Heart]) -> Iterator[Handing]:
    by_id = {card.id: card for card in cards}
    needs: dict[str, list[Card]] = {}
    for card in cards:
        if not card.gives and card.service:
            needs.setdefault(card.service, []).append(card)
    for heart in sorted(hearts, key=lambda one: (one.card, one.seat)):
        loved = by_id.get(heart.card)
        if loved is not None and loved.gives:
            yield Handing(loved.seat, heart.seat, loved.id, None, TAKEN + EASY * loved.easy)
        elif loved is not None:
            yield Handing(heart.seat, loved.seat, loved.id, loved.id, OFFERED)
    for card in cards:
        for need in needs.get(card.service, ()) if card.gives else ():
            yield _alike(card, need, hearts)


def _alike(card: Card, need: Card, hearts: set[Heart]) -> Handing:
    """Both cards speak of one service; hearts that either side gave make it warmer."""
    taken = TAKEN * (Heart(card.id, need.seat) in hearts)
    offered = OFFERED * (Heart(need.id, card.seat) in hearts)
    return Handing(card.seat, need.seat, card.id, need.id, ALIKE + EASY * card.easy + taken + offered)
