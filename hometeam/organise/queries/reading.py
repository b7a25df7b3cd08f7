"""A directory's file, read: its columns, some of what stands in them, and each row as what we would keep of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hometeam.engine import roster
from hometeam.engine.taxonomy import Taxonomy
from hometeam.foundation import sheets
from hometeam.foundation.sheets import Sheet
from hometeam.foundation.text import shorten
from hometeam.members.models import Community
from hometeam.organise.models import ImportRun
from hometeam.organise.queries.facts import NOWHERE, Row, Town, row_of
from hometeam.organise.queries.plan import Read, Unusable

SAMPLES = 3
SAMPLE_LENGTH = 60

FIELD_NAMES: dict[str, str | Promise] = {
    "name": gettext_lazy("Name"),
    "trade": gettext_lazy("What they do, in words"),
    "category": gettext_lazy("Category"),
    "naics": gettext_lazy("NAICS code"),
    "ntee": gettext_lazy("NTEE code"),
    "needs": gettext_lazy("What they look for"),
    "one_line": gettext_lazy("A line about them"),
    "serves": gettext_lazy("Whom they serve"),
    "values": gettext_lazy("What matters to them"),
    "haunts": gettext_lazy("Where they are regulars"),
    "instagram": gettext_lazy("Instagram"),
    "facebook": gettext_lazy("Facebook"),
    "kind": gettext_lazy("Business, nonprofit, sole proprietor"),
    "ownership": gettext_lazy("Kind of ownership"),
    "staff": gettext_lazy("How many people"),
    "street": gettext_lazy("Street"),
    "neighbourhood": gettext_lazy("Neighbourhood"),
    "city": gettext_lazy("Town"),
    "region": gettext_lazy("State or province"),
    "postcode": gettext_lazy("Postcode"),
    "country": gettext_lazy("Country"),
    "lat": gettext_lazy("Latitude"),
    "lon": gettext_lazy("Longitude"),
    "email": gettext_lazy("E-mail address (only organisers see it)"),
    "website": gettext_lazy("Website"),
    "contact": gettext_lazy("Contact person (not kept)"),
    "surname": gettext_lazy("Contact person's surname (not kept)"),
    "standing": gettext_lazy("Membership status (lapsed ones are left out)"),
    "id": gettext_lazy("The list's own number"),
}
"""What a column can be, in the order in which it is offered."""

_WHY: dict[str, str | Promise] = {
    "empty": gettext_lazy("The row is empty."),
    "header-again": gettext_lazy("The row repeats the column titles."),
    "heading": gettext_lazy("This looks like a heading or a total, not like a member."),
    "left": gettext_lazy("The list marks this one as no longer a member."),
    "no-name": gettext_lazy("There is no name in this row."),
    "no-name-column": gettext_lazy("No column says what the members are called. Choose the column with their names."),
}


class NoSuchColumn(Exception):
    """A field or a column was named that is not there; the message says which there are."""


def content_of(path: str) -> bytes:
    """A file's bytes. Raises Unreadable with a plain sentence."""
    return sheets.source.opened(path).read()


def open_sheet(content: bytes, name: str, tab: str = "") -> Sheet:
    """The sheet in a file's bytes; of a workbook the one called `tab`. Raises Unreadable with a plain sentence."""
    return sheets.read(BytesIO(content), name=Path(name).name, tab=tab)


def sheet_of(run: ImportRun) -> Sheet:
    """The sheet that a run reads. Raises Unreadable with a plain sentence."""
    return open_sheet(bytes(run.file.content), run.file_name, run.mapping.get("tab", ""))


def guess(sheet: Sheet) -> dict[str, Any]:
    """The guessed mapping of a sheet's columns, as JSON-able data, with the name of the sheet that it is for."""
    return _data(sheet, roster.guess_columns(sheet.header, sheet.sample()))


def _data(sheet: Sheet, mapping: roster.Mapping) -> dict[str, Any]:
    return mapping.as_data() | {"tab": sheet.tabs[0] if sheet.tabs else ""}


def mapping_for(sheet: Sheet, said: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The guessed mapping, corrected by (field, column) pairs; a column is its title or its number from 1."""
    mapping = roster.guess_columns(sheet.header, sheet.sample())
    for field in dict.fromkeys(field for field, _column in said):
        columns = [_number_of(sheet.header, column) for name, column in said if name == field]
        try:
            mapping = mapping.with_columns(field, *columns)
        except ValueError as error:
            known = ", ".join(roster.FIELDS)
            raise NoSuchColumn(
                _("There is no field %(field)s. There are: %(known)s.") % {"field": field, "known": known}
            ) from error
    return _data(sheet, mapping)


def _number_of(header: Sequence[str], column: str) -> int:
    for number, title in enumerate(header):
        if title.casefold() == column.casefold() or column == str(number + 1):
            return number
    known = ", ".join(header)
    raise NoSuchColumn(_("There is no column %(column)s. There are: %(known)s.") % {"column": column, "known": known})


def field_choices() -> list[tuple[str, str | Promise]]:
    """Each field that a column can be, and what to call it."""
    return [(field, title) for field, title in FIELD_NAMES.items() if field in roster.FIELDS]


def by_column(data: Mapping[str, Any]) -> dict[int, str]:
    """Which field each column is, by the column's number from 0."""
    return {number: field for field, numbers in data["columns"].items() for number in numbers}


def mapping_of(sheet: Sheet, chosen: Mapping[int, str]) -> dict[str, Any]:
    """The mapping in which each column is what was chosen for it, and nothing else is read."""
    mapping = roster.guess_columns(sheet.header, sheet.sample())
    for field in roster.FIELDS:
        mapping = mapping.with_columns(field)
    for field in dict.fromkeys(chosen.values()):
        mapping = mapping.with_columns(field, *(number for number, name in chosen.items() if name == field))
    return _data(sheet, mapping)


def samples(rows: Sequence[Sequence[str]], number: int) -> list[str]:
    """The first few different things that stand in a column."""
    found = (shorten(row[number], SAMPLE_LENGTH) for row in rows if number < len(row))
    return list(dict.fromkeys(words for words in found if words))[:SAMPLES]


def rows(sheet: Sheet, data: Mapping[str, Any], community: Community | None = None) -> Iterator[Read]:
    """Each row as what would be kept of it, or why it cannot be used, with its cells."""
    mapping, taxonomy = roster.Mapping.from_data(dict(data)), Taxonomy.load()
    near = Town.of(community) if community else NOWHERE
    for number, cells in sheet.numbered():
        found = roster.read_row(mapping, cells, taxonomy)
        if isinstance(found, roster.Problem):
            yield Unusable(number, _name_in(mapping, cells), str(_WHY.get(found.key, found.why)), cells), cells
        else:
            yield row_of(number, found, near), cells


def _name_in(mapping: roster.Mapping, cells: Sequence[str]) -> str:
    return next((cells[number] for number in mapping.columns.get("name", ()) if number < len(cells)), "")


def row_from(said: Mapping[str, Any], community: Community) -> Row:
    """What an organiser typed of one member, as a row; its trade is understood as a directory's would be."""
    fields = ("name", "trade", "street", "neighbourhood", "city", "postcode", "website", "email", "kind")
    kind = {"solopreneur": "sole proprietor", "nonprofit": "nonprofit"}.get(said["kind"], "business")
    cells = [str(said.get(field, "")) for field in fields[:-1]] + [kind if said.get("at_home") else ""]
    mapping = roster.Mapping(fields, {field: (number,) for number, field in enumerate(fields)}, {})
    entry = roster.read_row(mapping, cells, Taxonomy.load())
    if isinstance(entry, roster.Problem):
        raise ValueError(entry.why)
    row = row_of(1, entry, Town.of(community), at_home=bool(said.get("at_home")))
    row.facts["member"] |= {"kind": said["kind"], "name": shorten(said["name"], 160)}
    row.facts["place"] |= {"region": community.region, "country": community.country}
    return row
