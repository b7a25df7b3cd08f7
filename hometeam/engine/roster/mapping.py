"""Which column of a directory says what."""

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

from . import cells
from .cells import clean, folded, said

MANY = frozenset({"trade", "category", "needs", "staff", "one_line"})
"""Fields that several columns may say; all others have one."""
EXACT, PART = 1.0, 0.6
SURE_BY_CONTENT = 0.75
DOUBT = 0.5
"""What is left of a title when the cells below contradict it: enough only for a title that can mean nothing else."""
LEAST = 0.5
SAMPLE = 200
FIRM, DISTINCT = 0.8, 0.8
"""How surely a title means names, and how many of its cells differ, for a column to hold what businesses are called."""
_ANYBODYS = frozenset({"name", "names", "nombre", "nombres", "nom", "naam", "nome"})
"""Titles of names, be they of people or of businesses."""
_OR_A_TRADE = frozenset({"business", "shop", "negocio", "comercio", "who", "member", "members"})
Rows = Sequence[Sequence[object]]


@dataclass(frozen=True, slots=True)
class Mapping:
    """`columns`: for each field the numbers (from 0) of its columns, the most telling first; `confidence`: 0 to 1.

    `country` is what the columns give away about the country ("zip" is American), or "".
    """

    header: tuple[str, ...]
    columns: dict[str, tuple[int, ...]]
    confidence: dict[str, float]
    country: str = ""

    def with_columns(self, field: str, *columns: int) -> "Mapping":
        """The same, with one field said by these columns (none: the field is left out) because somebody chose so."""
        if field not in FIELDS:
            raise ValueError(f"there is no field {field!r}")
        others = {name: _without(numbers, columns) for name, numbers in self.columns.items() if name != field}
        chosen = {name: numbers for name, numbers in {**others, field: columns}.items() if numbers}
        sure = {name: self.confidence.get(name, 1.0) for name in chosen}
        return replace(self, columns=chosen, confidence={**sure, **({field: 1.0} if columns else {})})

    def as_data(self) -> dict[str, Any]:
        """As plain data that JSON can keep; `from_data` reads it back."""
        columns = {name: list(numbers) for name, numbers in self.columns.items()}
        return {"header": list(self.header), "columns": columns, "confidence": self.confidence, "country": self.country}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Mapping":
        """What `as_data` gave."""
        columns = {name: tuple(numbers) for name, numbers in data["columns"].items() if name in FIELDS and numbers}
        return cls(tuple(data["header"]), columns, dict(data["confidence"]), data.get("country", ""))


def guess_columns(header: Sequence[object], sample_rows: Iterable[Sequence[object]]) -> Mapping:
    """Which columns say what, by their titles (in several languages) and by what stands in the first rows. An only
    column holds the names.
    """
    titles = tuple(clean(title) for title in header)
    rows = [row for row, _ in zip(sample_rows, range(SAMPLE), strict=False)]
    samples = [_sample(rows, number) for number in range(len(titles))]
    scores = {
        (field, number): _score(field, titles[number], samples[number])
        for field in FIELDS
        for number in range(len(titles))
    }
    columns, confidence = _assigned({pair: score for pair, score in scores.items() if score >= LEAST})
    if len(titles) == 1 and not columns:
        columns, confidence = {"name": (0,)}, {"name": LEAST}
    firm = _firm_beside_person(titles, columns, samples)
    if firm is not None:
        columns |= {"name": (firm,), "contact": columns["name"]}
        confidence["contact"] = confidence["name"]
    return Mapping(titles, columns, confidence, _country(titles, columns, samples))


def _firm_beside_person(
    titles: Sequence[str], columns: dict[str, tuple[int, ...]], samples: Sequence[Sequence[str]]
) -> int | None:
    """The column of the businesses where another was taken for the names that has those of people: "Company, Name"."""
    taken = columns.get("name", ())
    if "contact" in columns or not all(folded(titles[number]) in _ANYBODYS for number in taken):
        return None
    free = (number for number in range(len(titles)) if not any(number in own for own in columns.values()))
    sure = not columns.keys().isdisjoint({"trade", "category", "surname"})
    firms = (number for number in free if _is_of_firms(folded(titles[number]), samples[number], sure=sure))
    return next(firms, None) if taken else None


def _is_of_firms(title: str, sample: Sequence[str], *, sure: bool) -> bool:
    """Whether a column says what businesses are called. "Business" may say what they do, unless that is said elsewhere
    (`sure`); what is the same in many rows is a kind.
    """
    if title in _ANYBODYS or (title in _OR_A_TRADE and not sure) or _by_title("name", title) < FIRM:
        return False
    return len(set(sample)) >= DISTINCT * len(sample)


def _sample(rows: Rows, number: int) -> list[str]:
    texts = (said(row[number]) for row in rows if number < len(row))
    return [text for text in texts if text]


def _score(field: str, title: str, sample: Sequence[str]) -> float:
    by_title, looks = _by_title(field, folded(title)), _LOOKS.get(field)
    if looks is None or not sample:
        return by_title
    share = sum(map(looks, sample)) / len(sample)
    if by_title:
        return by_title if share >= 0.5 else by_title * max(DOUBT, share)
    return SURE_BY_CONTENT * share if field in _TELLING and share >= 0.8 else 0.0


def _by_title(field: str, title: str) -> float:
    """1 for a title we know, less for one that contains such words, the more of it they are the better. Words such as
    "what" (written "=what" in the list) mean it only where they are the whole title.
    """
    best = 0.0
    for place, words in enumerate(_header_words()[field]):
        if title == words.removeprefix("="):
            return EXACT - 0.002 * place
        if len(words) > 2 and f" {words} " in f" {title} ":
            best = max(best, PART * (0.8 + 0.4 * len(words) / len(title)) - 0.002 * place)
    return best


def _assigned(scores: dict[tuple[str, int], float]) -> tuple[dict[str, tuple[int, ...]], dict[str, float]]:
    """Each column to the field that it fits best, the surest first."""
    columns: dict[str, tuple[int, ...]] = {}
    confidence: dict[str, float] = {}
    taken: set[int] = set()
    for (field, number), score in sorted(
        scores.items(), key=lambda pair: (-pair[1], FIELDS.index(pair[0][0]), pair[0][1])
    ):
        if number in taken or (field in columns and field not in MANY):
            continue
        taken.add(number)
        columns[field] = tuple(sorted((*columns.get(field, ()), number)))
        confidence.setdefault(field, round(score, 2))
    return columns, confidence


def _country(titles: Sequence[str], columns: dict[str, tuple[int, ...]], samples: Sequence[Sequence[str]]) -> str:
    for number in columns.get("postcode", ()):
        if folded(titles[number]).startswith("zip"):
            return "US"
        found = {cells.country_of_postcode(text) for text in samples[number]} - {""}
        if len(found) == 1:
            return found.pop()
    return ""


def _without(numbers: Iterable[int], taken: Iterable[int]) -> tuple[int, ...]:
    return tuple(number for number in numbers if number not in set(taken))


@lru_cache(maxsize=1)
def _header_words() -> dict[str, tuple[str, ...]]:
    with files(__package__).joinpath("data", "headers.csv").open(encoding="utf-8") as lines:
        return {row["field"]: tuple(row["words"].split(";")) for row in csv.DictReader(lines)}


def _on_earth(most: float) -> Callable[[str], bool]:
    def looks(text: str) -> bool:
        value = cells.number(text)
        return value is not None and abs(value) <= most and "." in text.replace(",", ".")

    return looks


def _is_amount(text: str) -> bool:
    return cells.first_number(text) is not None


FIELDS = tuple(_header_words())
"""Every field that a column can say."""
_WORDLESS = re.compile(r"[\W\d_]*")


def _is_named(text: str) -> bool:
    """Whether this may be what a member is called: a day, a number or an address is not."""
    return not (_WORDLESS.fullmatch(text) and len(text) > 4) and "@" not in text


_LOOKS: dict[str, Callable[[str], bool]] = {
    "name": _is_named,
    "email": cells.has_email,
    "website": cells.has_site,
    "postcode": cells.is_postcode,
    "naics": cells.is_naics,
    "ntee": cells.is_ntee,
    "lat": _on_earth(90),
    "lon": _on_earth(180),
    "staff": _is_amount,
}
_TELLING = frozenset({"email", "website"})
"""Fields that are known by their look alone; numbers could be anything."""
