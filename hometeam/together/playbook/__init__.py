"""The playbook: every kind of collaboration, one data file each. To add a kind is to add a file.

The schema is described in `kind.py`; `reading.py` checks it when Hometeam starts and names the file and line of what is
wrong. Kinds are data: nothing in the house asks which kind it has before it.
"""

import tomllib
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from hometeam.together.playbook.kind import Agreement, Ask, Disclosure, Idea, Kind, Measure, Role, Step
from hometeam.together.playbook.reading import PlaybookError, kind_of_values, read_kind, read_shelf

__all__ = [
    "Agreement",
    "Ask",
    "Disclosure",
    "Idea",
    "Kind",
    "Measure",
    "PlaybookError",
    "Role",
    "Step",
    "kind_of_values",
    "kinds",
    "read_kind",
    "read_shelf",
    "values_of",
]

SHELF = Path(__file__).parent


@cache
def kinds() -> MappingProxyType[str, Kind]:
    """Every kind by its id, in the shelf's order. Raises PlaybookError, which names the file and line."""
    return MappingProxyType(read_shelf(SHELF))


@cache
def _file(kind_id: str) -> str:
    return (SHELF / f"{kind_id}.toml").read_text(encoding="utf-8")


def values_of(kind_id: str) -> dict[str, Any]:
    """What the file of a kind holds, to be changed at will. Raises FileNotFoundError for kinds without one."""
    return tomllib.loads(_file(kind_id))
