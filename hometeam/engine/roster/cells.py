"""Cells as plain text, and what kind of text they look like."""

import math
import re
import unicodedata
from functools import lru_cache

NOTHING = frozenset(
    {"", "-", "--", "n/a", "na", "none", "null", "nil", "not specified", "not used", "unknown", "tbd", "#n/a", "x"}
)
LONGEST = 2_000
_LINK = re.compile(r"""^=\s*HYPERLINK\(\s*"([^"]*)"(?:\s*[,;]\s*"([^"]*)")?\s*\)\s*$""", re.IGNORECASE)
_EMAIL = re.compile(r"^[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\.]+(?:\.[^\s@<>,;:\"()\[\]\\.]+)+$")
_ONE_EMAIL = re.compile(r"(?:[^<>@:;,]*<\s*)?(?:mailto:)?\s*([^\s<>@;,]+@[^\s<>@;,/]+)\s*>?", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:[;,|]|\s/\s|\bund\b|\band\b)\s*")
_SITE = re.compile(r"^(?:https?://)?(?:[\w-]+\.)+[a-z]{2,24}(?::\d{1,5})?(?:[/?#]\S*)?$", re.IGNORECASE)
_POSTCODES = {
    "CA": re.compile(r"^[A-Za-z]\d[A-Za-z][\s-]?\d[A-Za-z]\d$"),
    "GB": re.compile(r"^[A-Za-z]{1,2}\d[A-Za-z\d]?\s?\d[A-Za-z]{2}$"),
    "US": re.compile(r"^\d{5}-\d{4}$"),
}
_FIVE = re.compile(r"^\d{4,5}$")
_NAICS = re.compile(r"^\d{2,6}(?:\.0)?$")
_NTEE = re.compile(r"^[A-Z]\d[0-9A-Z]{1,3}$")
_LETTERS = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"-?\d{1,9}(?:[.,]\d+)?")


def clean(cell: object) -> str:
    """A cell's text on one line: no control characters, at most a page. A formula is only text; a link is its label."""
    return _clean("" if cell is None else str(cell))


@lru_cache(maxsize=20_000)
def _clean(text: str) -> str:
    """Directories repeat themselves: the same cell is cleaned once."""
    text = unicodedata.normalize("NFC", text)[: LONGEST * 2]
    link = _LINK.match(text.strip())
    text = (link[2] or link[1]) if link else text
    if not (text.isascii() and text.isprintable()):
        text = "".join(" " if unicodedata.category(letter).startswith(("C", "Z")) else letter for letter in text)
    return " ".join(text.split())[:LONGEST]


def said(cell: object) -> str:
    """A cell's text, or "" where it says that there is nothing."""
    return meant(clean(cell))


@lru_cache(maxsize=20_000)
def meant(cleaned: str) -> str:
    """What a cleaned cell says, or "" where it says that there is nothing."""
    text = harmless(cleaned)
    return "" if text.lower().strip(" .") in NOTHING else text


def harmless(text: str) -> str:
    """Text without the signs at its beginning that make a spreadsheet compute."""
    return text.lstrip("=+-@\t\r ") if not _NUMBER.fullmatch(text) else text


def is_email(text: str) -> bool:
    """Whether this is the shape of one e-mail address."""
    return len(text) <= 254 and bool(_EMAIL.match(text))


def email_in(text: str) -> str:
    """The first address in a cell that holds nothing but addresses, as "Bo <bo@x.example>" or several; or ""."""
    found = [_ONE_EMAIL.fullmatch(part) for part in _BETWEEN.split(text) if part]
    emails = [one[1] for one in found if one]
    return emails[0] if emails and len(emails) == len(found) and all(map(is_email, emails)) else ""


def has_email(text: str) -> bool:
    """Whether this is an address, or several."""
    return bool(email_in(text))


def site_in(text: str) -> str:
    """The first of the web addresses in a cell, or "" where it does not begin with one."""
    first = re.split(r"[\s;,|]+", text, maxsplit=1)[0]
    return first if is_site(first) else ""


def has_site(text: str) -> bool:
    """Whether this begins with a web address."""
    return bool(site_in(text))


def is_site(text: str) -> bool:
    """Whether this is the shape of a web address, with or without its scheme."""
    return bool(_SITE.match(text)) and "@" not in text


def country_of_postcode(text: str) -> str:
    """The country whose postcodes look like this, or ""."""
    return next((country for country, shape in _POSTCODES.items() if shape.match(text)), "")


def is_postcode(text: str) -> bool:
    """Whether this may be a postcode."""
    return bool(country_of_postcode(text) or _FIVE.match(text))


def is_naics(text: str) -> bool:
    """Whether this may be a NAICS code."""
    return bool(_NAICS.match(text))


def is_ntee(text: str) -> bool:
    """Whether this may be an NTEE code."""
    return bool(_NTEE.match(text))


def number(text: str) -> float | None:
    """The number that a cell is, with point or comma, or None."""
    found = _NUMBER.fullmatch(text)
    value = float(found[0].replace(",", ".")) if found else math.nan
    return value if math.isfinite(value) else None


def first_number(text: str) -> float | None:
    """The first number in a cell such as "11-50" or "ca. 3", or None."""
    found = re.search(r"\d{1,9}", text)
    return float(found[0]) if found else None


def folded(text: str) -> str:
    """Small letters and digits without accents, single spaces between: for comparing."""
    if not text.isascii():
        plain = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(_LETTERS.findall(text.casefold()))
