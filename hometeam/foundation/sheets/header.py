"""Where the header is: directories come with titles, dates and logos above it, and some come without one."""

import re
from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _

LOOK_AT = 40
_GROUP_ROWS = 2
"""A header may have this many rows over it that are as wide but only group its columns."""
_VALUE = re.compile(r"^[-+$€£#]?[\d.,:/ ()+-]*\d[\d.,:/ ()%+-]*$|@|^https?://|^www\.", re.IGNORECASE)
_NAMES = re.compile(
    r"\b(names?|business(es)?|compan(y|ies)|organi[sz]ations?|member(s|ship)?|trade|dba|street|address|city|town|community|state|province|region|zip|"
    r"post(al)?|postcode|code|country|phone|tel|e-?mail|mail|web(site)?|url|type|category|class(ification)?|description|detail|"
    r"services?|naics|ntee|sic|licen[cs]e|lat(itude)?|lon(gitude)?|x|y|id|number|no|date|start|ein|staff|employees|contact|"
    r"title|notes?|status|first|last|owner(ship)?|adresse|nom|ville|nombre|correo|ciudad|stra(ss|ß)e|ort|plz|firma)\b",
    re.IGNORECASE,
)

_LITTLE = re.compile(r"\b(our|the|of|all|list|and|directory|\d{4})\b", re.IGNORECASE)


def header_at(rows: Sequence[Sequence[str]]) -> int | None:
    """The index of the header among the first rows of a file; None when the table starts without one."""
    width = _usual_width(rows)
    first = next((index for index, cells in enumerate(rows[:LOOK_AT]) if _filled(cells) >= max(1, width / 2)), 0)
    if _could_be(rows[first], width) and _differs(rows[first], rows[first + 1 : LOOK_AT]):
        return first
    near = range(first + 1, min(first + 1 + _GROUP_ROWS, len(rows)))
    return next((index for index in near if _could_be(rows[index], width) and _names_in(rows[index]) >= 2), None)


def names_for(cells: Sequence[str], width: int) -> list[str]:
    """A name for each of `width` columns: as given, told apart where doubled, "Column 4" where there is none."""
    names: list[str] = []
    seen: Counter[str] = Counter()
    for index in range(width):
        name = " ".join(cells[index].split()) if index < len(cells) else ""
        name = name or _("Column %(number)s") % {"number": index + 1}
        seen[name.casefold()] += 1
        names.append(f"{name} ({seen[name.casefold()]})" if seen[name.casefold()] > 1 else name)
    return names


def _usual_width(rows: Sequence[Sequence[str]]) -> int:
    """How many cells the rows of the table proper have in use, usually."""
    widths = Counter(_filled(cells) for cells in rows[:200] if _filled(cells))
    wide = {width: often for width, often in widths.items() if width > 1} or widths
    return max(wide, key=lambda width: (wide[width], width), default=1)


def _could_be(cells: Sequence[str], width: int) -> bool:
    """Enough different short words, and nothing that is a value."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if len(filled) < max(1, min(2, width), width * 0.5):
        return False
    different = len({cell.casefold() for cell in filled}) >= len(filled) * 0.6
    values = sum(bool(_VALUE.search(cell)) for cell in filled)
    return different and max(map(len, filled)) <= 80 and values <= len(filled) * 0.1


def _names_in(cells: Sequence[str]) -> int:
    """How many cells read like the name of a column; a sentence does not."""
    plain = (cell.replace("_", " ").replace("-", " ") for cell in cells)
    apart = (re.sub(r"(?<=[a-z])(?=[A-Z])", " ", cell) for cell in plain)
    return sum(bool(_NAMES.search(cell)) and len(cell.split()) <= 6 for cell in apart)


def _is_all_title(cell: str) -> bool:
    """Whether a list's only column is called so; "Elm Business Circle" is a member, "Our member names" is none."""
    rest = _LITTLE.sub("", _NAMES.sub("", cell))
    return bool(_NAMES.search(cell)) and not rest.strip(" .:_-/")


def _differs(cells: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether the row is of another kind than those below it: words over values, or a single name that fits."""
    if len(cells) == 1:
        return _is_all_title(cells[0]) or _mostly_values([row[0] for row in below if row])
    if _names_in(cells):
        return True
    columns = range(len(cells))
    return any(cells[i].strip() and _mostly_values([row[i] for row in below if i < len(row)]) for i in columns)


def _mostly_values(column: Sequence[str]) -> bool:
    filled = [cell.strip() for cell in column if cell.strip()]
    return len(filled) > 0 and sum(bool(_VALUE.search(cell)) for cell in filled) >= len(filled) * 0.8


def _filled(cells: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)
