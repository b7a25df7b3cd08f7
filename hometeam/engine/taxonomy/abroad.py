"""Trades in other languages' words: "Hochzeitsfotografin", "panadería", "plombier".

`data/abroad` has a table a language, hand-kept like the English words. "=maler" counts as a whole text alone: within
more words it is more likely somebody's name. Words that English has mean what they mean there.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .service import Service
from .tables import folder, rows, split
from .words import words_of

PART = 6
"""Letters from which the beginning or the end of one long word may be a trade: "Hochzeits|fotografin"."""
ALONE = "="
_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_COMPOUNDING = "de"
Phrase = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Abroad:
    """Services (by id) by phrase; `alone` as a whole text; `parts`: single words that others are made with."""

    phrases: Mapping[Phrase, str]
    alone: Mapping[Phrase, str]
    parts: Mapping[str, str]
    longest: int

    @classmethod
    def of(cls, services: Iterable[Service]) -> "Abroad":
        """From the tables, without words that these services have in English."""
        english = {
            word for service in services for words in (service.title, *service.words) for word in words_of(words)
        }
        phrases: dict[Phrase, str] = {}
        alone: dict[Phrase, str] = {}
        parts: dict[str, str] = {}
        for language, service, words in entries():
            for phrase in {_phrase(words), _phrase(words.translate(_WRITTEN_OUT))}:
                if len(phrase) == 1 and phrase[0] in english:
                    continue
                alone.setdefault(phrase, service)
                if words.startswith(ALONE):
                    continue
                phrases.setdefault(phrase, service)
                if language == _COMPOUNDING and len(phrase) == 1 and len(phrase[0]) >= PART:
                    parts.setdefault(phrase[0], service)
        return cls(phrases, alone, parts, max(map(len, phrases)))

    def whole(self, words: Sequence[str]) -> str:
        """The service that a text of these words means as a whole, or ""."""
        bare = _bare(words)
        return self.alone.get(bare, "") or (self._made_with(bare[0]) if len(bare) == 1 else "")

    def within(self, words: Sequence[str]) -> list[str]:
        """The services that it speaks of, in order; of phrases that share words the longest counts."""
        bare, found, at = _bare(words), [], 0
        while at < len(bare):
            sizes = range(min(self.longest, len(bare) - at), 0, -1)
            size = next((size for size in sizes if bare[at : at + size] in self.phrases), 0)
            service = self.phrases[bare[at : at + size]] if size else self._made_with(bare[at])
            found += [service] if service else []
            at += size or 1
        return found

    def _made_with(self, word: str) -> str:
        """The service of the longest trade that a long word ends with, or else begins with."""
        cuts = range(1, len(word) - PART + 1)
        ends = (self.parts[word[cut:]] for cut in cuts if word[cut:] in self.parts)
        starts = (self.parts[word[:-cut]] for cut in cuts if word[:-cut] in self.parts)
        return next(ends, "") or next(starts, "")


def entries() -> Iterable[tuple[str, str, str]]:
    """Every language, service and phrase of the tables."""
    for table in sorted(folder("data").joinpath("abroad").iterdir(), key=lambda table: table.name):
        for row in rows(table):
            for words in split(row["words"]):
                yield table.name.removesuffix(".csv"), row["service"], words


def _phrase(words: str) -> Phrase:
    return _bare(words_of(words.removeprefix(ALONE)))


def _bare(words: Sequence[str]) -> Phrase:
    """Without the article that French ties to a word: "l'électricien"."""
    return tuple(word[2:] if word[1:2] == "'" else word for word in words)
