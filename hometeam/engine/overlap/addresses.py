"""E-mail addresses made comparable: two people who wrote the same address differently have written the same one.

`ui/static/ui/overlap-addresses.js` says the same in the browser's words. Both sides of an exchange must agree to the
letter, so whatever changes here changes there too; a test holds the two against each other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

# Named one by one, since what counts as a blank differs from language to language.
_BLANK = r"\u0000-\u0020\u007f-\u00a0\u00ad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff"
_EDGE = re.compile(rf"^[{_BLANK}\"'<>()\[\],;:.]+|[{_BLANK}\"'<>()\[\],;:.]+\Z")
_NAMED = re.compile(r"<([^<>]*)>[^<>]*\Z")
_PLAIN = re.compile(rf"[^{_BLANK}@\"<>()\[\],;:]+@(?:[^{_BLANK}@\"'<>()\[\],;:.]+\.)+[^{_BLANK}@\"'<>()\[\],;:.]+")
_LONGEST = 254


def normalised(text: str) -> str | None:
    """An address in its one spelling, or None for what is no address.

    Compatibility forms are folded (NFKC), capitals become small, blanks and marks around it go, `Ann <ann@…>` and
    `mailto:` give what is inside. Dots and plus tags in the name stay: they lead to different boxes with many hosts.
    """
    found = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower())
    named = _NAMED.search(found)
    found = _EDGE.sub("", named.group(1) if named else found).removeprefix("mailto:")
    found = _EDGE.sub("", found)
    return found if len(found) <= _LONGEST and _PLAIN.fullmatch(found) else None


def distinct(texts: Iterable[str]) -> list[str]:
    """The addresses among some texts, each once, in the order in which they first came."""
    return [one for one in dict.fromkeys(map(normalised, texts)) if one is not None]


def column_of(rows: Sequence[Sequence[str]]) -> int | None:
    """Which column of a table holds most addresses, the leftmost of equals; None where no cell is an address."""
    counts: dict[int, int] = {}
    for row in rows:
        for at, cell in enumerate(row):
            if "@" in cell and normalised(cell) is not None:
                counts[at] = counts.get(at, 0) + 1
    return min(counts, key=lambda at: (-counts[at], at), default=None)
