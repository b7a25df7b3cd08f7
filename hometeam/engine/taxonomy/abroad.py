"""Trades in other languages' words: "Hochzeitsfotografin", "panadería", "plombier".

`data/abroad` has a table a language, hand-kept like the English words. "=maler" counts as a whole text alone: within
more words it is more likely somebody's name. "~bodas" gives way to whatever else a text names: "flores para bodas".
Words that English has mean what they mean there, unless they are written with an accent: "cafetería".
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from .heard import as_heard
from .service import Service
from .spelling import Spelling
from .tables import folder, rows, split
from .words import words_of

_LITTLE, _MARKS = folder("data").joinpath("little_words_abroad.txt").read_text(encoding="utf-8").splitlines()
LITTLE = frozenset(_LITTLE.split())
"""Words that stand between others: "cuido a los niños" is said as "cuidar niños" is."""
MARKS = frozenset(_MARKS.split())
"""Words by which a text shows that it is not in English."""
FOR = "para"
PART = 6
"""Letters from which the beginning or the end of one long word may be a trade: "Hochzeits|fotografin"."""
ALONE, GIVES_WAY = "=", "~"
_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_COMPOUNDING = "de"
Phrase = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Abroad:
    """Services (by id) by phrase; `alone` as a whole text; `accented`: words that but for an accent are English;
    `parts`: single words that others are made with; `giving_way`: phrases that count less than others.
    """

    phrases: Mapping[Phrase, str]
    alone: Mapping[Phrase, str]
    accented: Mapping[str, str]
    parts: Mapping[str, str]
    giving_way: AbstractSet[Phrase]
    longest: int

    @classmethod
    def of(cls, services: Iterable[Service]) -> "Abroad":
        """From the tables, without words that these services have in English."""
        english = {
            word for service in services for words in (service.title, *service.words) for word in words_of(words)
        }
        phrases: dict[Phrase, str] = {}
        alone: dict[Phrase, str] = {}
        accented: dict[str, str] = {}
        parts: dict[str, str] = {}
        giving_way: set[Phrase] = set()
        for language, service, words in entries():
            for phrase in {_phrase(words), _phrase(words.translate(_WRITTEN_OUT))}:
                if len(phrase) == 1 and phrase[0] in english:
                    accented |= {} if words.isascii() else {words: service}
                    continue
                alone.setdefault(_key(phrase), service)
                if words.startswith(ALONE):
                    continue
                phrases.setdefault(_key(phrase), service)
                giving_way |= {_key(phrase)} if words.startswith(GIVES_WAY) else set()
                if language == _COMPOUNDING and len(phrase) == 1 and len(phrase[0]) >= PART:
                    parts.setdefault(phrase[0], service)
        return cls(phrases, alone, accented, parts, giving_way, max(map(len, phrases)))

    def whole(self, words: Sequence[str]) -> str:
        """The service that a text of these words means as a whole, or ""."""
        bare = _bare(words)
        return self.alone.get(_key(bare), "") or (self._made_with(bare[0]) if len(bare) == 1 else "")

    def within(self, words: Sequence[str], *, whom: bool = False) -> list[str]:
        """The services that it speaks of, in order, those of what gives way last; of phrases that share words the
        longest counts. What follows a "for" says for whom ("a bookkeeper for my restaurant") and is read on wish.
        """
        bare = _bare(words)
        return self._named(_key(bare), bare, len(bare) if whom else len(_bare(thing_in(words))))

    def within_as_meant(self, words: Sequence[str]) -> list[str]:
        """The same, whomever it is for, of words of which each that is not known here stands for the one that it is a
        letter from: "eletricista".
        """
        key = self._spelling.meant(_key(_bare(words)))
        return self._named(key, key, len(key))

    def _named(self, key: Phrase, bare: Phrase, end: int) -> list[str]:
        spans = self._spans(key)
        taken = {at for start, size in spans for at in range(start, start + size)}
        found = {start: self.phrases[key[start : start + size]] for start, size in spans}
        found |= {at: made for at, word in enumerate(bare) if at not in taken and (made := self._made_with(word))}
        weak = {start for start, size in spans if key[start : start + size] in self.giving_way}
        return [found[at] for at in sorted(found, key=lambda at: (at in weak, at)) if at < end]

    def _spans(self, key: Phrase) -> list[tuple[int, int]]:
        """Where phrases begin and how many words they have, the longest first; none shares words with another."""
        spans: list[tuple[int, int]] = []
        starts = [at for at, word in enumerate(key) if word in self.beginnings]
        free = [True] * len(key)
        for size in range(min(self.longest, len(key)), 0, -1) if starts else ():
            for start in starts:
                known = start + size <= len(key) and key[start : start + size] in self.phrases
                if known and all(free[start : start + size]):
                    free[start : start + size] = [False] * size
                    spans.append((start, size))
        return spans

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """The first words of phrases: most words of a text in English are none, which is quickly seen."""
        return frozenset(phrase[0] for phrase in self.phrases)

    @cached_property
    def _spelling(self) -> Spelling:
        return Spelling.of(chain.from_iterable(self.alone), ())

    def is_spoken(self, words: Sequence[str]) -> bool:
        """Whether a text is in one of these languages, as its little words show."""
        return not MARKS.isdisjoint(words)

    def _made_with(self, word: str) -> str:
        """The service of the longest trade that a long word ends with, or else begins with."""
        cuts = range(1, len(word) - PART + 1)
        ends = (self.parts[word[cut:]] for cut in cuts if word[cut:] in self.parts)
        starts = (self.parts[word[:-cut]] for cut in cuts if word[:-cut] in self.parts)
        return next(ends, "") or next(starts, "")


def thing_in(words: Sequence[str]) -> Sequence[str]:
    """What a text speaks of, without for whom it is."""
    return words[: words.index(FOR)] if FOR in words else words


def entries() -> Iterable[tuple[str, str, str]]:
    """Every language, service and phrase of the tables."""
    for table in sorted(folder("data").joinpath("abroad").iterdir(), key=lambda table: table.name):
        for row in rows(table):
            for words in split(row["words"]):
                yield table.name.removesuffix(".csv"), row["service"], words


def key_of(words: str) -> Phrase:
    """What an entry of the tables is looked up by; two entries of one key are the same to us."""
    return _key(_phrase(words))


def _phrase(words: str) -> Phrase:
    return _bare(words_of(words.removeprefix(ALONE).removeprefix(GIVES_WAY)))


def _bare(words: Sequence[str]) -> Phrase:
    """Without little words, and the article that French ties to a word: "l'électricien"."""
    return tuple(word[2:] if word[1:2] == "'" else word for word in words if word not in LITTLE)


def _key(words: Sequence[str]) -> Phrase:
    return tuple(map(as_heard, words))
