"""Other words for a word, for search."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .abroad import Abroad
from .service import Service
from .words import plain, words_of

LONGEST = 2
"""Words in a phrase that a search can still use."""
WIDEST = 3
"""A word of more services than this says too little to be widened."""


@dataclass(frozen=True)
class Thesaurus:
    """`services` by stemmed phrase, each one's place by id, and its short phrases."""

    services: Mapping[str, tuple[int, ...]]
    abroad: Abroad
    places: Mapping[str, int]
    phrases: Sequence[frozenset[str]]

    @classmethod
    def of(cls, services: Sequence[Service], abroad: Abroad) -> "Thesaurus":
        """From the titles and words of the services; broad ones are left out."""
        found: dict[str, list[int]] = {}
        for number, service in enumerate(services):
            for words in () if service.broad else {service.title, service.id.replace("-", " "), *service.words}:
                found.setdefault(_key(words), []).append(number)
        numbers = {key: tuple(dict.fromkeys(where)) for key, where in found.items()}
        places = {service.id: place for place, service in enumerate(services)}
        return cls(numbers, abroad, places, [_short(service) for service in services])

    def others(self, word: str) -> set[str]:
        """Phrases of the services that this one means, without itself; empty where it means many or none."""
        services = self.services.get(_key(word), ()) or self._abroad(word)
        if not services or len(services) > WIDEST:
            return set()
        return {phrase for number in services for phrase in self.phrases[number]} - {plain(word).strip()}

    def _abroad(self, word: str) -> tuple[int, ...]:
        service = self.abroad.whole(words_of(word))
        return (self.places[service],) if service else ()


def _key(words: str) -> str:
    return " ".join(words_of(words))


def _short(service: Service) -> frozenset[str]:
    phrases = (plain(words).strip() for words in (service.title, *service.words))
    return frozenset(phrase for phrase in phrases if 0 < len(phrase.split()) <= LONGEST and len(phrase) > 2)
