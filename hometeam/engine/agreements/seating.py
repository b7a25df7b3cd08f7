"""Who plays which part in a group: every part has the members it needs, nobody one that they may not play."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seats:
    """A part with its seats: `least` must be taken, `most` may be, by members of these `kinds` (empty: of any)."""

    id: str
    least: int
    most: int
    kinds: tuple[str, ...] = ()

    def takes(self, kind: str) -> bool:
        """Whether a member of that kind may play it."""
        return not self.kinds or kind in self.kinds


def seat(
    parts: Sequence[Seats], members: Mapping[int, str], chosen: Mapping[int, str], *, complete: bool = True
) -> dict[int, str] | None:
    """The part of each member, or None where there is no such seating.

    Args: `members` are ids with their kinds, in the order in which they are seated; `chosen` fixes some of their parts;
    with `complete` every part has at least its `least`. The seats that must be taken go first, in the parts' order.
    """
    hall = _Hall(parts, members, chosen)
    for at, needed in enumerate(hall.needed):
        if needed:
            hall.fill(at, set())
    if complete and sum(hall.needed) > len(hall.taken):
        return None
    for member in members:
        if member not in hall.taken.values() and not hall.place(member, set()):
            return None
    return {member: hall.seats[at].id for at, member in hall.taken.items()}


class _Hall:
    """Seats and who sits on them; whoever comes moves others along where that helps (augmenting paths)."""

    def __init__(self, parts: Sequence[Seats], members: Mapping[int, str], chosen: Mapping[int, str]) -> None:
        must = [part for part in parts for _seat in range(part.least)]
        may = [part for part in parts for _seat in range(part.most - part.least)]
        self.seats = must + may
        self.needed = [True] * len(must) + [False] * len(may)
        self.members, self.chosen = members, chosen
        self.taken: dict[int, int] = {}

    def may(self, member: int, at: int) -> bool:
        part = self.seats[at]
        return part.takes(self.members[member]) and self.chosen.get(member, part.id) == part.id

    def fill(self, at: int, tried: set[int]) -> bool:
        """Put somebody on a seat."""
        sits = {member: seat for seat, member in self.taken.items()}
        able = [one for one in self.members if one not in tried and self.may(one, at)]
        for member in sorted(able, key=lambda one: one in sits):
            tried.add(member)
            if member not in sits or self.fill(sits[member], tried):
                self.taken[at] = member
                return True
        return False

    def place(self, member: int, tried: set[int]) -> bool:
        """Find a seat for somebody."""
        able = [at for at in range(len(self.seats)) if at not in tried and self.may(member, at)]
        for at in sorted(able, key=lambda one: one in self.taken):
            tried.add(at)
            if at not in self.taken or self.place(self.taken[at], tried):
                self.taken[at] = member
                return True
        return False
