"""Which short texts does a text look like?

Words and pieces of words, weighed by how rare they are (TF-IDF), compared by the cosine of the angle between them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from math import sqrt

import numpy as np
from scipy import sparse

from .postings import Floats, Ints, Postings
from .words import grams, telling

WORD_SHARE = 0.6
"""How much of a text's weight lies in whole words; the rest lies in their pieces, which forgive other endings."""
PAIR_WEIGHT = 0.5
"""How much a pair of neighbouring words counts beside a word."""
LONG = 4
"""A text of more different telling words than this may speak of several things: those left over do not count against
a match.
"""
SHORTEST, NEAR_SPELLING = 6, 0.6
"""Letters from which a word the index lacks is taken for the known word that shares this much of its pieces."""
COMMON = 0.16
"""What the commonest pieces of a text may add to a likeness: they are only counted where that could tip the scales."""
ROUNDING = 1e-4
"""Far more than sums in single precision can be off."""


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Numbers for words (pairs included) and pieces, each with its weight; `spelled`: the pieces of each word."""

    words: dict[str, int]
    pieces: dict[str, int]
    spelled: tuple[list[int], ...]
    word_weights: Floats
    piece_weights: Floats
    rarest: float

    def pieces_of(self, words: Iterable[str]) -> Ints:
        """The numbers of the pieces of some words, in rising order."""
        known = (self._spelled(word) for word in words)
        return np.array(sorted(set().union(*known)), dtype=np.intp)

    def _spelled(self, word: str) -> list[int]:
        number = self.words.get(word)
        if number is not None:
            return self.spelled[number]
        return [self.pieces[piece] for piece in grams(word) if piece in self.pieces]


@dataclass(frozen=True, eq=False)
class Spellings:
    """The pieces of every word, to find the word that a misspelled one was meant to be."""

    words_by_piece: Postings
    sizes: Floats

    @classmethod
    def of(cls, spelled: sparse.csr_array) -> "Spellings":
        """From a table with a row for each word and a column for each piece."""
        sizes = np.diff(spelled.indptr).astype(np.float32)
        return cls(Postings.of(sparse.csr_array(spelled.T.tocsr())), sizes)

    def nearest(self, word: str, own: Ints) -> tuple[int, float] | None:
        """The word that shares most pieces (Dice 1945), with how large a share; None where none is near."""
        if len(word) < SHORTEST or not len(own):
            return None
        shared = np.bincount(self.words_by_piece.columns[self.words_by_piece.places(own)])
        some = np.flatnonzero(shared >= NEAR_SPELLING / 2 * len(grams(word)))
        if not len(some):
            return None
        share = 2 * shared[some] / (len(grams(word)) + self.sizes[some])
        best = int(share.argmax())
        return (int(some[best]), float(share[best])) if share[best] >= NEAR_SPELLING else None


@dataclass(frozen=True, eq=False)
class Asked:
    """A text's words and pieces by number in rising order of the pieces, with their weights in it."""

    words: Ints
    word_weights: Floats
    pieces: Ints
    piece_weights: Floats


@dataclass(frozen=True, eq=False)
class TextIndex:
    """Texts by number, ready to be compared: `by_word` and `by_piece` say in which texts each is, and how much of the
    text it makes up; `pieces_of` has the pieces of each text.
    """

    vocabulary: Vocabulary
    by_word: Postings
    by_piece: Postings
    pieces_of: Postings
    spellings: Spellings

    @classmethod
    def of(cls, texts: Sequence[Sequence[str]]) -> "TextIndex":
        """An index of these texts, given as tokens."""
        words = _numbered(chain.from_iterable(texts))
        pieces = _numbered(piece for word in telling(words) for piece in grams(word))
        by_word = _counts([[words[token] for token in set(tokens)] for tokens in texts], len(words))
        spelled = tuple(_pieces(word, pieces) for word in words)
        spellings = _counts(spelled, len(pieces))
        by_piece = sparse.csr_array(by_word @ spellings)
        by_piece.data = np.minimum(by_piece.data, 1.0)
        weights = _word_weights(words, by_word)
        own = Vocabulary(words, pieces, spelled, weights, _rarity(by_piece), float(weights.max(initial=1.0)))
        has_words = _unit(by_word, own.word_weights, WORD_SHARE)
        has_pieces = _unit(by_piece, own.piece_weights, 1 - WORD_SHARE)
        return cls(own, _turned(has_words), _turned(has_pieces), Postings.of(has_pieces), Spellings.of(spellings))

    def scores(self, tokens: Sequence[str]) -> Floats:
        """How alike each text of the index is to the one with these tokens, 0 to 1."""
        found = np.zeros(len(self.pieces_of.starts), dtype=np.float32)
        if telling(tokens):
            asked = self._asked(tokens)
            self.by_word.add(asked.words, asked.word_weights, found)
            self.by_piece.add(asked.pieces, asked.piece_weights, found)
        return np.minimum(found, np.float32(1.0))

    def near(self, tokens: Sequence[str], weights: Floats, least: float) -> tuple[Ints, Floats]:
        """The texts that are more than `least` like it, in order, and how much; each text's likeness is multiplied by
        its weight. The same as by `scores`, but most texts are ruled out by what common pieces can add at most
        (MaxScore; Turtle and Flood 1995).
        """
        if not telling(tokens):
            return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.float32)
        asked = self._asked(tokens)
        by_words = np.zeros(len(weights), dtype=np.float32)
        self.by_word.add(asked.words, asked.word_weights, by_words)
        some = self._candidates(asked, by_words, weights, least - ROUNDING)
        found = np.minimum(self._with_pieces(asked, some, by_words[some]), np.float32(1.0)) * weights[some]
        enough = found > least
        return some[enough], found[enough]

    def _candidates(self, asked: Asked, by_words: Floats, weights: Floats, least: float) -> Ints:
        """The texts that may have at least so much likeness times weight, given what their words have."""
        often = np.argsort(-self.by_piece.sizes[asked.pieces], kind="stable")
        most = np.sqrt(np.cumsum(asked.piece_weights[often] ** 2) * (1 - WORD_SHARE))  # Cauchy and Schwarz
        common = int(np.searchsorted(most, COMMON))
        rare = often[common:]
        found = by_words.copy()
        self.by_piece.add(asked.pieces[rare], asked.piece_weights[rare], found)
        more = float(most[common - 1]) if common else 0.0
        some = np.flatnonzero(found > least / float(weights.max()) - more)
        return some[(found[some] + more) * weights[some] > least]

    def _with_pieces(self, asked: Asked, some: Ints, by_words: Floats) -> Floats:
        """The likeness of some texts, given what their words have."""
        wanted = np.zeros(len(self.by_piece.starts), dtype=np.float32)
        wanted[asked.pieces] = asked.piece_weights
        places = self.pieces_of.places(some)
        row = np.repeat(np.arange(len(some)), self.pieces_of.sizes[some])
        np.add.at(by_words, row, self.pieces_of.values[places] * wanted[self.pieces_of.columns[places]])
        return by_words

    def _asked(self, tokens: Sequence[str]) -> Asked:
        """The text's features and their weights; words the index lacks weigh as much as its rarest do."""
        own, words = self.vocabulary, telling(tokens)
        known = self._known(tokens, words)
        numbers = np.array(list(known), dtype=np.intp)
        weights = own.word_weights[numbers] * np.array(list(known.values()), dtype=np.float32)
        pieces = own.pieces_of(words)
        strange = {word for word in words if word not in own.words}
        unknown = max(0, len(strange) - sum(share < 1 for share in known.values()))
        slack = sqrt(max(1.0, len(set(words)) / LONG))
        return Asked(
            numbers,
            _share(weights, WORD_SHARE, own.rarest**2 * unknown, slack),
            pieces,
            _share(own.piece_weights[pieces], 1 - WORD_SHARE, 0.0, slack),
        )

    def _known(self, tokens: Sequence[str], words: Sequence[str]) -> dict[int, float]:
        """The words of a text by number, each with 1, or with less where it stands for a misspelled one."""
        own = self.vocabulary
        known = {own.words[token]: 1.0 for token in tokens if token in own.words}
        for word in words:
            if word not in own.words and (near := self.spellings.nearest(word, own.pieces_of([word]))):
                known.setdefault(*near)
        return known


def _share(weights: Floats, share: float, more: float, slack: float) -> Floats:
    """Weights brought to the length that their part of a text has."""
    length = sqrt(float(weights @ weights) + more)
    scaled: Floats = weights * np.float32(sqrt(share) * slack / length) if length else weights
    return scaled


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(dict.fromkeys(names))}


def _pieces(word: str, pieces: dict[str, int]) -> list[int]:
    return [] if "_" in word else [pieces[piece] for piece in grams(word)]


def _counts(rows: Sequence[Sequence[int]], width: int) -> sparse.csr_array:
    ends = np.cumsum([0, *map(len, rows)])
    columns = np.fromiter(chain.from_iterable(rows), dtype=np.int32, count=int(ends[-1]))
    return sparse.csr_array((np.ones(len(columns), dtype=np.float32), columns, ends), shape=(len(rows), width))


def _rarity(counts: sparse.csr_array) -> Floats:
    """Inverse document frequency: ln((1 + n) / (1 + texts with it)) + 1 (Manning and others 2008, smoothed)."""
    present = np.bincount(counts.indices, minlength=counts.shape[1])
    return (np.log((1 + counts.shape[0]) / (1 + present)) + 1).astype(np.float32)


def _word_weights(words: dict[str, int], counts: sparse.csr_array) -> Floats:
    pairs = np.array([PAIR_WEIGHT if "_" in word else 1.0 for word in words], dtype=np.float32)
    return _rarity(counts) * pairs


def _turned(table: sparse.csr_array) -> Postings:
    return Postings.of(sparse.csr_array(table.T.tocsr()))


def _unit(counts: sparse.csr_array, weights: Floats, share: float) -> sparse.csr_array:
    """Counts times weights, each row of length √share."""
    weighted = counts.data * weights[counts.indices]
    row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    lengths = np.sqrt(np.bincount(row, weighted**2, minlength=counts.shape[0]))
    data = (weighted * np.sqrt(share) / np.maximum(lengths, 1e-9)[row]).astype(np.float32)
    return sparse.csr_array((data, counts.indices, counts.indptr), shape=counts.shape)
