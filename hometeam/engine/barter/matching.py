"""Which offers meet which needs. Nobody ever gets anything that does not stand among its own needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from hometeam.engine.barter.nearness import Where, nearness

How = Literal["any", "in-person", "online"]
Alike = Literal["exact", "words", "kin"]
SURE: Mapping[Alike, float] = {"exact": 1.0, "words": 0.9, "kin": 0.6}
"""How well an offer meets a need: the same service, the same words, a trade of the same kind."""
KIN = 0.7
"""From this nearness on in the taxonomy a trade may stand in for another."""
NO_EXTRA_WORK, NEAR, IN_TIME = 0.2, 0.1, 0.05
"""What else is good about a match: it costs the giver nothing, the two are near, it is there by the day it is for."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One offer or need on a board. `by_on` is the day until which it is there, or by which it is needed."""

    id: int
    member: int
    service: str
    words: str
    how: How = "any"
    by_on: date | None = None
    no_extra_work: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What else must be known: where members are, how near two services are (1 the same), who does not want to meet
    whom, what was refused (a giver for a receiver, an offer for a need), the first day on which anything that is agreed
    can come about, and by how much a need counts more than another (1 where nothing is said; see `patience`).
    """

    soonest: date
    kinship: Callable[[str, str], float]
    places: Mapping[int, Where] = field(default_factory=dict)
    apart: AbstractSet[frozenset[int]] = frozenset()
    never: AbstractSet[tuple[int, int]] = frozenset()
    refused: AbstractSet[tuple[int, int]] = frozenset()
    patience: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match:
    """An offer that meets a need: how good it is, what it is worth with the patience of whoever needs it, and why, as
    keys: "exact", "words", "kin", "no-extra-work", "near", "online", "in-time".
    """

    giver: int
    receiver: int
    gives: int
    needs: int
    quality: float
    worth: float
    grounds: tuple[str, ...]


def best_matches(gives: Sequence[Entry], needs: Sequence[Entry], facts: Facts) -> list[Match]:
    """The best match of each giver with each receiver, by their ids; of equals that of the older entries."""
    best: dict[tuple[int, int], Match] = {}
    near: dict[tuple[int, int], float | None] = {}
    for give, need, alike in _alike(gives, needs, facts.kinship):
        found = _match(give, need, alike, facts, near)
        if found is None:
            continue
        pair = (found.giver, found.receiver)
        if pair not in best or _rank(found) < _rank(best[pair]):
            best[pair] = found
    return [best[pair] for pair in sorted(best)]


def _rank(match: Match) -> tuple[float, int, int]:
    return -match.worth, match.gives, match.needs


def _alike(
    gives: Sequence[Entry], needs: Sequence[Entry], kinship: Callable[[str, str], float]
) -> Iterator[tuple[Entry, Entry, Alike]]:
    """Pairs in which what is given is what is needed, or near it."""
    by_service, by_words = _by(gives, lambda one: one.service), _by(gives, lambda one: plain(one.words))
    kin = {
        wanted: [had for had in by_service if had != wanted and kinship(had, wanted) >= KIN]
        for wanted in {need.service for need in needs if need.service}
    }
    for need in needs:
        yield from ((give, need, "exact") for give in by_service.get(need.service, ()))
        for had in kin.get(need.service, ()):
            yield from ((give, need, "kin") for give in by_service[had])
        same_words = by_words.get(plain(need.words), ())
        yield from ((give, need, "words") for give in same_words if not (give.service and need.service))


def _by(entries: Iterable[Entry], key: Callable[[Entry], str]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for one in entries:
        if key(one):
            found[key(one)].append(one)
    return found


def plain(words: str) -> str:
    """Words without what is only how they are written: case, blanks and the full stop at the end."""
    return " ".join(words.casefold().split()).rstrip(".")


def _match(
    give: Entry, need: Entry, alike: Alike, facts: Facts, near: dict[tuple[int, int], float | None]
) -> Match | None:
    pair = (give.member, need.member)
    if give.member == need.member or frozenset(pair) in facts.apart or pair in facts.never:
        return None
    if (give.id, need.id) in facts.refused or not all(_in_time(one.by_on, facts.soonest) for one in (give, need)):
        return None
    if pair not in near:
        near[pair] = nearness(facts.places.get(give.member), facts.places.get(need.member))
    way = _way(give.how, need.how, near[pair])
    if way is None:
        return None
    ground, close = way
    quality, grounds = SURE[alike] + NEAR * close, [alike, *([ground] if ground else [])]
    if give.no_extra_work:
        quality, grounds = quality + NO_EXTRA_WORK, [*grounds, "no-extra-work"]
    if need.by_on is not None:
        quality, grounds = quality + IN_TIME, [*grounds, "in-time"]
    worth = quality * facts.patience.get(need.id, 1.0)
    return Match(*pair, give.id, need.id, quality, worth, tuple(grounds))


def _in_time(day: date | None, soonest: date) -> bool:
    return day is None or day >= soonest


def _way(one: How, other: How, close: float | None) -> tuple[str, float] | None:
    """How the two come together, and how near that is; None where it does not go: in person takes being near."""
    if "online" in (one, other):
        return None if "in-person" in (one, other) else ("online", 0.0)
    if close is not None:
        return "near", close
    return None if "in-person" in (one, other) else ("online", 0.0)
