"""One cell that says more than its column promises: a town with its postcode, or a whole address."""

import re
from dataclasses import dataclass

LONGEST = 200
_NAME = r"(?P<city>(?!(?:unit|apt|suite|ste|box|no|nr)\b)[^\d,]*[^\W\d][^\d,]*?)"
_SHAPES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        r"^(?P<city>[^,]*[^\W\d][^,]*?),?\s+(?P<region>[A-Z]{2})\.?,?\s+"
        r"(?P<postcode>\d{5}(?:-\d{4})?|[A-Z]\d[A-Z]\s?\d[A-Z]\d)$",
        rf"^{_NAME},?\s+(?P<region>)(?P<postcode>[A-Z]{{1,2}}\d[A-Z\d]?\s\d[A-Z]{{2}}|\d{{5}})$",
        rf"^(?:[A-Z]{{1,2}}-)?(?P<region>)(?P<postcode>\d{{4}}\s[A-Z]{{2}}\b|\d{{4,5}})[\s,]+{_NAME}$",
        rf"^{_NAME},\s*(?P<region>[A-Z]{{2}})(?P<postcode>)$",
    )
)
"""Harlow, MA 01035 · Langley BC V1M 2R6; Bath BA1 1AA · Sevilla 41001; D-90518 Altdorf · 1012 AB Delft; Harlow, MA."""


@dataclass(frozen=True, slots=True)
class Town:
    """A town as one cell says it; "" for what it does not say."""

    city: str
    region: str = ""
    postcode: str = ""


def town_of(text: str) -> Town:
    """A town's cell taken apart: "Harlow, MA 01035". What is not plainly more than a town is one."""
    found = next((found for shape in _SHAPES if (found := shape.match(text))), None) if len(text) <= LONGEST else None
    return Town(found["city"].strip(), found["region"].upper(), found["postcode"]) if found else Town(text)


def address_of(text: str) -> tuple[str, Town]:
    """A street's cell taken apart where it ends in a town with its postcode: "12 Main St, Harlow, MA 01035"; else it is
    all street.
    """
    parts = [part.strip() for part in text.split(",")]
    towns = ((", ".join(parts[:at]), town_of(", ".join(parts[at:]))) for at in range(1, len(parts)))
    return next(((street, town) for street, town in towns if town.postcode), (text, Town("")))
