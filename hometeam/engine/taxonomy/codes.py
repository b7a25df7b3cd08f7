"""Codes to services: the longest beginning of a code that a service covers wins, so old and foreign codes work too."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_NAICS = re.compile(r"\s*(\d{2,8})(?:\.0+)?\b")
_NTEE = re.compile(r"\s*([A-Za-z])(\d[0-9A-Za-z]{0,3})?\s*$")
_SCHEMA = re.compile(r"(?:https?://schema\.org/|schema:)?(\w+)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CodeBook:
    """Which service covers which beginning of a code."""

    owners: Mapping[str, str]

    def longest(self, code: str) -> str | None:
        """The service that covers the longest beginning of the code, or None."""
        return next((self.owners[code[:end]] for end in range(len(code), 0, -1) if code[:end] in self.owners), None)


def naics_digits(text: str) -> str:
    """A NAICS code's digits from a cell such as "541110", "541110.0" or "44-45"; "" where it is none."""
    found = _NAICS.match(text)
    return found[1][:6] if found else ""


def ntee_letters(text: str) -> str:
    """An NTEE code from a cell such as "B82", "x20z"; "" where it is none."""
    found = _NTEE.match(text)
    return (found[1] + (found[2] or "")).upper() if found else ""


def schema_name(text: str) -> str:
    """A schema.org type's name in small letters, from "Bakery" or "https://schema.org/Bakery"; "" where it is none."""
    found = _SCHEMA.match(text.strip())
    return found[1].lower() if found else ""
