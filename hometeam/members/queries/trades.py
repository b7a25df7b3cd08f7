"""Services of the taxonomy, as the pages of this room need them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from hometeam.engine.taxonomy import Taxonomy

SURE = 0.45
"""From this score on, a match of free words with a service is taken without asking."""

MEANT, AS_SURE = 0.6, 0.85
"""From this score on, and with this share of the best one's, a service is looked for where nobody has the words."""


@dataclass(frozen=True)
class Taken:
    """What we took some words as: the service's id and title, both empty when nothing came near; and what else it
    could be.
    """

    words: str
    service: str
    title: str
    others: tuple[tuple[str, str], ...]


def title(service_id: str) -> str:
    """A service's title, or its id in words where the taxonomy no longer has it."""
    service = Taxonomy.load().get(service_id) if service_id else None
    return service.title if service else service_id.replace("-", " ")


@lru_cache(maxsize=1000)
def findable(service_id: str) -> str:
    """The words by which a service can be found: its title and its everyday names."""
    service = Taxonomy.load().get(service_id) if service_id else None
    return " ".join([service.title, *service.words]) if service else ""


def take(words: str) -> Taken:
    """What somebody means who says these words."""
    matches = Taxonomy.load().match(words, top=6)
    sure = matches and matches[0].score >= SURE
    return Taken(
        words=words,
        service=matches[0].service.id if sure else "",
        title=matches[0].service.title if sure else "",
        others=tuple((match.service.id, match.service.title) for match in matches),
    )


def meant(words: str) -> tuple[str, ...]:
    """The services that words seem to mean, such as "plumer" or "somebody for my grief", the surest first."""
    matches = Taxonomy.load().match(words, top=4)
    least = max(MEANT, AS_SURE * matches[0].score) if matches else 0.0
    return tuple(match.service.id for match in matches if match.score >= least)


@lru_cache(maxsize=1)
def groups() -> tuple[str, ...]:
    """The groups that services fall into, in the alphabet's order."""
    return tuple(sorted({service.group for service in Taxonomy.load().services if service.group}))


@lru_cache(maxsize=100)
def services_of(group: str) -> tuple[str, ...]:
    """The ids of a group's services."""
    return tuple(service.id for service in Taxonomy.load().services if service.group == group)


def synonyms(words: Iterable[str]) -> dict[str, set[str]]:
    """For each word, others that will do in its place when people are looked for."""
    taxonomy = Taxonomy.load()
    return {word.lower(): set(taxonomy.synonyms(word.lower())) for word in words}
