"""Which short texts does a text look like?

Words and pieces of words, weighed by how rare they are (TF-IDF), compared by the cosine of the angle between them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from .words import grams, telling, tokens_of

WORD_SHARE = 0.6
"""How much of a text's weight lies in whole words; the rest lies in their pieces, which forgive other endings."""
PAIR_WEIGHT = 0.5
"""How much a pair of neighbouring words counts beside a word."""
LONG = 4
"""A text of more telling words than this may speak of several things: those left over do not count against a match."""
SHORTEST, NEAR_SPELLING = 6, 0.6
"""Letters from which a word the index lacks is taken for the known word that shares this much of its pieces."""
Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


@dataclass(frozen=True)
class Vocabulary:
    """Numbers for words (pairs included) and pieces, each with its weight."""

    words: dict[str, int]
    pieces: dict[str, int]
    word_weights: Floats
    piece_weights: Floats
    rarest: float


@dataclass(frozen=True)
class Spellings:
    """The pieces of every word, to find the word that a misspelled one was meant to be."""

    words_by_piece: sparse.csr_array
    sizes: Floats

    @classmethod
    def of(cls, spelled: sparse.csr_array) -> "Spellings":
        """From a table with a row for each word and a column for each piece."""
        return cls(sparse.csr_array(spelled.T.tocsr()), np.diff(spelled.indptr).astype(np.float32))

    def nearest(self, word: str, pieces: dict[str, int]) -> tuple[int, float] | None:
        """The word that shares most pieces (Dice 1945), with how large a share; None where none is near."""
        own = _numbers(grams(word), pieces)
        if len(word) < SHORTEST or not len(own):
            return None
        shared = np.bincount(self.words_by_piece[own].indices, minlength=len(self.sizes))
        share = 2 * shared / (len(grams(word)) + self.sizes)
        best = int(share.argmax())
        return (best, float(share[best])) if share[best] >= NEAR_SPELLING else None


@dataclass(frozen=True)
class TextIndex:
    """Texts by number, ready to be compared: `by_feature` has a row for each word and piece, a column for each text."""

    vocabulary: Vocabulary
    by_feature: sparse.csr_array
    spellings: Spellings

    @classmethod
    def of(cls, texts: Sequence[Sequence[str]]) -> "TextIndex":
        """An index of these texts, given as tokens."""
        words = _numbered(chain.from_iterable(texts))
        pieces = _numbered(piece for word in telling(words) for piece in grams(word))
        by_word = _counts([[words[token] for token in set(tokens)] for tokens in texts], len(words))
        spelled = _counts([_pieces(word, pieces) for word in words], len(pieces))
        by_piece = sparse.csr_array(by_word @ spelled)
        weights = _word_weights(words, by_word)
        vocabulary = Vocabulary(words, pieces, weights, _rarity(by_piece), float(weights.max(initial=1.0)))
        return cls(vocabulary, _joined(vocabulary, by_word, by_piece), Spellings.of(spelled))

    def scores(self, text: str) -> Floats:
        """How alike each text of the index is to this one, 0 to 1."""
        tokens = tokens_of(text)
        if not telling(tokens):
            return np.zeros(self.by_feature.shape[1], dtype=np.float32)
        features, weights = self._asked(tokens)
        rows = self.by_feature[features]
        found: Floats = np.minimum(weights @ rows, 1.0).astype(np.float32)
        return found

    def _asked(self, tokens: Sequence[str]) -> tuple[Ints, Floats]:
        """The text's features and their weights; words the index lacks weigh as much as its rarest do."""
        own, known = self.vocabulary, self._known(tokens)
        numbers = np.array(list(known), dtype=np.int32)
        weights = own.word_weights[numbers] * np.array(list(known.values()), dtype=np.float32)
        pieces = _numbers(chain.from_iterable(map(grams, telling(tokens))), own.pieces)
        strange = {token for token in telling(tokens) if token not in own.words}
        unknown = max(0, len(strange) - sum(share < 1 for share in known.values()))
        rarest = own.rarest**2 * unknown
        parts = (
            _share(weights, WORD_SHARE, rarest, _slack(tokens)),
            _share(own.piece_weights[pieces], 1 - WORD_SHARE, 0.0, _slack(tokens)),
        )
        return np.concatenate([numbers, pieces + len(own.words)]), np.concatenate(parts)

    def _known(self, tokens: Sequence[str]) -> dict[int, float]:
        """The words of a text by number, each with 1, or with less where it stands for a misspelled one."""
        own = self.vocabulary
        known = {own.words[token]: 1.0 for token in tokens if token in own.words}
        for token in telling(tokens):
            if token not in own.words and (near := self.spellings.nearest(token, own.pieces)):
                known.setdefault(*near)
        return known


def _slack(tokens: Sequence[str]) -> float:
    return float(np.sqrt(max(1.0, len(telling(tokens)) / LONG)))


def _share(weights: Floats, share: float, more: float, slack: float) -> Floats:
    """Weights brought to the length that their part of a text has."""
    length = float(np.sqrt(float(weights @ weights) + more))
    scaled: Floats = weights * np.float32(np.sqrt(share) * slack / length) if length else weights
    return scaled


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(dict.fromkeys(names))}


def _numbers(names: Iterable[str], numbered: dict[str, int]) -> Ints:
    return np.array(sorted({numbered[name] for name in names if name in numbered}), dtype=np.int32)


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


def _joined(vocabulary: Vocabulary, by_word: sparse.csr_array, by_piece: sparse.csr_array) -> sparse.csr_array:
    by_piece.data = np.minimum(by_piece.data, 1.0)
    parts = (
        _unit(by_word, vocabulary.word_weights, WORD_SHARE),
        _unit(by_piece, vocabulary.piece_weights, 1 - WORD_SHARE),
    )
    return sparse.csr_array(sparse.hstack(parts, format="csr").T.tocsr())


def _unit(counts: sparse.csr_array, weights: Floats, share: float) -> sparse.csr_array:
    """Counts times weights, each row of length √share."""
    weighted = counts.data * weights[counts.indices]
    row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    lengths = np.sqrt(np.bincount(row, weighted**2, minlength=counts.shape[0]))
    data = (weighted * np.sqrt(share) / np.maximum(lengths, 1e-9)[row]).astype(np.float32)
    return sparse.csr_array((data, counts.indices, counts.indptr), shape=counts.shape)
