"""Services of the taxonomy, as the pages of this room need them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext

from hometeam.engine.fit import audiences_in
from hometeam.engine.taxonomy import Taxonomy

SURE = 0.45
"""From this score on, a match of free words with a service is taken without asking."""

MEANT, AS_SURE = 0.6, 0.85
"""From this score on, and with this share of the best one's, a service is looked for where nobody has the words."""

AKIN = 0.6
"""From this likeness on a trade is looked for in place of another that nobody does."""
ONE_THING, OF_ITS_OWN, LEANING = 0.95, 0.7, 0.85
"""From these scores on, words with an "and" in them are one service ("bed and breakfast"), and each side of an "and" is
one of its own; a single word before it must be surer, for it may lean on what follows ("black and white photography").
"""
_AND = re.compile(r"\s+(?:and|&|y|e)\s+", re.IGNORECASE)
_FOR = re.compile(r"\s(?:for|para)\s", re.IGNORECASE)


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
    """A service's title in the reader's language, or its id in words where the taxonomy no longer has it."""
    service = Taxonomy.load().get(service_id) if service_id else None
    return gettext(service.title) if service else service_id.replace("-", " ")


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
        title=gettext(matches[0].service.title) if sure else "",
        others=tuple((match.service.id, gettext(match.service.title)) for match in matches),
    )


def apart(parts: Iterable[str]) -> list[str]:
    """The things that somebody listed, parted at an "and" where that joins two services, and put together again where a
    list says for whom: "photos and cakes" are two, "marketing for founders, nonprofits" is one.
    """
    found: list[str] = []
    for part in parts:
        if found and _is_for_whom(found[-1], part):
            found[-1] = f"{found[-1]}, {part}"
        else:
            found += _at_each_and(part)
    return found


def _is_for_whom(before: str, part: str) -> bool:
    return bool(_FOR.search(before)) and bool(audiences_in(part)) and not _narrow(part, SURE)


def _at_each_and(words: str) -> list[str]:
    if not _narrow(words, ONE_THING):
        for between in _AND.finditer(words):
            one, other = words[: between.start()], words[between.end() :]
            services = _narrow(one, OF_ITS_OWN if " " in one else LEANING), _narrow(other, OF_ITS_OWN)
            if all(services) and services[0] != services[1]:
                return [one, *_at_each_and(other)]
    return [words]


def _narrow(words: str, least: float) -> str:
    """The trade that words mean, if they are this much like one; a wide field is none."""
    first = next(iter(Taxonomy.load().match(words, top=1)), None)
    return first.service.id if first and first.score >= least and not first.service.broad else ""


def meant(words: str) -> tuple[str, ...]:
    """The services that words seem to mean, such as "plumer" or "somebody for my grief", the surest first."""
    matches = Taxonomy.load().match(words, top=4)
    least = max(MEANT, AS_SURE * matches[0].score) if matches else 0.0
    return tuple(match.service.id for match in matches if match.score >= least)


def akin(services: Iterable[str]) -> tuple[str, ...]:
    """The trades nearest to these that are others: a bookkeeper to a tax preparer."""
    taxonomy, these = Taxonomy.load(), tuple(services)
    near = (max((taxonomy.competes(one, other.id) for one in these), default=0.0) for other in taxonomy.services)
    found = zip(taxonomy.services, near, strict=True)
    return tuple(other.id for other, nearness in found if nearness >= AKIN and other.id not in these)


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
