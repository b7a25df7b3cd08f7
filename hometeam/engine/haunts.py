"""Whether two people name the same place: "Blue Door", "the Blue Door Café" and "blue door, 12 Elm St" are one."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeVar

ALIKE = 0.75
"""From this much likeness of two names on (difflib's ratio, 0 to 1) it is worth asking whether they mean one place."""
ELSEWHERE = "other"
"""The kind of a place of which nobody has said what it is."""

_ARTICLES = frozenset(
    ["the", "a", "an", "le", "la", "les", "l", "el", "los", "las", "il", "lo", "der", "die", "das", "de", "het"]
)
_OF_EVERY_CAFE = frozenset(
    ["cafe", "coffee", "coffeehouse", "espresso", "kaffeehaus", "caffe", "bar", "house", "shop", "co"]
)
_STREETS = {
    "st": "street",
    "str": "street",
    "ave": "avenue",
    "av": "avenue",
    "rd": "road",
    "blvd": "boulevard",
    "dr": "drive",
    "ln": "lane",
    "sq": "square",
    "n": "north",
    "s": "south",
    "e": "east",
    "w": "west",
}


@dataclass(frozen=True, slots=True)
class Named:
    """A place as somebody names it; `street` and `city` may be empty."""

    name: str
    kind: str = ELSEWHERE
    street: str = ""
    city: str = ""


Place = TypeVar("Place", bound=Named)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared: small letters without accents, apostrophes or other marks."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))
    return tuple(re.findall(r"\w+", re.sub(r"['’`´]", "", bare).replace("&", " and ")))


def key(name: str) -> str:
    """What is left of a place's name without articles and what every café is called; never empty for a name with a
    letter or digit in it.
    """
    words = words_of(name)
    telling = [word for word in words if word not in _ARTICLES]
    own = [word for word in telling if word not in _OF_EVERY_CAFE]
    return " ".join(own or telling or words)


def same(one: Named, other: Named) -> bool:
    """Whether both mean one place: one name, and nothing said of its kind, street or town that differs."""
    kinds = {one.kind, other.kind} - {ELSEWHERE}
    if key(one.name) != key(other.name) or len(kinds) > 1:
        return False
    return _agree(words_of(one.city), words_of(other.city)) and _agree(_street(one.street), _street(other.street))


def alike(named: Named, known: Sequence[Place], most: int = 3) -> list[Place]:
    """Those of the known places that might be meant, the likeliest first: also by the beginning of a name."""
    wanted = key(named.name)
    likeness = [(_likeness(wanted, key(place.name)), place) for place in known]
    found = [pair for pair in likeness if pair[0] >= ALIKE]
    return [place for _much, place in sorted(found, key=lambda pair: -pair[0])][:most]


def _likeness(wanted: str, name: str) -> float:
    if not wanted or not name:
        return 0.0
    if name.startswith(wanted) or set(wanted.split()) <= set(name.split()):
        return 1.0
    return SequenceMatcher(None, wanted, name, autojunk=False).ratio()


def _street(text: str) -> tuple[str, ...]:
    return tuple(_STREETS.get(word, word) for word in words_of(text))


def _agree(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether one says no more than the other: "Elm Street" and "12 Elm Street", or nothing at all."""
    return set(one) <= set(other) or set(other) <= set(one)
