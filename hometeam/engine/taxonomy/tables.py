"""Reading the taxonomy's own tables, which lie beside this file as CSV."""

import csv
import lzma
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from .service import Service, Sphere

SECOND = "~"
"""Before a code: this service is a part of what the code covers, but another one is the best guess for it."""
Row = dict[str, str]


def folder(name: str) -> Traversable:
    """A folder of this package."""
    return files(__package__).joinpath(name)


def rows(file: Traversable) -> Iterator[Row]:
    """A CSV's rows by header."""
    with file.open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


def split(cell: str) -> tuple[str, ...]:
    """The items of a cell, which semicolons part."""
    return tuple(item for item in cell.split(";") if item)


@lru_cache(maxsize=1)
def service_rows() -> tuple[tuple[str, Row], ...]:
    """Each service's row with its group, which is the file's name, in the order of the files."""
    tables = sorted(folder("data").joinpath("services").iterdir(), key=lambda table: table.name)
    return tuple((table.name.removesuffix(".csv"), row) for table in tables for row in rows(table))


@lru_cache(maxsize=1)
def group_titles() -> dict[str, str]:
    """The groups' titles by id."""
    return {row["id"]: row["title"] for row in rows(folder("data").joinpath("groups.csv"))}


def services() -> tuple[Service, ...]:
    """All services, in the order of the files."""
    titles = group_titles()
    return tuple(_service(titles[group], row) for group, row in service_rows())


def _service(group: str, row: Row) -> Service:
    return Service(
        id=row["id"],
        title=row["title"],
        group=group,
        words=split(row["words"]),
        naics=tuple(code.removeprefix(SECOND) for code in split(row["naics"])),
        ntee=split(row["ntee"]),
        schema_types=split(row["schema"]),
        spheres=split(row["spheres"]),
        kin="" if row["kin"] == "broad" else row["kin"],
        broad=row["kin"] == "broad",
    )


def owners(column: str) -> dict[str, str]:
    """Code to the id of the service that is the best guess for it; `column` is "naics", "ntee" or "schema"."""
    pairs = ((code, row["id"]) for _, row in service_rows() for code in split(row[column]))
    return {code: service for code, service in pairs if not code.startswith(SECOND)}


def spheres() -> dict[str, Sphere]:
    """The contact spheres by id."""
    table = rows(folder("data").joinpath("spheres.csv"))
    found = (Sphere(row["id"], row["title"], float(row["strength"]), split(row["audiences"])) for row in table)
    return {sphere.id: sphere for sphere in found}


def ranked(name: str, key: str, column: str) -> dict[str, tuple[str, ...]]:
    """A table of one service (or "group:…") to others, the strongest first."""
    return {row[key]: split(row[column]) for row in rows(folder("data").joinpath(name))}


def bought() -> dict[str, list[tuple[str, float]]]:
    """What each service's industry buys more of than others do, with weights 0 to 1: baked from input–output tables."""
    found: dict[str, list[tuple[str, float]]] = {}
    for row in rows(folder("baked").joinpath("bought.csv")):
        found.setdefault(row["service"], []).append((row["buys"], float(row["weight"])))
    return found


def index_items() -> Iterator[tuple[str, str, list[str]]]:
    """The NAICS index, baked: service id, six-digit code and the item's tokens."""
    text = lzma.decompress(folder("baked").joinpath("naics_items.tsv.xz").read_bytes()).decode()
    for line in text.splitlines():
        service, code, tokens = line.split("\t")
        yield service, code, tokens.split(" ")
