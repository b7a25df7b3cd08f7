"""Words to services, and words to codes, by their nearest neighbours in the text index."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from typing import TypeVar

import numpy as np

from .abroad import Abroad, thing_in
from .index import TextIndex
from .postings import Floats, Ints
from .service import Service
from .spelling import Spelling
from .tables import index_items
from .words import asks_for_no_service, telling, tokens_in, tokens_of, without_how, words_of

LEAST = 0.34
"""Below this likeness nothing is said: an empty answer is better than nonsense."""
NEAR = 25
"""How many neighbours have a say."""
MANY = 500
"""More candidates than this are thinned before they are sorted."""
SAID = 0.75
"""How like a service a text is that has its words, whatever else it has: "the blue food truck at the fair"."""
WHOLE = 0.95
"""How like a service a text is that is one of its names in another language."""
LIKE_ENGLISH = 0.55
"""How like English words those of another language must be to be taken for them: "marketing para doctores"."""
LONGEST = 3
SAY = 0.25
"""How much the other neighbours add to the nearest one's likeness."""
OWN_WORDS = 1.0
OFFICIAL_WORDS = 0.85
"""Entries of the official index count a little less than the words kept by hand."""
Name = TypeVar("Name", int, str)


@dataclass(frozen=True, eq=False)
class Finder:
    """The index and what each of its texts stands for: the number of a service and a NAICS code ("" where none)."""

    index: TextIndex
    services: Ints
    codes: tuple[str, ...]
    weights: Floats
    by_phrase: Mapping[str, tuple[int, ...]]
    spelling: Spelling
    abroad: Abroad
    number: Mapping[str, int]

    @classmethod
    def of(cls, services: Sequence[Service], first_code: dict[str, str], abroad: Abroad) -> "Finder":
        """Over titles, words and the baked NAICS index; `first_code` is the code of each service's own words."""
        number = {service.id: place for place, service in enumerate(services)}
        own = [
            (service.id, first_code.get(service.id, ""), tokens) for service in services for tokens in phrases(service)
        ]
        official = list(index_items())
        texts = [*own, *official]
        weights = np.repeat([OWN_WORDS, OFFICIAL_WORDS], [len(own), len(official)]).astype(np.float32)
        which = np.array([number[service] for service, _, _ in texts], dtype=np.intp)
        said = (words_of(phrase) for service in services for phrase in (service.title, *service.words))
        return cls(
            TextIndex.of([tokens for _, _, tokens in texts]),
            which,
            tuple(code for _, code, _ in texts),
            weights,
            _by_phrase(services),
            Spelling.of((word for _, _, tokens in own for word in telling(tokens)), said),
            abroad,
            number,
        )

    def services_like(self, text: str, top: int) -> list[tuple[int, float]]:
        """The numbers of the services most like a text, with likeness 0 to 1, best first; empty where none is. Only a
        text that says nothing as it is written, or a single word, is read as if a letter in a word were a slip.
        """
        written = self.abroad.accented.get(text.strip().lower())
        if written:
            return [(self.number[written], WHOLE)]
        said = without_how(words_of(text))
        if asks_for_no_service(said):
            return []
        words = self.spelling.put_right(said)
        found, meant = _services_like(self, words), self.spelling.meant(words)
        if meant != words and (not found or len(words) == 1):
            found = max(found, _services_like(self, meant), key=lambda one: one[0][1] if one else 0.0)
        return list((found or _said(self, self.abroad.within_as_meant(words)))[:top])

    def codes_like(self, text: str, top: int, digits: int) -> list[tuple[str, float]]:
        """The beginnings of NAICS codes most like a text; nothing is held back, for whoever must have a guess."""
        scores = self.index.scores(tokens_of(text)) * self.weights
        some = np.flatnonzero(scores > 0)
        near = ((self.codes[place][:digits], score) for place, score in _nearest(some, scores[some]))
        return _best((code, score) for code, score in near if len(code) == digits)[:top]

    def near(self, words: Sequence[str]) -> list[tuple[int, float]]:
        """The services of the texts nearest to a text of these words, with their likeness, the nearest first."""
        found = self.index.near(tokens_in(words), self.weights, LEAST)
        return [(int(self.services[place]), score) for place, score in _nearest(*found)]


@lru_cache(maxsize=20_000)
def _services_like(finder: Finder, words: tuple[str, ...]) -> tuple[tuple[int, float], ...]:
    """Directories say the same again and again, in other letters: the same words are looked up once."""
    whole = finder.abroad.whole(words)
    if whole:
        return ((finder.number[whole], WHOLE),)
    said = [(number, SAID) for phrase in _neighbours(words) for number in finder.by_phrase.get(phrase, ())]
    if finder.abroad.is_spoken(words):
        near, abroad = [], _said(finder, finder.abroad.within(words))
        if not abroad:
            near = [pair for pair in finder.near(thing_in(words)) if pair[1] >= LIKE_ENGLISH]
            abroad = () if near else _said(finder, finder.abroad.within(words, whom=True))
    else:
        near, abroad = finder.near(words), _said(finder, finder.abroad.within(words))
    return tuple(_best(sorted((*near, *abroad, *said), key=lambda pair: -pair[1])))


def _said(finder: Finder, services: Iterable[str]) -> tuple[tuple[int, float], ...]:
    """Services that a text has the words of, each once."""
    return tuple((finder.number[service], SAID) for service in dict.fromkeys(services))


def _nearest(places: Ints, scores: Floats) -> list[tuple[int, float]]:
    if len(places) > MANY:
        most = np.argpartition(scores, -NEAR)[-NEAR:]
        places, scores = places[most], scores[most]
    order = np.lexsort((places, -scores))[:NEAR]
    return list(zip(places[order].tolist(), scores[order].tolist(), strict=True))


def _neighbours(words: Sequence[str]) -> set[str]:
    """Every two or three words that stand beside each other."""
    return {" ".join(words[at : at + size]) for size in range(2, LONGEST + 1) for at in range(len(words) - size + 1)}


def _by_phrase(services: Sequence[Service]) -> dict[str, tuple[int, ...]]:
    """The services' phrases of two or more telling words, stemmed, with the numbers of those that have them."""
    found: dict[str, set[int]] = {}
    for number, service in enumerate(services):
        for phrase in () if service.broad else (service.title, *service.words):
            if len(telling(tokens_of(phrase))) > 1:
                found.setdefault(" ".join(words_of(phrase)), set()).add(number)
    return {phrase: tuple(sorted(numbers)) for phrase, numbers in found.items()}


def _best(near: Iterable[tuple[Name, float]]) -> list[tuple[Name, float]]:
    """Each name's nearest neighbour, raised a little by its further ones."""
    by_name: dict[Name, list[float]] = {}
    for name, score in near:
        by_name.setdefault(name, []).append(score)
    raised = {name: scores[0] + (1 - scores[0]) * SAY * _more(scores) for name, scores in by_name.items()}
    return sorted(raised.items(), key=lambda pair: -pair[1])


def _more(scores: Sequence[float]) -> float:
    return 1 - prod(1 - score**2 for score in scores[1:]) if len(scores) > 1 else 0.0


def phrases(service: Service) -> Iterator[list[str]]:
    """The tokens of a service's title and of each of its words."""
    for words in dict.fromkeys((service.title, *service.words)):
        tokens = tokens_of(words)
        if tokens:
            yield tokens
