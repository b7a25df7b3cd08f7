"""Known words for words that are written otherwise: "plumer", "desinger", "book keeper", "foodtruck"."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from .words import EMPTY

SHORTEST = 5
"""Shorter words have too many others a letter away."""
LONG = 8
"""Two words side by side that are a word of so many letters together are meant as that one."""


@dataclass(frozen=True, eq=False)
class Spelling:
    """The words that are known, and those that each piece may stand for: a word without one of its letters. `apart` has
    the phrases of several words by what they are when written as one.
    """

    known: frozenset[str]
    by_piece: Mapping[str, tuple[str, ...]]
    apart: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, words: Iterable[str], phrases: Iterable[Sequence[str]]) -> "Spelling":
        """Of these words, those long enough to be told from others with a slip in them, and of these phrases. Words
        that tell no trade are known too, so that an office is no misspelt officer.
        """
        known = frozenset(words)
        by_piece: dict[str, list[str]] = {}
        for word in sorted(word for word in known if len(word) >= SHORTEST):
            for piece in set(_pieces(word)):
                by_piece.setdefault(piece, []).append(word)
        apart = {"".join(phrase): tuple(phrase) for phrase in phrases if len(phrase) > 1}
        return cls(known | EMPTY, {piece: tuple(found) for piece, found in by_piece.items()}, apart)

    def put_right(self, words: Sequence[str]) -> tuple[str, ...]:
        """The words, neighbours as one where they are a known word together and no known phrase, and an unknown word as
        the phrase that it is without blanks.
        """
        found: list[str] = []
        for word in words:
            as_one = found[-1] + word if found else ""
            if len(as_one) >= LONG and as_one in self.known and as_one not in self.apart:
                found[-1] = as_one
            elif word not in self.known and word in self.apart:
                found += self.apart[word]
            else:
                found.append(word)
        return tuple(found)

    def meant(self, words: Sequence[str]) -> tuple[str, ...]:
        """The words, each unknown one as the known word that it is one letter from: one too many, missing, wrong, or
        two that changed places. Its first letter is taken to be right; where several words are as near, it stays.
        """
        return tuple(word if word in self.known else self._near(word) for word in words)

    def _near(self, word: str) -> str:
        if len(word) < SHORTEST:
            return word
        found = {one for piece in _pieces(word) for one in self.by_piece.get(piece, ()) if one[0] == word[0]}
        return found.pop() if len(found) == 1 else word


def _pieces(word: str) -> Iterator[str]:
    """The word, and the word without each of its letters."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
