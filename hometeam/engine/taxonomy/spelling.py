"""Known words for words with a slip in them: "plumer", "desinger"."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

SHORTEST = 5
"""Shorter words have too many others a letter away."""


@dataclass(frozen=True, eq=False)
class Spelling:
    """The words that are known, and those that each piece may stand for: a word without one of its letters."""

    known: frozenset[str]
    by_piece: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, words: Iterable[str]) -> "Spelling":
        """Of these words, those long enough to be told from others with a slip in them."""
        known = frozenset(words)
        by_piece: dict[str, list[str]] = {}
        for word in sorted(word for word in known if len(word) >= SHORTEST):
            for piece in set(_pieces(word)):
                by_piece.setdefault(piece, []).append(word)
        return cls(known, {piece: tuple(found) for piece, found in by_piece.items()})

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
