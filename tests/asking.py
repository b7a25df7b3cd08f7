"""What tests ask the database: so that another database is asked everything, and little of it a hundred times.

`pytest --note-asked=FILE` keeps in the file the few tests that between them ask all that any test asks;
`pytest --only-noted=FILE` runs these alone. Tests that every database is to be asked by are always noted.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping
from functools import lru_cache
from heapq import heapify, heappop, heappush
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import pytest
from django.db import DatabaseError, connection

OWN_WORDS = "tests/foundation/"
"""The room whose code speaks to each kind of database in words of its own."""

LEFT_OUT = {"browser", "slow"}
"""Marks of tests that run on one database only, whatever they ask."""

_VALUES = re.compile(r"%s(?:, %s)+")
_ROWS = re.compile(r"(\([^()]*\))(?:, \1)+")
_CASES = re.compile(r"(WHEN \([^()]*\) THEN [^()]*?)(?: \1)+")
_NUMBERS = re.compile(r"\b\d+\b")


class Asked(NamedTuple):
    """What one test asks: the marks of its statements, and how many times it asks any."""

    marks: frozenset[int]
    times: int


@lru_cache(maxsize=100_000)
def mark_of(statement: str, odd: str = "") -> int:
    """A statement's mark: the same for all that differ in nothing but how many values or rows they have."""
    if "SAVEPOINT" in statement:
        return 0
    shape = _CASES.sub(r"\1", _ROWS.sub(r"\1", _VALUES.sub("%s", statement)))
    return crc32(f"{odd} {_NUMBERS.sub('n', shape)}".encode())


def odd_in(values: Any) -> str:
    """What is odd about a statement's values, of which one database takes what another refuses."""
    known = values if isinstance(values, list | tuple) else ()
    words = [value for value in known if isinstance(value, str)]
    found = {
        "long": any(len(word) > 200 for word in words),
        "nul": any("\0" in word for word in words),
        "large": any(isinstance(value, int) and abs(value) >= 2**31 for value in known),
    }
    return " ".join(name for name, is_so in found.items() if is_so)


def enough_of(asked: Mapping[str, Asked]) -> list[str]:
    """The tests, by id, that between them ask all that any of these asks. The next is always one that asks most anew
    for each time that it asks at all: the greedy cover, in which none is far from the least.
    """
    left = set().union(*(one.marks for one in asked.values()))
    waiting = [(-len(one.marks) / one.times, test) for test, one in asked.items() if one.marks]
    heapify(waiting)
    found = []
    while left:
        _promised, test = heappop(waiting)
        gain = -len(asked[test].marks & left) / asked[test].times
        if not waiting or (gain, test) < waiting[0]:
            found.append(test)
            left -= asked[test].marks
        elif gain:
            heappush(waiting, (gain, test))
    return sorted(found)


def is_asked_everywhere(item: pytest.Item) -> bool:
    """Whether a test is for each database: it says so, it commits (for the locks), or its room has words of its own."""
    mark = item.get_closest_marker("django_db")
    commits = bool(mark and mark.kwargs.get("transaction")) or "transactional_db" in getattr(item, "fixturenames", ())
    return commits or item.get_closest_marker("everywhere") is not None or item.nodeid.startswith(OWN_WORDS)


class OnlyNoted:
    """Leaves out all tests but the noted ones, and does not even read files without any of them."""

    def __init__(self, file: Path, root: Path) -> None:
        self.tests = frozenset(file.read_text().splitlines())
        self.files = {root / test.partition("::")[0] for test in self.tests}

    def pytest_ignore_collect(self, collection_path: Path, config: pytest.Config) -> bool | None:
        """A single test that somebody asks for by name would otherwise be missed in a file that was not read."""
        if any("::" in asked for asked in config.args):
            return None
        is_test = collection_path.name.startswith("test_") and collection_path.suffix == ".py"
        return True if is_test and collection_path not in self.files else None

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in self.tests])
        items[:] = [item for item in items if item.nodeid in self.tests]


class Notes:
    """Listens to what tests ask; the workers' notes come together in the process that started them."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.asked: dict[str, Asked] = {}

    def pytest_sessionstart(self) -> None:
        """What an earlier run noted may be of other tests."""
        self.file.unlink(missing_ok=True)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        marked = {mark.name for mark in item.iter_markers()}
        if "database" not in marked or marked & LEFT_OUT:
            return (yield)
        marks = [mark_of(item.nodeid)] if is_asked_everywhere(item) else []

        def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            marks.append(mark_of(sql, odd_in(params)))
            try:
                return execute(sql, params, many, context)
            except DatabaseError:
                marks.append(mark_of(sql, "refused"))
                raise

        with connection.execute_wrapper(note):
            result = yield
        self.asked[item.nodeid] = Asked(frozenset(marks), len(marks))
        return result

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        told = getattr(node, "workeroutput", {}).get("asked", {})
        self.asked |= {test: Asked(frozenset(marks), times) for test, (marks, times) in told.items()}

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        worker = getattr(session.config, "workeroutput", None)
        if worker is None:
            self.file.write_text("\n".join(enough_of(self.asked)))
        else:
            worker["asked"] = {test: (list(marks), times) for test, (marks, times) in self.asked.items()}
