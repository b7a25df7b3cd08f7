"""Measurings that the room's tests begin with, and what each side does at home."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from hometeam.engine import overlap
from hometeam.engine.overlap import Kind, Paper
from hometeam.overlap import actions, queries
from hometeam.overlap.models import Exchange, Level
from tests.cast import Player

CHANCE = random.Random(11)


class Even:
    """Chance that moves no count."""

    def random(self) -> float:
        return 0.999


def people(first: int, last: int) -> list[str]:
    """Customers by number."""
    return [f"customer{number}@example.org" for number in range(first, last)]


@dataclass
class Home:
    """A side at home, with its customers and a key that stays here."""

    player: Player
    customers: list[str]
    key: bytes = field(default_factory=lambda: overlap.key_from(CHANCE.randbytes(64)))

    def blinds(self) -> Paper:
        """Its own list."""
        points = overlap.blinded(self.customers, self.key, CHANCE.randbytes(32))
        return Paper(Kind.LIST, points, overlap.public(self.key))

    def puts_in(self, it: Exchange) -> None:
        actions.put_in(viewer=self.player.viewer, exchange=it, paper=self.blinds())

    def blinds_again(self, it: Exchange) -> Paper:
        """What it is handed, under its key too."""
        it = fresh(it)
        handed = queries.handed_to(it, it.side_of(self.player.member))
        return Paper(Kind.RETURNED, overlap.blinded_again(handed, self.key))

    def hands_back(self, it: Exchange) -> bool:
        return actions.hand_back(viewer=self.player.viewer, exchange=it, paper=self.blinds_again(it), chance=Even())


def asked(asker: Player, other: Player) -> Exchange:
    """One asks the other."""
    return actions.ask(viewer=asker.viewer, other=other.member, level=Level.BAND)


def agreed(asker: Player, other: Player, level: Level = Level.BAND) -> Exchange:
    """Both would like to know."""
    it = asked(asker, other)
    actions.agree(viewer=other.viewer, exchange=it, level=level)
    return fresh(it)


def both_in(one: Home, other: Home) -> Exchange:
    """Both lists are in."""
    it = agreed(one.player, other.player)
    one.puts_in(it)
    other.puts_in(it)
    return fresh(it)


def measured(one: Home, other: Home) -> Exchange:
    """All the way to the answer."""
    it = both_in(one, other)
    assert one.hands_back(it)
    assert other.hands_back(it)
    return fresh(it)


def fresh(it: Exchange) -> Exchange:
    """The same, read anew."""
    return queries.whole().get(pk=it.pk)
