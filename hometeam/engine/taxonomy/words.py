"""Words as the index compares them: small letters, no accents, the plural's s off, empty words out."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_NEGATED = re.compile(r"\((?:except|exc\.)[^)]*\)", re.IGNORECASE)
_SPELLED = str.maketrans(
    {"’": "'", "ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "ł": "l"}
)
"""Letters that are no letter with an accent."""
EMPTY = frozenset(files(__package__).joinpath("data", "empty_words.txt").read_text(encoding="utf-8").split())
"""Words that tell no trade from another; they count only beside a neighbour ("my books")."""
NO_SERVICE = frozenset(files(__package__).joinpath("data", "no_service.txt").read_text(encoding="utf-8").split())
"""Words of wishes that no trade fulfils ("more customers", "referrals"), and of having none ("not sure yet")."""
_HOW = tuple(
    tuple(line.split())
    for line in files(__package__).joinpath("data", "how_not_what.txt").read_text(encoding="utf-8").splitlines()
)
"""How somebody works, which is no trade: "family business", "on my own"."""
LONGEST = 80
"""What has more letters is no word in any language, and would be taken apart letter by letter."""
_NAIL, _NAIL_APART = "un\u0303a", "unna"
"""Without its tilde Spanish "uñas" would read as "unas", some."""
KEPT_S = frozenset({"glass", "gas", "bus", "news", "press", "fitness", "business", "lens", "brass", "wireless"})


def plain(text: str) -> str:
    """Small letters without accents; what a code says it does not cover is taken out."""
    if text.isascii():
        return (_NEGATED.sub(" ", text) if "(" in text else text).lower()
    decomposed = unicodedata.normalize("NFKD", _NEGATED.sub(" ", text).translate(_SPELLED)).lower()
    apart = decomposed.replace(_NAIL, _NAIL_APART)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@lru_cache(maxsize=4_096)
def words_of(text: str) -> tuple[str, ...]:
    """All words of a text, in order, stemmed."""
    written = plain(text).replace("&", " and ").replace("a/c", "air conditioning")
    return tuple(stem(word) for word in _WORD.findall(written) if len(word) <= LONGEST)


def without_how(words: Sequence[str]) -> tuple[str, ...]:
    """The words of a text without those that say how somebody works and not what they do."""
    kept, at = [], 0
    while at < len(words):
        size = next((len(phrase) for phrase in _HOW if tuple(words[at : at + len(phrase)]) == phrase), 0)
        kept += [] if size else [words[at]]
        at += size or 1
    return tuple(kept)


def asks_for_no_service(words: Sequence[str]) -> bool:
    """Whether a text is nothing but such a wish: "new clients", but not "client portal"."""
    return all(word in NO_SERVICE or word in EMPTY for word in words)


def tokens_of(text: str) -> list[str]:
    """What the index keeps of a text: its telling words, and each pair of neighbours of which one is not empty."""
    return tokens_in(words_of(text))


def tokens_in(words: Sequence[str]) -> list[str]:
    """What the index keeps of a text of these words."""
    telling = [word for word in words if word not in EMPTY]
    return telling + [f"{one}_{other}" for one, other in pairwise(words) if one not in EMPTY or other not in EMPTY]


def telling(tokens: Iterable[str]) -> list[str]:
    """Tokens without the pairs."""
    return [token for token in tokens if "_" not in token]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A word without the plural's or possessive's s; short words stay as they are."""
    word = word.removesuffix("'s")
    if len(word) < 4 or word in KEPT_S or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("shes", "ches", "xes", "sses")) else word[:-1]


@lru_cache(maxsize=50_000)
def grams(word: str) -> tuple[str, ...]:
    """A word's beginnings, ends and inner pieces of three and four letters, with its edges marked."""
    edged = f"<{word}>"
    return tuple({edged[at : at + size] for size in (3, 4) for at in range(len(edged) - size + 1)})
