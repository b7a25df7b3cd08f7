"""From a row's words and codes to services and needs."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from hometeam.engine.taxonomy import Match, Service, Taxonomy

from .entry import Guess

CODE, BROAD_CODE, COVERED = 0.75, 0.3, 0.3
"""What an official code adds to the service that it stands for (less where that is a broad field), and to narrower ones."""
TRADE, CATEGORY = 1.0, 0.3
NAME, NAME_ALONE = 0.3, 0.8
"""How much a name counts beside words for the trade, and where there are none that say one."""
NAME_LEAST = 0.5
LEAST = 0.3
ALSO = 0.6
"""A further service is kept when it has at least this share of the first one's weight."""
MOST = 3
SAID_LEAST = 0.5
NEEDS = 5
COUNTS_LITTLE = re.compile(r"\b(?:permit|unclassified|internet sales|administrative office)\b", re.IGNORECASE)
"""Words of licences that say little about the trade: there the name counts more."""
_PARTS = re.compile(r"[,;/|•·\n]|\band\b|\bor\b|&|\+|\by\b|\bund\b|\bet\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Words:
    """What a row says about a trade: specific words, the wide category, official codes, the member's name."""

    trade: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    naics: str = ""
    ntee: str = ""
    name: str = ""
    nonprofit: bool = False


def services_of(words: Words, taxonomy: Taxonomy) -> tuple[Guess, ...]:
    """The services that a row probably means, the surest first; empty where nothing says one."""
    votes: dict[str, float] = {}
    for service, weight in _votes(words, taxonomy):
        votes[service.id] = votes.get(service.id, 0.0) + weight
    narrow = {name: weight for name, weight in votes.items() if weight >= LEAST}
    ranked = sorted(narrow.items(), key=lambda pair: (-pair[1], pair[0]))
    kept = _kept(ranked, taxonomy)
    if not kept and words.nonprofit and (any_kind := taxonomy.get("nonprofit")):
        return (Guess(any_kind.id, LEAST),)
    return tuple(Guess(name, round(min(1.0, weight), 3)) for name, weight in kept)


def needs_of(services: Sequence[Guess], wanted: Iterable[str], taxonomy: Taxonomy) -> tuple[Guess, ...]:
    """What the row says it looks for, then what its first service's trade usually needs; never what it does itself."""
    own = {guess.service for guess in services}
    said = {
        match.service.id: Guess(match.service.id, match.score, guessed=False) for match in _wanted(wanted, taxonomy)
    }
    likely = taxonomy.likely_needs(services[0].service) if services else []
    all_needs = said | {name: Guess(name, weight) for name, weight in likely if name not in said}
    return tuple(guess for name, guess in all_needs.items() if name not in own)[: max(NEEDS, len(said))]


def _votes(words: Words, taxonomy: Taxonomy) -> Iterable[tuple[Service, float]]:
    owner = taxonomy.from_ntee(words.ntee) or taxonomy.from_naics(words.naics)
    if owner:
        yield owner, BROAD_CODE if owner.broad else CODE
    for place, text in enumerate(words.trade):
        yield from _matched(text, TRADE / (1 + place) * (0.5 if COUNTS_LITTLE.search(text) else 1.0), words, taxonomy)
    for text in words.category:
        yield from _matched(text, CATEGORY, words, taxonomy)
    silent = not words.trade or all(COUNTS_LITTLE.search(text) for text in words.trade)
    alone = silent and (owner is None or owner.broad)
    for service, weight in _matched(words.name, NAME_ALONE if alone else NAME, words, taxonomy, least=NAME_LEAST):
        if service.ntee or not words.nonprofit:
            yield service, weight


def _matched(
    text: str, weight: float, words: Words, taxonomy: Taxonomy, least: float = 0.0
) -> Iterable[tuple[Service, float]]:
    for match in _matches(taxonomy, text):
        if match.score >= least:
            covered = COVERED if words.naics and taxonomy.covers(match.service.id, words.naics) else 0.0
            yield match.service, weight * (match.score + covered)


@lru_cache(maxsize=20_000)
def _matches(taxonomy: Taxonomy, text: str) -> tuple[Match, ...]:
    """Directories repeat themselves: the same words are looked up once."""
    return tuple(taxonomy.match(text, top=4)) if text else ()


def _kept(ranked: Sequence[tuple[str, float]], taxonomy: Taxonomy) -> list[tuple[str, float]]:
    if not ranked:
        return []
    first, *others = ranked
    further = [
        (name, weight)
        for name, weight in others
        if weight >= ALSO * first[1] and not taxonomy.competes(first[0], name) and not _is_broad(name, taxonomy)
    ]
    return [first, *further][:MOST]


def _is_broad(name: str, taxonomy: Taxonomy) -> bool:
    found = taxonomy.get(name)
    return found is None or found.broad


def _wanted(texts: Iterable[str], taxonomy: Taxonomy) -> Iterable[Match]:
    for text in texts:
        for part in (text, *_PARTS.split(text)):
            matches = _matches(taxonomy, part.strip()) if 2 < len(part.strip()) <= 60 else ()
            yield from (match for match in matches[:1] if match.score >= SAID_LEAST)
