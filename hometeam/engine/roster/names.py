"""Names in CAPITALS, shown gently, and initials as capitals."""

import re
from functools import lru_cache
from importlib.resources import files

_LISTED = files(__package__).joinpath("data", "name_words.txt").read_text(encoding="utf-8").splitlines()
_WHOLE, _NOT_WHOLE = (frozenset(line.split()) for line in _LISTED)
"""Words that stay in capitals, and words without vowels that are no initials."""
_SMALL = frozenset(
    {"of", "the", "and", "for", "at", "in", "on", "by", "a", "an", "to", "de", "la", "du", "von", "der", "with", "or"}
)
_OWN = {"GMBH": "GmbH", "PHD": "PhD"}
_PIECE = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_INITIALS = re.compile(r"\b(?:[A-Za-z]\.){2,}")
_FORMS = frozenset({"e.V.", "e.K.", "e.G.", "i.G.", "i.L.", "m.b.H."})
_OWNS = re.compile(r"(?<=[a-zß-ÿ])(['’])S\b")
_ORDINAL = re.compile(r"^\d+(?:ST|ND|RD|TH|S)$")


@lru_cache(maxsize=20_000)
def gently(name: str) -> str:
    """A name that shouts in capitals in title case, with LLC, BC, CPA and initials as they are; others unchanged.

    Initials with points are capitals in either: "A.b.C. Painting" becomes "A.B.C. Painting". Spreadsheets write "Bo'S
    Bakery" where they were asked for capital initials.
    """
    return _OWNS.sub(r"\1s", _INITIALS.sub(_as_capitals, _titles(name)))


def _as_capitals(found: re.Match[str]) -> str:
    """Initials, unless none of them is a capital ("e.g."), or they say the form of a firm in German ("e.V.")."""
    return found[0] if found[0].islower() or found[0] in _FORMS else found[0].upper()


def _titles(name: str) -> str:
    if any(letter.islower() for letter in name) or not any(letter.isalpha() for letter in name):
        return name
    pieces = list(_PIECE.finditer(name))
    for place, piece in reversed(list(enumerate(pieces))):
        shown = _shown(piece[0], first=place == 0)
        name = name[: piece.start()] + shown + name[piece.end() :]
    return name


def sentence(text: str) -> str:
    """A text that shouts in capitals as a sentence; others unchanged but for a capital at the beginning."""
    if not any(letter.islower() for letter in text):
        text = _PIECE.sub(
            lambda piece: piece[0] if piece[0] in _WHOLE and len(piece[0]) > 2 else piece[0].lower(), text
        )
    return text[:1].upper() + text[1:]


def _shown(word: str, *, first: bool) -> str:
    if word.lower() in _SMALL and not first:
        return word.lower()
    if word in _OWN:
        return _OWN[word]
    if word in _WHOLE or _is_initials(word):
        return word
    return word.lower() if _ORDINAL.match(word) else _titled(word)


def _is_initials(word: str) -> bool:
    """RJS, KFC: two to four letters without a vowel are hardly ever a word."""
    return 1 < len(word) < 5 and word.isalpha() and word not in _NOT_WHOLE and not set(word) & set("AEIOUYÄÖÜÉÈ")


def _titled(word: str) -> str:
    parts = re.split(r"(['’])", word)
    own = len(parts[0]) == 1  # O'Brien, D'Arcy; but Chen's
    titled = "".join(
        part.capitalize() if not at or (own and len(part) > 1) else part.lower() for at, part in enumerate(parts)
    )
    return "Mc" + titled[2:].capitalize() if re.match(r"^Mc[a-z]{3,}$", titled) else titled
